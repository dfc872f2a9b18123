"""The one walk over a catalogue's strings: a reader of them and a translator both take it, so that they agree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from generator.catalogue import (
    All,
    Block,
    BlockKind,
    Choose,
    LinkRole,
    Nothing,
    Notice,
    Qualification,
    Record,
    Table,
)
from generator.combinations import papers
from generator.locales import segments
from generator.locales.remembering import Told
from generator.moving import home_of, moved
from generator.quick import altered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.catalogue import (
        Catalogue,
        Category,
        Cell,
        Content,
        Field,
        Group,
        Link,
        QualificationEntry,
        Requirement,
        Row,
        Section,
        Source,
        Span,
        Tree,
    )
    from generator.locales.remembering import Turn

TITLE = "title"
LABEL, HOLDER, COVERS, ISSUER, COPIES, REMARK, LINK = "label", "holder", "covers", "issuer", "copies", "remark", "link"
"""Contexts of terms that mean the same wherever they stand, and are translated once."""
NAME = "name"
"""The end of the context of a name: ``jinrong/yinhang.name``."""
ELSEWHERE = frozenset({"requirement", "group", "name"})
"""Meanings of fields that are shown by the tree and the path; the fields themselves stay as the source has them."""


def is_name(context: str) -> bool:
    """Tell whether a string is the name of a category, group or paper."""
    return context.endswith(f".{NAME}") and not context.startswith("site.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a string stands."""

    owner: str
    """The id of the category, group or paper that it belongs to; empty where it belongs to all of them."""
    source: int = 0
    span: Span | None = None
    """None for what no source says: the title in the settings."""


class Speaker(Protocol):
    """Says a string in another language, or only notes it and gives it back."""

    notes: bool
    """Whether it only notes the strings and where they stand."""

    def __call__(self, context: str, text: str, place: Place) -> str:
        """Return what to show for a text."""

    def whole(self, shown: str) -> None:
        """Learn that the strings said since the last call stand together in ``shown``."""

    def same(self, shown: str, also: str) -> None:
        """Learn that ``also`` says again what ``shown`` says."""

    def apart(self) -> Speaker:
        """Return a speaker for one category, who knows of no other."""

    def join(self, apart: Self, by: int) -> None:
        """Learn what a speaker of one category has; the category stands ``by`` characters further on."""


T = TypeVar("T", bound="Block | Notice | Cell")


def walk(catalogue: Catalogue, say: Speaker, turn: Turn | None = None) -> Catalogue:
    """Return the catalogue with every string as ``say`` says it; offsets still count characters of the sources.

    ``turn`` knows categories of which all was said before.
    """
    return _Walk(catalogue, say, turn).all()


