"""The matrix: which category accepts which paper, drawn as tables of a few categories each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from generator.catalogue import Choose, Nothing, Qualification
from generator.combinations import papers
from generator.pages.addresses import HOME, MATRIX
from generator.pages.edition import Target
from generator.pages.markdown import document
from generator.pages.model import Page, PageKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.catalogue import Category, QualificationEntry
    from generator.pages.edition import Edition

WIDTH: Final = 12
"""Categories side by side in one table: what a phone and a sheet of paper hold.

It also bounds the cells, most of which are empty: they grow with the categories, not with their square.
"""


@dataclass(frozen=True)
class MarkedRow:
    """A paper, and how each column's category takes it: ``alone``, ``with`` others, or empty."""

    paper: Target
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Span:
    """A group over its columns; no name where they stand in none."""

    group: Target | None
    width: int


@dataclass(frozen=True)
class Grid:
    """Some categories in their order, with the papers that they accept."""

    title: str
    """The names of its groups, where it is not the only one."""
    anchor: str
    spans: tuple[Span, ...]
    columns: tuple[Target, ...]
    rows: tuple[MarkedRow, ...]


def matrix_page(edition: Edition) -> Page:
    """Return the page."""
    say = edition.say
    title, lead = say("Categories and papers at a glance"), say("Which category accepts which paper")
    shown = (*(each for group in edition.catalogue.groups for each in edition.members(group)), *edition.ungrouped)
    body = edition.template(
        "pages/matrix.md.jinja",
        title=title,
        lead=lead,
        trail=(Target(say("Home"), edition.addresses.link(MATRIX, HOME)),),
        marks={"alone": say("alone"), "with": say("with others")},
        grids=tuple(_grids(edition, [each for each in shown if _asks(each)])),
        free=_targets(edition, (each for each in shown if _is_free(each))),
        unstated=_targets(edition, (each for each in shown if not _asks(each) and not _is_free(each))),
    )
    front = {"title": title, "description": lead}
    return Page(MATRIX, title, lead, document(front, body), PageKind.MATRIX, "", edition.is_overview_fallback)


def _asks(category: Category) -> bool:
    return category.requirement is not None and any(papers(category.requirement.tree))


def _is_free(category: Category) -> bool:
    return category.requirement is not None and isinstance(category.requirement.tree, Nothing)


def _targets(edition: Edition, categories: Iterable[Category]) -> tuple[Target, ...]:
    return tuple(_target(edition, each) for each in categories)


def _grids(edition: Edition, asking: Sequence[Category]) -> Iterator[Grid]:
    parts = [asking[start : start + WIDTH] for start in range(0, len(asking), WIDTH)]
    for number, part in enumerate(parts, start=1):
        yield _grid(edition, part, f"part-{number}" if len(parts) > 1 else "")


def _target(edition: Edition, category: Category) -> Target:
    return Target(category.name, edition.link(MATRIX, category.id))


def _spans(edition: Edition, categories: Iterable[Category]) -> Iterator[Span]:
    for group, members in groupby(categories, key=lambda each: edition.group_of.get(each.id)):
        yield Span(Target(group.name, edition.link(MATRIX, group.id)) if group else None, len(list(members)))


def _grid(edition: Edition, categories: Sequence[Category], anchor: str) -> Grid:
    taken = [_taken(edition, each) for each in categories]
    entries = {entry.id: entry for marks in taken for entry, _mark in marks.values()}
    rows = (
        MarkedRow(
            Target(entry.name, edition.paper_link(MATRIX, entry)),
            tuple(marks[identifier][1] if identifier in marks else "" for marks in taken),
        )
        for identifier, entry in entries.items()
    )
    spans = tuple(_spans(edition, categories))
    title = edition.say(", ").join(each.group.title for each in spans if each.group)
    return Grid(title or edition.say("Categories"), anchor, spans, _targets(edition, categories), tuple(rows))


def _taken(edition: Edition, category: Category) -> dict[str, tuple[QualificationEntry, str]]:
    """Return the papers that a category accepts by their ids, each with its mark."""
    requirement = category.requirement
    found: dict[str, tuple[QualificationEntry, str]] = {}
    if requirement is None:
        return found
    listed = edition.ways[category.id]
    # One way may name a paper twice, for two parties.
    by_themselves = {way[0] for way in listed or () if len(set(way)) == 1}
    if listed is None and isinstance(requirement.tree, Choose) and requirement.tree.count == 1:
        # Too many to list; those that stand in the choice itself are still seen to suffice.
        by_themselves = {part.name for part in requirement.tree.parts if isinstance(part, Qualification)}
    for paper in papers(requirement.tree):
        entry = edition.catalogue.qualification_of(paper.name)
        if entry is not None:
            mark = "alone" if paper.name in by_themselves else "with"
            # One of two mentions that suffices says what there is to say.
            if found.get(entry.id, (entry, ""))[1] != "alone":
                found[entry.id] = (entry, mark)
    return found
