"""Prose, notices and tables of a source as pieces for the templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.catalogue import Block, Notice, NoticeKind, Record, Table
from generator.quick import quick

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from generator.catalogue import Cell, Content, Row
    from generator.pages.edition import Edition

NOTICE_TITLES = {
    NoticeKind.NOTE: "Note",
    NoticeKind.IMPORTANT: "Please note",
    NoticeKind.WARNING: "Warning",
    NoticeKind.CAUTION: "Caution",
}
MOST_SPAN = 1000
"""The widest colspan that HTML allows."""


@quick
@dataclass(frozen=True, slots=True)
class CellView:
    """One cell of a table as HTML."""

    html: Markup
    tag: str
    colspan: int = 1
    rowspan: int = 1


@quick
@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of content: ``prose``, ``notice`` or ``table``."""

    kind: str
    html: Markup | str = ""
    title: str = ""
    tone: str = ""
    """The kind of a notice."""
    rows: tuple[tuple[CellView, ...], ...] = ()


def pieces(edition: Edition, contents: Iterable[Content]) -> tuple[Piece, ...]:
    """Return contents in their order; the place of a record is left out."""
    return tuple(_piece(edition, content) for content in contents if not isinstance(content, Record))


def _piece(edition: Edition, content: Block | Notice | Table) -> Piece:
    match content:
        case Block():
            return Piece("prose", edition.shown(content.html, content.text))
        case Notice():
            return notice(edition, content)
        case Table():
            return Piece("table", rows=tuple(row(edition, each) for each in content.rows))


def notice(edition: Edition, content: Notice) -> Piece:
    """Return a notice under its own title, or under the name of its kind."""
    title = content.title or edition.say(NOTICE_TITLES[content.kind])
    return Piece("notice", edition.shown(content.html, content.text), title, content.kind.value)


def row(edition: Edition, content: Row) -> tuple[CellView, ...]:
    """Return the cells that are written in a row."""
    return tuple(cell(edition, each) for each in content.cells)


def cell(edition: Edition, content: Cell) -> CellView:
    """Return a cell with every character that a browser would show of it."""
    tag = "th" if content.header else "td"
    spans = (max(1, min(number, MOST_SPAN)) for number in (content.colspan, content.rowspan))
    return CellView(edition.shown(content.html, content.text), tag, *spans)
