"""The cells of a table with their content, and the grid that rowspan and colspan make of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.catalogue import Cell, Repair, RepairKind, Row, Span
from generator.source.content import PLAIN, Content, Dialect, plain_content, read_content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.source.tables import RawCell, RawTable

WIDEST = 200
"""Columns beyond this are not laid out: no table that people write has as many."""


@dataclass(slots=True, eq=False)
class ReadCell:
    """A cell with what was read of it."""

    cell: Cell
    raw: RawCell
    words: Span
    """Its words in the source, outer white space left off; empty where it has none."""
    read: Content | None
    """None where the cell is plain words: what they show is then made when somebody asks."""

    @property
    def content(self) -> Content:
        """What was read of the cell."""
        if self.read is None:
            self.read = plain_content(self.cell.text, self.words)
        return self.read


@dataclass(slots=True)
class ReadRow:
    """The cells that are written in one row."""

    cells: tuple[ReadCell, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table with the content of its cells."""

    rows: tuple[ReadRow, ...]
    grid: tuple[tuple[ReadCell, ...], ...]
    """Row for row the cell that covers each column; a cell that spans stands in every place it covers."""
    width: int
    """Columns of the first row."""
    span: Span
    repairs: tuple[Repair, ...]
    strays: tuple[Span, ...]

    def public_rows(self) -> tuple[Row, ...]:
        """Return the rows as the Catalogue holds them."""
        return tuple(Row(tuple(cell.cell for cell in row.cells), row.span) for row in self.rows)


def read_cells(text: str, raw: RawTable) -> ReadTable:
    """Read the content of every cell and lay the table out."""
    view = raw.view or text
    rows = tuple(
        ReadRow(tuple(_cell(view, cell, pipes=raw.pipes) for cell in row.cells), Span(row.start, row.end))
        for row in raw.rows
    )
    repairs = list(raw.repairs)
    for row in rows:
        for cell in row.cells:
            if cell.read is not None:
                repairs += cell.read.repairs
    grid = tuple(tuple(line) for line in _layout(rows, repairs))
    width = len(grid[0]) if grid else 0
    repairs += _ragged(rows, grid, width)
    span = Span(raw.start, raw.end)
    return ReadTable(rows, grid, width, span, tuple(repairs), tuple(raw.strays))


def _cell(text: str, raw: RawCell, *, pipes: bool) -> ReadCell:
    span = Span(raw.start, raw.end)
    if plain := PLAIN.fullmatch(text, raw.start, raw.end):
        words = plain[1]
        cell = Cell(words, words, span, raw.header, raw.colspan, raw.rowspan)
        return ReadCell(cell, raw, Span(*plain.span(1)), None)
    content = read_content(text, raw.start, raw.end, dialect=Dialect.PIPES if pipes else Dialect.HTML)
    shown = content.shown
    cell = Cell(
        shown.text,
        content.html,
        span,
        raw.header,
        raw.colspan,
        raw.rowspan,
        content.links,
    )
    words = shown.span(0, len(shown.text)) if shown.text else Span(raw.start, raw.start)
    return ReadCell(cell, raw, words, content)


def _layout(rows: tuple[ReadRow, ...], repairs: list[Repair]) -> Iterator[list[ReadCell]]:
    """Yield each row of the grid (the HTML standard's algorithm for forming a table, 4.9.12.1)."""
    carried: dict[int, tuple[ReadCell, int]] = {}
    for number, row in enumerate(rows):
        if (
            not carried
            and all(cell.raw.rowspan == 1 == cell.raw.colspan for cell in row.cells)
            and len(row.cells) <= WIDEST
        ):
            yield list(row.cells)
            continue
        line: list[ReadCell] = []
        following: dict[int, tuple[ReadCell, int]] = {}
        for cell in row.cells:
            _take_carried(line, carried, following)
            extent = min(cell.cell.colspan, WIDEST - len(line))
            rows_left = min(cell.cell.rowspan, len(rows) - number)
            if rows_left < cell.cell.rowspan:
                repairs.append(Repair(RepairKind.SPAN_PAST_END, "rowspan", cell.raw.opened))
            for _ in range(extent):
                if rows_left > 1:
                    following[len(line)] = (cell, rows_left - 1)
                line.append(cell)
        _take_carried(line, carried, following)
        carried = following
        yield line


def _take_carried(
    line: list[ReadCell], carried: dict[int, tuple[ReadCell, int]], following: dict[int, tuple[ReadCell, int]]
) -> None:
    """Put the cells that reach down from above into the columns that they cover."""
    while (column := len(line)) in carried:
        cell, rows_left = carried[column]
        if rows_left > 1:
            following[column] = (cell, rows_left - 1)
        line.append(cell)


def _ragged(rows: tuple[ReadRow, ...], grid: tuple[tuple[ReadCell, ...], ...], width: int) -> Iterator[Repair]:
    for row, line in zip(rows, grid, strict=True):
        if row.cells and len(line) != width:
            last = row.cells[-1].raw
            span = row.cells[0].raw.opened if row.cells[0].raw.tag else Span(row.span.start, row.span.end)
            yield Repair(RepairKind.RAGGED_ROW, "tr", span, Span(last.start, last.end), f"{len(line)}/{width}")
