"""A requirement as a reader sees it: rules in words, connectors between parts, papers with what is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from generator.catalogue import All, Choose, Nothing, Qualification
from generator.combinations import combinations
from generator.pages import safe
from generator.pages.edition import Target
from generator.quick import quick
from generator.source.aliases import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from generator.catalogue import Category, Link, QualificationEntry, Requirement, Tree
    from generator.pages.edition import Edition

ALSO = 4
"""How many other categories are named under a paper before only their number is told."""
COMBINATIONS = 60
"""How many combinations are listed; a longer list helps nobody."""


@quick
@dataclass(frozen=True, slots=True)
class Node:
    """One node of the tree, in the reader's words."""

    kind: str
    """``choose``, ``all``, ``paper`` or ``nothing``."""
    rule: str = ""
    join: str = ""
    """The word between two parts: or, and; empty where neither holds."""
    parts: tuple[Node, ...] = ()
    name: str = ""
    original: str = ""
    """The name in the source, where the page shows another."""
    language: str = ""
    """The language of ``original``."""
    url: str = ""
    """The page of the paper."""
    known_as: str = ""
    """Other names of the paper, in brackets."""
    holder: str | None = None
    details: tuple[tuple[str, str], ...] = ()
    remark: str | None = None
    also: tuple[Target, ...] = ()
    more: int = 0
    """All other categories that accept the paper, where not all are in ``also``."""


@quick
@dataclass(frozen=True, slots=True)
class RequirementView:
    """All that the section on what must be handed in shows."""

    root: Node | None
    cells: tuple[Markup, ...]
    """The cells as they stand, where the tree alone cannot be trusted."""
    doubts: tuple[str, ...]
    remark: str | None
    official: tuple[Target, ...]
    combinations: tuple[str, ...]
    count: int
    """Ways to satisfy the requirement; 0 where the tree shows it already."""


def chip(edition: Edition, requirement: Requirement | None) -> str:
    """Return a requirement in a few characters: 3选1, nothing, all of 2."""
    say = edition.say
    if requirement is None:
        return say("Not stated")
    if requirement.doubts:
        return say("See the original")
    match requirement.tree:
        case Choose(count=count, parts=parts):
            return say("{count} of {among}", count=count, among=len(parts))
        case All(parts=parts):
            return say("All {n} required", n=len(parts))
        case Qualification():
            return say("1 paper")
        case Nothing():
            return say("No papers required")


def view(edition: Edition, here: str, category: Category) -> RequirementView:
    """Return what the page at path ``here`` shows of a category's requirement."""
    requirement = category.requirement
    cells = tuple(
        edition.shown(cell.html, cell.text)
        for field in category.fields
        if field.meaning == "requirement"
        for cell in field.cells
    )
    official = _official(edition, category.links)
    if requirement is None:
        return RequirementView(None, cells, (), None, official, (), 0)
    ways = combinations(requirement.tree, COMBINATIONS) if _is_nested(requirement.tree) else None
    source = edition.catalogue.source_of(category)
    listed = tuple(map(edition.way, ways or ()))
    return RequirementView(
        root=_Builder(edition, here, category).node(requirement.tree),
        cells=cells if requirement.doubts else (),
        doubts=tuple(safe.visible_words(source.slice(doubt.span)) for doubt in requirement.doubts),
        remark=requirement.remark,
        official=official,
        combinations=listed if not _is_plain(requirement.tree) else (),
        count=len(listed),
    )


def details(edition: Edition, paper: Qualification) -> tuple[tuple[str, str], ...]:
    """Return (label, words) for all that a requirement says of a paper besides its name and its holder."""
    say = edition.say
    said = (
        (say("Must cover"), paper.scope),
        (say("Issued by"), paper.issuer),
        (say("Copies"), paper.copies),
        (say("Remark"), paper.remark),
    )
    return tuple((label, words) for label, words in said if words)


def paper_nodes(edition: Edition, here: str, category: Category, papers: Iterable[Qualification]) -> tuple[Node, ...]:
    """Return papers of a category in the reader's words, for the page at path ``here``.

    Nothing is said of their other names and categories: the requirement itself has told those.
    """
    builder = _Builder(edition, here, category)
    return tuple(builder.paper(paper, None) for paper in papers)


def _is_nested(tree: Tree) -> bool:
    """Tell whether a choice has parts that are more than a paper, or stands in another node."""
    parts = tree.parts if isinstance(tree, Choose | All) else ()
    inner = any(isinstance(part, Choose | All) for part in parts)
    return (inner and bool(_choices(tree))) or (isinstance(tree, Choose) and tree.count > 1)


def _is_plain(tree: Tree) -> bool:
    """Tell whether the tree's first level already lists the combinations one by one."""
    return isinstance(tree, Choose) and tree.count == 1 and not any(_choices(part) for part in tree.parts)