class _Walk:
    def __init__(self, catalogue: Catalogue, say: Speaker, turn: Turn | None) -> None:
        self._catalogue = catalogue
        self._say = say
        self._turn = turn
        self._written = self._first_written() if say.notes else {}
        self._entries = {entry.id: self._entry(entry) for entry in catalogue.qualifications}

    def all(self) -> Catalogue:
        catalogue = self._catalogue
        title = self._say(TITLE, catalogue.title, Place("")) if catalogue.title else catalogue.title
        names: dict[str, str] = {}
        groups = []
        for group in catalogue.groups:
            groups.append(self._group(group))
            names[group.name] = groups[-1].name
        return replace(
            catalogue,
            title=title,
            sources=tuple(self._source(number, source) for number, source in enumerate(catalogue.sources)),
            groups=tuple(groups),
            categories=tuple([self._told(category, names) for category in catalogue.categories]),
            qualifications=tuple(self._entries.values()),
        )

    def _entry(self, entry: QualificationEntry) -> QualificationEntry:
        written = (self._written.get((entry.id, category)) for category in entry.categories)
        first = next(filter(None, written), None)
        source, span = (first[0], moved(first[1].span, first[2])) if first else (0, None)
        place = Place(f"qualifications/{entry.id}", source, span)
        name = self._say(f"qualifications/{entry.id}.{NAME}", entry.name, place)
        return altered(entry, name=name, original=entry.name)

    def _first_written(self) -> dict[tuple[str, str], tuple[int, Qualification, int]]:
        """Return (entry, category) → (source, paper, how much further on it stands) of the first paper of the entry."""
        first: dict[tuple[str, str], tuple[int, Qualification, int]] = {}
        for category in self._catalogue.categories:
            home, by = home_of(category)
            for paper in _papers(home):
                if entry := self._catalogue.qualification_of(paper.name):
                    first.setdefault((entry.id, category.id), (category.source, paper, by))
        return first

    def _source(self, number: int, source: Source) -> Source:
        key = f"source/{source.id}"
        title = source.title and self._say(f"{key}.title", source.title, Place("", number))
        return altered(
            source,
            title=title,
            introduction=self._contents(f"{key}.introduction", "", number, source.introduction),
            sections=tuple(self._section(f"{key}.section", number, section) for section in source.sections),
        )

    def _section(self, key: str, number: int, section: Section) -> Section:
        heading = self._say(key, section.heading, Place("", number, section.span)) if section.heading else ""
        return altered(section, heading=heading, body=self._contents(key, "", number, section.body))

    def _group(self, group: Group) -> Group:
        name = self._say(f"{group.id}.{NAME}", group.name, Place(group.id, group.source, group.span))
        body = self._contents(f"{group.id}.text", group.id, group.source, group.body)
        return altered(group, name=name, original=group.name, body=body)

    def _told(self, category: Category, groups: dict[str, str]) -> Category:
        """Return a category as it is said, by a speaker of its own."""
        home, by = home_of(category)
        if self._say.notes and not by:
            return self._category(category, groups)
        told = self._turn.find(home) if self._turn else None
        names = told.papers if told else tuple(paper.name for paper in _papers(home))
        called = (*[groups.get(each, each) for each in home.path[:-1]], *map(self._called, names))
        if told is None or told.called != called:
            all_of_it, self._say = self._say, self._say.apart()
            told = Told(home, names, called, self._say, self._category(home, groups))
            self._say = all_of_it
        if self._turn and by:
            self._turn.keep(told)
        self._say.join(told.speaker, by)
        return told.at(by) if by else told.said

    def _called(self, paper: str) -> str | None:
        """Return what a paper is called now, None where no entry is of it."""
        entry = self._catalogue.qualification_of(paper)
        return self._entries[entry.id].name if entry else None

    def _category(self, category: Category, groups: dict[str, str]) -> Category:
        number, key = category.source, category.id
        name = self._say(f"{key}.{NAME}", category.name, Place(key, number, category.heading))
        fields = tuple(self._field(key, number, field) for field in category.fields)
        body = self._contents(f"{key}.text", key, number, category.body)
        # A notice of the body is one of the category's too: the same words in the same place.
        placed = {each.span: each for each in body if isinstance(each, Notice)}
        loose = {
            each.span: self._notice(f"{key}.notice", key, number, each)
            for each in category.notices
            if each.span not in placed
        }
        return altered(
            category,
            path=(*(groups.get(each, each) for each in category.path[:-1]), name),
            original=category.name,
            scenario=self._plain(category, "scenario", category.scenario, fields),
            scope=self._plain(category, "scope", category.scope, fields),
            fields=fields,
            requirement=category.requirement and self._requirement(key, number, category.requirement),
            notices=tuple(placed.get(each.span) or loose[each.span] for each in category.notices),
            links=tuple(self._link(key, number, link) for link in category.links),
            body=body,
        )

    def _plain(self, category: Category, meaning: str, text: str | None, fields: Iterable[Field]) -> str | None:
        """Return the words of a field that the category has beside the field itself."""
        if text is None:
            return None
        pairs = zip(category.fields, fields, strict=True)
        told = next((pair for pair in pairs if pair[0].meaning == meaning), None)
        if told and _one_line(told[0]) == " ".join(text.split()):
            said = _one_line(told[1])
            self._say.same(told[1].cells[0].html, said)
            return said
        place = Place(category.id, category.source, told[0].span if told else category.heading)
        return self._say(f"{category.id}.{meaning}", text, place)

    def _field(self, key: str, number: int, field: Field) -> Field:
        if field.meaning in ELSEWHERE:
            return field
        label = self._say(LABEL, field.label, Place("", number, field.span))
        context = f"{key}.{field.meaning or field.label}"
        return altered(field, label=label, cells=tuple(self._html(context, key, number, each) for each in field.cells))

    def _requirement(self, key: str, number: int, requirement: Requirement) -> Requirement:
        remark = requirement.remark and self._lines(REMARK, requirement.remark, Place(key, number, requirement.span))
        return altered(requirement, tree=self._tree(key, number, requirement.tree), remark=remark)

    def _tree(self, key: str, number: int, tree: Tree) -> Tree:
        place = Place(key, number, tree.span)
        remark = tree.remark and self._lines(REMARK, tree.remark, place)
        match tree:
            case Choose() | All():
                holder = tree.holder and self._say(HOLDER, tree.holder, place)
                parts = tuple(self._tree(key, number, part) for part in tree.parts)
                return altered(tree, parts=parts, holder=holder, remark=remark)
            case Nothing():
                return altered(tree, remark=remark)
            case Qualification():
                return self._paper(tree, place, remark)

    def _paper(self, paper: Qualification, place: Place, remark: str | None) -> Qualification:
        entry = self._catalogue.qualification_of(paper.name)
        name = self._entries[entry.id].name if entry else self._say(f"qualifications.{NAME}", paper.name, place)
        return altered(
            paper,
            name=name,
            original=paper.name,
            holder=paper.holder and self._say(HOLDER, paper.holder, place),
            scope=paper.scope and self._say(COVERS, paper.scope, place),
            issuer=paper.issuer and self._say(ISSUER, paper.issuer, place),
            copies=paper.copies and self._say(COPIES, paper.copies, place),
            remark=remark,
        )

    def _lines(self, context: str, text: str, place: Place) -> str:
        return "\n".join(self._say(context, line, place) if line.strip() else line for line in text.split("\n"))

    def _link(self, key: str, number: int, link: Link) -> Link:
        if link.role is not LinkRole.REFERENCE or not link.text.strip():
            return link
        return altered(link, text=self._say(LINK, " ".join(link.text.split()), Place(key, number, link.span)))

    def _contents(self, key: str, owner: str, number: int, contents: Iterable[Content]) -> tuple[Content, ...]:
        return tuple(self._content(key, owner, number, each) for each in contents)

    def _content(self, key: str, owner: str, number: int, content: Content) -> Content:
        match content:
            case Record():
                return content
            case Table():
                rows = tuple(self._row(f"{key}.table", owner, number, row) for row in content.rows)
                return altered(content, rows=rows)
            case Notice():
                return self._notice(f"{owner}.notice" if owner else f"{key}.notice", owner, number, content)
            case Block(kind=BlockKind.CODE):
                return content
            case Block():
                return self._html(key, owner, number, content)

    def _notice(self, key: str, owner: str, number: int, notice: Notice) -> Notice:
        title = notice.title and self._say(key, notice.title, Place(owner, number, notice.span))
        return altered(self._html(key, owner, number, notice), title=title)

    def _row(self, key: str, owner: str, number: int, row: Row) -> Row:
        return altered(row, cells=tuple(self._html(key, owner, number, cell) for cell in row.cells))

    def _html(self, context: str, owner: str, number: int, piece: T) -> T:
        """Return a piece with its HTML and its text said string by string."""
        place = Place(owner, number, piece.span)
        if self._say.notes:
            for string in segments.strings(piece.html):
                self._say(context, string, place)
            return piece
        changed = False

        def say(string: str) -> str:
            nonlocal changed
            said = self._say(context, string, place)
            changed |= said != string
            return said

        html, text = segments.replace(piece.html, say)
        if not changed:
            html, text = piece.html, piece.text
        self._say.whole(html)
        return altered(piece, html=html, text=text) if changed else piece


def _papers(category: Category) -> Iterable[Qualification]:
    return papers(category.requirement.tree) if category.requirement else ()


def _one_line(field: Field) -> str:
    return " ".join(" ".join(cell.text for cell in field.cells).split())
