"""The cells of a table with their content, and the grid that rowspan and colspan make of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.catalogue import Cell, Repair, RepairKind, Row, Span
from generator.source.content import Dialect, read_content
from generator.source.plain import PLAIN, Content, plain_content

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.source.tables import RawCell, RawRow, RawTable

WIDEST = 200
"""Columns beyond this are not laid out: no table that people write has as many."""


@dataclass(slots=True, eq=False)
class ReadCell:
    """A cell with what was read of it."""

    cell: Cell
    raw: RawCell
    place: tuple[int, int]
    """Where its words stand in the source, outer white space left off; empty where it has none."""
    read: Content | None
    """None where the cell is plain words: what they show is then made when somebody asks."""

    @property
    def content(self) -> Content:
        """What was read of the cell."""
        if self.read is None:
            self.read = plain_content(self.cell.text, self.words)
        return self.read

    @property
    def words(self) -> Span:
        """Where its words stand in the source."""
        return Span(*self.place)


@dataclass(slots=True)
class ReadRow:
    """The cells that are written in one row."""

    cells: tuple[ReadCell, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table with the content of its cells."""

    rows: tuple[ReadRow, ...]
    grid: tuple[tuple[ReadCell | None, ...], ...]
    """Row for row the cell that covers each column, None for a gap; a cell that spans stands in every place it covers.

    Rows in which nothing is written are left out, here and in ``rows``.
    """
    width: int
    """Columns of the first row."""
    span: Span
    repairs: tuple[Repair, ...]
    strays: tuple[Span, ...]

    def public_rows(self) -> tuple[Row, ...]:
        """Return the rows as the Catalogue holds them."""
        return tuple([Row(tuple([cell.cell for cell in row.cells]), row.span) for row in self.rows])


def read_cells(text: str, raw: RawTable) -> ReadTable:
    """Read the content of every cell and lay the table out."""
    view, pipes = raw.view or text, raw.pipes
    # Lists first: for a few cells a generator costs more than they do.
    rows = tuple(
        [
            ReadRow(tuple([_cell(view, cell, pipes=pipes) for cell in row.cells]), Span(row.start, row.end))
            for row in raw.rows
        ]
    )
    repairs = list(raw.repairs)
    # An end tag that was told to close the wrong kind of cell stands within that cell's content, too.
    told = {repair.span for repair in raw.repairs if repair.kind is RepairKind.CROSSED}
    for row in rows:
        for cell in row.cells:
            if cell.read is not None:
                repairs += [repair for repair in cell.read.repairs if repair.span not in told]
    grid: tuple[tuple[ReadCell | None, ...], ...]
    if raw.spans:
        laid_out = list(_layout(raw.rows, rows, repairs))
        grid = tuple(tuple(line) for row, line in zip(rows, laid_out, strict=True) if row.cells)
    else:
        grid = tuple([row.cells[:WIDEST] for row in rows if row.cells])
    rows = tuple([row for row in rows if row.cells])
    width = len(grid[0]) if grid else 0
    repairs += _ragged(rows, grid, width)
    span = Span(raw.start, raw.end)
    return ReadTable(rows, grid, width, span, tuple(repairs), tuple(raw.strays))


def _cell(text: str, raw: RawCell, *, pipes: bool) -> ReadCell:
    span = Span(raw.start, raw.end)
    if plain := PLAIN.fullmatch(text, raw.start, raw.end):
        words = plain[1]
        cell = Cell(words, words, span, raw.header, raw.colspan, raw.rowspan)
        return ReadCell(cell, raw, plain.span(1), None)
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
    place = (shown.starts[0], shown.ends[-1]) if shown.text else (raw.start, raw.start)
    return ReadCell(cell, raw, place, content)


_Carried = dict[int, tuple[ReadCell, int]]
"""Column → the cell that reaches down into it, and into how many more rows."""


def _layout(
    raws: Sequence[RawRow], rows: tuple[ReadRow, ...], repairs: list[Repair]
) -> Iterator[list[ReadCell | None]]:
    """Yield each row of the grid (the HTML standard's algorithm for forming a table, 4.9.12.1)."""
    carried: _Carried = {}
    left = _rows_left(raws)
    for number, row in enumerate(rows):
        if number and raws[number].section != raws[number - 1].section:
            carried = {}
        line: list[ReadCell | None] = []
        following: _Carried = {}
        for cell in row.cells:
            _take_carried(line, carried, following)
            below = min(cell.raw.rowspan, left[number])
            if below < cell.raw.rowspan:
                repairs.append(Repair(RepairKind.SPAN_PAST_END, "rowspan", cell.raw.opened))
            for _ in range(min(cell.raw.colspan, WIDEST - len(line))):
                if below > 1:
                    following[len(line)] = (cell, below - 1)
                line.append(cell)
        if carried:
            _take_carried(line, carried, following)
            _bridge_gaps(line, carried, following)
        carried = following
        yield line


def _rows_left(raws: Sequence[RawRow]) -> list[int]:
    """Return for each row how many rows of its thead or tbody there are from it on."""
    left = [1] * len(raws)
    for number in range(len(raws) - 2, -1, -1):
        if raws[number].section == raws[number + 1].section:
            left[number] = left[number + 1] + 1
    return left


def _take_carried(line: list[ReadCell | None], carried: _Carried, following: _Carried) -> None:
    """Put the cells that reach down from above into the columns that they cover."""
    while (column := len(line)) in carried:
        cell, below = carried[column]
        if below > 1:
            following[column] = (cell, below - 1)
        line.append(cell)


def _bridge_gaps(line: list[ReadCell | None], carried: _Carried, following: _Carried) -> None:
    """Put in the cells that reach down into columns behind a gap: the row is too short, they are where they were."""
    for column in sorted(column for column in carried if column > len(line)):
        line.extend([None] * (column - len(line)))
        _take_carried(line, carried, following)


def _ragged(rows: tuple[ReadRow, ...], grid: tuple[tuple[ReadCell | None, ...], ...], width: int) -> Iterator[Repair]:
    for row, line in zip(rows, grid, strict=True):
        if len(line) != width or None in line:
            last = row.cells[-1].raw
            span = row.cells[0].raw.opened if row.cells[0].raw.tag >= 0 else row.span
            yield Repair(
                RepairKind.RAGGED_ROW, "tr", span, Span(last.start, last.end), f"{len(line) - line.count(None)}/{width}"
            )