def _choices(tree: Tree) -> int:
    """Count the choices in a tree."""
    if not isinstance(tree, Choose | All):
        return 0
    return isinstance(tree, Choose) + sum(_choices(part) for part in tree.parts)


def _official(edition: Edition, links: Iterable[Link]) -> tuple[Target, ...]:
    """Return the official links, each address once; where there are several, they are told apart by number."""
    found = dict.fromkeys(filter(None, (safe.href(link.href) for link in links if link.role == "official")))
    label = edition.say("Official statement")
    numbers = [""] if len(found) == 1 else [f" {number}" for number in range(1, len(found) + 1)]
    return tuple(Target(label + number, url) for number, url in zip(numbers, found, strict=True)) if found else ()


class _Builder:
    """Makes nodes for one category's page."""

    def __init__(self, edition: Edition, here: str, category: Category) -> None:
        self.edition = edition
        self.here = here
        self.category = category
        self.told: set[str] = set()
        """Ids of papers whose other names and categories are told: a paper that comes back says no more."""

    def node(self, tree: Tree) -> Node:
        say = self.edition.say
        match tree:
            case Choose(count=count, parts=parts):
                rule = say("Any {count} of these {among}", count=count, among=len(parts))
                return self._branch(tree, "choose", rule, say("or") if count == 1 else "")
            case All(parts=parts):
                return self._branch(tree, "all", say("All {n} of these together", n=len(parts)), say("and"))
            case Qualification():
                return self.paper(tree, self._first_met(tree))
            case Nothing():
                return Node("nothing", say("No papers required"), remark=tree.remark)

    def _branch(self, tree: Choose | All, kind: str, rule: str, join: str) -> Node:
        parts = tuple(self.node(part) for part in tree.parts)
        inline = self.edition.inline
        rule = rule if len(parts) > 1 else ""
        return Node(kind, rule, join, parts, holder=inline(tree.holder), remark=inline(tree.remark))

    def paper(self, paper: Qualification, entry: QualificationEntry | None) -> Node:
        """Return a paper; ``entry`` is what the page is to tell of it besides."""
        others = self._others(entry)
        known = self.edition.catalogue.qualification_of(paper.name)
        return Node(
            "paper",
            name=self._name(paper),
            original=self._original(paper),
            language=self.edition.source_language,
            url=self.edition.paper_link(self.here, known) if known else "",
            known_as=self._known_as(paper, entry),
            holder=self.edition.inline(paper.holder),
            details=tuple(
                (label, self.edition.inline(words) or words) for label, words in details(self.edition, paper)
            ),
            also=tuple(self._target(each) for each in others[:ALSO]),
            more=len(entry.categories) - 1 if entry and len(others) > ALSO else 0,
        )

    def _first_met(self, paper: Qualification) -> QualificationEntry | None:
        """Return what the catalogue knows of a paper, None where this page has told it."""
        entry = self.edition.catalogue.qualification_of(paper.name)
        if entry is None or entry.id in self.told:
            return None
        self.told.add(entry.id)
        return entry

    def _others(self, entry: QualificationEntry | None) -> list[str]:
        """Return ids of other categories that accept a paper; at most one more than is shown."""
        others = (each for each in (entry.categories if entry else ()) if each != self.category.id)
        return list(islice(others, ALSO + 1))

    def _known_as(self, paper: Qualification, entry: QualificationEntry | None) -> str:
        """Return the other names of a paper, so that the search finds it by each; none for another spelling of one."""
        if entry is None or not entry.aliases:
            return ""
        names: dict[str, str] = {}
        for name in (paper.name, paper.original or paper.name, entry.name, *entry.aliases):
            names.setdefault(fold(name), name)
        shown = {fold(paper.name), fold(paper.original or paper.name)}
        say, others = self.edition.say, [name for folded, name in names.items() if folded not in shown]
        return say("(also known as {names})", names=say(", ").join(others)) if others else ""

    def _target(self, identifier: str) -> Target:
        return Target(self.edition.by_id[identifier].name, self.edition.link(self.here, identifier))

    def _name(self, paper: Qualification) -> str:
        """Return a paper's name, in 《》 where the source writes them: readers know the papers by that look."""
        if not self.edition.is_chinese:
            return self.edition.inline(paper.name) or paper.name
        return self._bracketed(paper, paper.name)

    def _original(self, paper: Qualification) -> str:
        original = self.edition.beside(paper.name, paper.original)
        return self._bracketed(paper, original) if original else ""

    def _bracketed(self, paper: Qualification, name: str) -> str:
        source = self.edition.catalogue.source_of(self.category).text
        before, after = source[paper.span.start - 1 : paper.span.start], source[paper.span.end : paper.span.end + 1]
        return f"《{name}》" if (before, after) == ("《", "》") else name
