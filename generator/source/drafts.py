"""A category before all sources are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.catalogue import Category

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.catalogue import Content, Field, Layout, Link, Notice, Requirement, Span


@dataclass(slots=True)
class Draft:
    """A category that lacks only its id, for which all sources must be known."""

    path: tuple[str, ...]
    span: Span
    heading: Span
    layout: Layout
    source: int
    fields: tuple[Field, ...] = ()
    requirement: Requirement | None = None
    breadcrumb: tuple[str, ...] | None = None
    notices: tuple[Notice, ...] = ()
    links: tuple[Link, ...] = ()
    body: tuple[Content, ...] = ()

    @property
    def group(self) -> str | None:
        """The first element of the path, where there is more than one."""
        return self.path[0] if len(self.path) > 1 else None

    def identified(self, identity: str) -> Category:
        """Return the category under its id."""
        return Category(
            identity,
            self.path,
            self.breadcrumb,
            _value(self.fields, "scenario"),
            _value(self.fields, "scope"),
            self.fields,
            self.requirement,
            self.notices,
            self.links,
            self.body,
            self.source,
            self.span,
            self.heading,
            self.layout,
        )


def _value(fields: Sequence[Field], meaning: str) -> str | None:
    """Return the text of the first field of a meaning, on one line; None where there is none or it is empty."""
    for found in fields:
        if found.meaning == meaning:
            return " ".join(" ".join(cell.text.split()) for cell in found.cells).strip() or None
    return None
