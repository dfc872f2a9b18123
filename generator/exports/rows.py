"""A catalogue as a table: one row a combination of papers, for spreadsheets and for whoever reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.catalogue import LinkRole
from generator.combinations import combinations_by_category

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Catalogue, Category

COLUMNS: Final = (
    "id",
    "group",
    "category",
    "scenario",
    "scope",
    "option",
    "options",
    "papers",
    "requirement",
    "notices",
    "official",
    "file",
    "line",
)
"""The keys of the columns; they stay, and new ones come behind them."""
WORDY: Final = frozenset({"scenario", "scope", "papers", "requirement", "notices"})
"""Columns of sentences."""

Row = tuple[str | int | None, ...]


def rows(catalogue: Catalogue) -> Iterator[Row]:
    """Yield a row for every combination; one without papers where nothing is required, or too much to list."""
    ways = combinations_by_category(catalogue)
    groups = {identifier: group.name for group in catalogue.groups for identifier in group.categories}
    for category in catalogue.categories:
        source = catalogue.source_of(category)
        requirement = category.requirement
        listed = ways[category.id]
        for number, way in enumerate(listed or ((),), start=1):
            yield (
                category.id,
                groups.get(category.id),
                category.name,
                _one_line(category.scenario),
                _one_line(category.scope),
                number if listed else None,
                None if listed is None else len(listed),
                " + ".join(way) or None,
                requirement.text if requirement else None,
                "\n".join(notice.text for notice in category.notices) or None,
                official(category),
                source.file,
                source.position(category.span.start).line,
            )


def official(category: Category) -> str | None:
    """Return where the platform itself states the rule, None where the source does not say."""
    return next((link.href for link in category.links if link.role is LinkRole.OFFICIAL), None)


def _one_line(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())
