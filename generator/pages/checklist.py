"""The list of what to hand in for a category: to be ticked, and printed for the combination that a reader chooses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from generator.catalogue import All, Choose, Qualification
from generator.combinations import papers, ways
from generator.pages.addresses import COMPARE
from generator.pages.requirement import COMBINATIONS, paper_nodes
from generator.quick import quick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Category, Tree
    from generator.pages.edition import Edition
    from generator.pages.requirement import Node


@quick
@dataclass(frozen=True, slots=True)
class Check:
    """A paper to tick."""

    node: Node
    holders: tuple[str, ...]
    """Whom the parts that it stands in are for, outermost first."""
    paper: str
    """Its id; empty where the catalogue has none."""
    ways: str
    """The numbers of the combinations that hold it, from 0, parted by blanks."""


@dataclass(frozen=True)
class Checklist:
    """All that the section shows."""

    checks: tuple[Check, ...]
    ways: tuple[str, ...]
    """The combinations in words; empty where there is one, or too many to choose from."""
    compare: str
    """The address of the comparison with other categories; empty where there is none."""


def checklist(edition: Edition, here: str, category: Category) -> Checklist | None:
    """Return the list for the page at path ``here``; None where there is nothing, or nothing certain, to hand in."""
    requirement = category.requirement
    if requirement is None or requirement.doubts or not any(papers(requirement.tree)):
        return None
    listed = ways(requirement.tree, COMBINATIONS) or ()
    numbers: dict[int, list[str]] = {}
    for number, way in enumerate(listed):
        for paper in way:
            numbers.setdefault(id(paper), []).append(str(number))
    checks = []
    leaves = tuple(_leaves(requirement.tree, ()))
    nodes = paper_nodes(edition, here, category, (paper for paper, _holders in leaves))
    for node, (paper, holders) in zip(nodes, leaves, strict=True):
        entry = edition.catalogue.qualification_of(paper.name)
        found = " ".join(dict.fromkeys(numbers.get(id(paper), ())))
        checks.append(Check(node, holders, entry.id if entry else "", found))
    words = tuple(edition.way(tuple(paper.name for paper in way)) for way in listed)
    compare = f"{edition.addresses.link(here, COMPARE)}?c={quote(category.id)}" if edition.has_tools else ""
    return Checklist(tuple(checks), words if len(words) > 1 else (), compare)


def _leaves(tree: Tree, holders: tuple[str, ...]) -> Iterator[tuple[Qualification, tuple[str, ...]]]:
    if isinstance(tree, Qualification):
        yield tree, holders
    elif isinstance(tree, Choose | All):
        for part in tree.parts:
            yield from _leaves(part, (*holders, tree.holder) if tree.holder else holders)
