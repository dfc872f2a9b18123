"""Catalogues made by hand, so that pages are tested without the reader.

Every piece is written into the text of its source first; its span is where it was written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from generator.catalogue import (
    All,
    Block,
    BlockKind,
    Catalogue,
    Category,
    Cell,
    Choose,
    Content,
    Doubt,
    Field,
    Group,
    Layout,
    Link,
    LinkRole,
    Nothing,
    Notice,
    NoticeKind,
    Qualification,
    QualificationEntry,
    Record,
    Requirement,
    Row,
    Section,
    Source,
    Span,
    Table,
    Tree,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass
class Draft:
    """A source that is being written, and what was made of its text."""

    file: str = "catalogue/sources/sample.md"
    id: str = "sample"
    title: str | None = None
    text: str = ""
    introduction: list[Content] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    categories: list[Category] = field(default_factory=list)
    number: int = 0

    def write(self, words: str, end: str = "\n") -> Span:
        """Add words to the text and return where they stand."""
        start = len(self.text)
        self.text += words + end
        return Span(start, start + len(words))

    def paper(self, name: str, **said: str) -> Qualification:
        self.write("《", end="")
        span = self.write(name, end="")
        self.write("》")
        return Qualification(name, span, **said)

    def plain_paper(self, name: str, **said: str) -> Qualification:
        return Qualification(name, self.write(name), **said)

    def choose(self, *parts: Tree, count: int = 1, **said: str) -> Choose:
        return Choose(count, parts, self._over(parts), **said)

    def all_of(self, *parts: Tree, **said: str) -> All:
        return All(parts, self._over(parts), **said)

    def nothing(self, **said: str) -> Nothing:
        return Nothing(self.write("-"), **said)

    def _over(self, parts: Sequence[Tree]) -> Span:
        return Span(parts[0].span.start, parts[-1].span.end) if parts else self.write("")

    def cell(self, html: str, text: str | None = None, *, header: bool = False, colspan: int = 1) -> Cell:
        return Cell(escape(html) if text is None else text, html, self.write(html), header=header, colspan=colspan)

    def plain_cell(self, text: str, *, header: bool = False) -> Cell:
        return Cell(text, escape(text, quote=False).replace("\n", "<br>"), self.write(text), header=header)

    def field(self, label: str, *cells: str | Cell, meaning: str | None = None) -> Field:
        span = self.write(label)
        made = tuple(self.plain_cell(each) if isinstance(each, str) else each for each in cells)
        return Field(label, made, span, meaning)

    def notice(
        self, text: str, kind: NoticeKind = NoticeKind.IMPORTANT, html: str = "", title: str | None = None
    ) -> Notice:
        body = html or "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
        return Notice(kind, title, text, body, self.write(f">! {text}"))

    def block(self, text: str, html: str = "", kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
        return Block(kind, text, html or f"<p>{escape(text)}</p>", self.write(text))

    def table(self, *rows: Sequence[str]) -> Table:
        made = []
        for cells in rows:
            span = self.write("<tr>")
            made.append(Row(tuple(self.plain_cell(each) for each in cells), span))
        return Table(tuple(made), Layout.UNKNOWN, self.write("</table>"))

    def record(self) -> Record:
        return Record(self.write("<table>"))

    def link(self, href: str, text: str = "link", role: LinkRole = LinkRole.OFFICIAL) -> Link:
        span = self.write(href)
        return Link(href, text, role, span, span)

    def category(
        self,
        identifier: str,
        *path: str,
        tree: Tree | None = None,
        doubts: Sequence[str] = (),
        remark: str | None = None,
        **rest: Any,
    ) -> Category:
        """Add a category; ``fields`` with a known meaning give its scenario and scope, ``tree`` its requirement."""
        heading = self.write(" - ".join(path))
        fields: tuple[Field, ...] = tuple(rest.pop("fields", ()))
        texts = {each.meaning: each.cells[0].text for each in fields if each.cells}
        doubtful = tuple(Doubt("it is open", self.write(words)) for words in doubts)
        requirement = None
        if tree is not None:
            requirement = Requirement(None, tree, texts.get("requirement", ""), tree.span, remark, doubtful)
        made = Category(
            id=identifier,
            path=path,
            breadcrumb=rest.pop("breadcrumb", None),
            scenario=texts.get("scenario"),
            scope=texts.get("scope"),
            fields=fields,
            requirement=requirement,
            notices=tuple(rest.pop("notices", ())),
            links=tuple(rest.pop("links", ())),
            body=tuple(rest.pop("body", ())),
            source=self.number,
            span=Span(heading.start, len(self.text)),
            heading=heading,
            **rest,
        )
        self.categories.append(made)
        return made

    def group(self, identifier: str, name: str, *categories: str, body: Sequence[Content] = ()) -> Group:
        made = Group(identifier, name, tuple(body), categories, self.number, self.write(name))
        self.groups.append(made)
        return made

    def source(self) -> Source:
        starts = [0, *(place + 1 for place, character in enumerate(self.text) if character == "\n")]
        return Source(
            self.file,
            self.id,
            self.title,
            self.text,
            tuple(self.introduction),
            tuple(self.sections),
            (),
            (),
            (),
            tuple(starts),
        )


def papers(tree: Tree) -> list[str]:
    """Return the names of all papers of a tree, in order."""
    match tree:
        case Qualification(name=name):
            return [name]
        case Choose(parts=parts) | All(parts=parts):
            return [name for part in parts for name in papers(part)]
        case Nothing():
            return []


def catalogue(*drafts: Draft, title: str | None = "小程序直播类目", moved: Sequence[tuple[str, str]] = ()) -> Catalogue:
    """Return the catalogue of some drafts, with its index of papers."""
    categories = tuple(each for draft in drafts for each in draft.categories)
    index: dict[str, list[str]] = {}
    for each in categories:
        for name in dict.fromkeys(papers(each.requirement.tree)) if each.requirement else ():
            index.setdefault(name, []).append(each.id)
    entries = tuple(QualificationEntry(f"p{n}", name, tuple(ids)) for n, (name, ids) in enumerate(index.items()))
    groups = tuple(each for draft in drafts for each in draft.groups)
    return Catalogue(title, tuple(draft.source() for draft in drafts), groups, categories, entries, tuple(moved))
