"""What kind of table a table is, and the records that it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.catalogue import Field, Layout, Span
from generator.source.vocabulary import RECORD_MEANINGS, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.source.grid import ReadCell, ReadTable

_NAMING = ("group", "name")
_LABEL_AND_VALUE = 2
_NO_NAME = frozenset(("", "-", "/", "—", "－", "无", "無"))
_LONGEST_GROUP = 30
"""A row over all columns that is longer is a remark, not the name of a group."""
_REMARK_OPENERS = ("注", "备注", "備註", "说明", "說明", "*", "Note")


@dataclass(slots=True)
class ReadField:
    """A field with its cells as they were read."""

    field: Field
    label: ReadCell | None
    cells: tuple[ReadCell, ...]


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record of a register."""

    names: tuple[str, ...]
    """The texts of its naming columns, empty ones left out; before them that of the group row above it."""
    grouped: bool
    """Its group stands in the table, so the heading above is none."""
    heading: Span
    """The cell that names it."""
    fields: tuple[ReadField, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Remark:
    """A row of a register that is no record."""

    row: int


def classify(table: ReadTable, vocabulary: Vocabulary) -> Layout:
    """Return the layout of a table, by its labels and where they stand."""
    grid = table.grid[leading(table) :]
    if not grid:
        return Layout.UNKNOWN
    header = _distinct(grid[0])
    rows = _header_rows(grid)
    if rows > 1:
        header = [cell for cell in dict.fromkeys(_labels(grid, rows, vocabulary)) if cell]
    top = [vocabulary.meaning(cell.cell.text) for cell in header]
    side = [vocabulary.meaning(line[0].cell.text) for line in grid[1:] if line and line[0]]
    known_top, known_side = _known(top), _known(side)
    naming = sum(meaning in _NAMING for meaning in top)
    headed = all(cell.cell.header for cell in header)
    if known_side > 1 and known_side >= known_top:
        return Layout.CARD
    if len(grid) > 1 and len(header) > 1 and naming and known_top + naming > 1:
        return Layout.REGISTER
    if len(grid) > 1 and (known_top > 1 or (known_top and headed)) and not known_side:
        return Layout.REGISTER if _unknown_names(grid, top) else Layout.COLUMNS
    if known_side or _known(top[:1]) or _looks_like_card(table):
        return Layout.CARD
    return Layout.UNKNOWN


def leading(table: ReadTable) -> int:
    """Return how many rows above the header are one cell over all columns: a title, no header."""
    number = 0
    while number < len(table.grid) - 1 and len(table.grid[number]) > 1 and len(set(table.grid[number])) == 1:
        number += 1
    return number


def _unknown_names(grid: Sequence[Sequence[ReadCell | None]], top: Sequence[str | None]) -> int:
    """Return how many columns before the first known property name the rows, though the vocabulary has no such word.

    Several rows under several known properties are several categories, if each row has a name of its own.
    """
    first = next((column for column, meaning in enumerate(top) if meaning in RECORD_MEANINGS), 0)
    names = [tuple(cell.cell.text if cell else "" for cell in line[:first]) for line in grid[1:]]
    sure = first and _known(top) > 1 and len(grid[0]) == len(top) and len(names) > 1
    return first if sure and len(set(names)) == len(names) and all(any(name) for name in names) else 0


def _known(meanings: Sequence[str | None]) -> int:
    return sum(meaning in RECORD_MEANINGS for meaning in meanings)


def _distinct(line: Sequence[ReadCell | None]) -> list[ReadCell]:
    """Return the cells of a row of the grid, a spanning cell once, gaps left out."""
    if len(line) == _LABEL_AND_VALUE and line[0] and line[1] and line[0] is not line[1]:
        return [line[0], line[1]]
    return [cell for cell in dict.fromkeys(line) if cell]


def _looks_like_card(table: ReadTable) -> bool:
    """Tell whether the markup alone shows a label and its value in each row."""
    body = [row for row in table.rows[1:] if row.cells] or [row for row in table.rows if row.cells]
    if all(len(row.cells) > 1 and row.cells[0].cell.header and not row.cells[1].cell.header for row in body):
        return True
    return table.width == _LABEL_AND_VALUE and all(len(line) <= _LABEL_AND_VALUE for line in table.grid)


# -- cards ------------------------------------------------------------------------------------------------------


def card_fields(table: ReadTable, vocabulary: Vocabulary) -> tuple[tuple[ReadCell, ...], tuple[ReadField, ...]]:
    """Return (header row, fields) of a card: the first cell of a row is the label, the rest are its cells."""
    first = leading(table)
    header = _card_header(table.grid[first:], vocabulary)
    fields = [_field(None, tuple(_distinct(line)), vocabulary) for line in table.grid[:first]]
    for line in table.grid[first + bool(header) :]:
        cells = _distinct(line)
        if not cells:
            continue
        label, *values = cells
        if fields and fields[-1].label is label:
            previous = fields.pop()
            merged = tuple(dict.fromkeys((*previous.cells, *values)))
            fields.append(_field(label, merged, vocabulary))
        elif not values and label.cell.colspan > 1:
            fields.append(_field(None, (label,), vocabulary))
        else:
            fields.append(_field(label, tuple(values), vocabulary))
    return header, tuple(fields)


def _card_header(grid: Sequence[Sequence[ReadCell | None]], vocabulary: Vocabulary) -> tuple[ReadCell, ...]:
    """Return the cells of the header row (要求 | 说明), none where the first row is a property already."""
    cells = _distinct(grid[0]) if grid else []
    meaning = vocabulary.meaning(cells[0].cell.text) if cells else None
    if meaning in RECORD_MEANINGS or len(grid) <= 1:
        return ()
    if meaning == "heading" or all(cell.cell.header for cell in cells):
        return tuple(cells)
    return ()


def _field(label: ReadCell | None, cells: tuple[ReadCell, ...], vocabulary: Vocabulary) -> ReadField:
    text = " ".join(label.cell.text.split()) if label else ""
    start = cells[0].cell.span.start if cells else 0
    span = label.words if label else Span(start, start)
    field = Field(text, tuple([cell.cell for cell in cells]), span, vocabulary.meaning(text) if text else None)
    return ReadField(field, label, cells)


# -- registers --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Columns:
    """The header of a register."""

    labels: tuple[ReadCell | None, ...]
    """For each column the header cell that names it, None where there is none."""
    meanings: tuple[str | None, ...]
    first: int
    """How many rows stand above the header."""
    rows: int
    """Where the records begin."""


def columns(table: ReadTable, vocabulary: Vocabulary) -> Columns:
    """Return the columns of a register; where two header rows name one column, the more telling one counts."""
    first = leading(table)
    grid = table.grid[first:]
    rows = _header_rows(grid)
    labels = _labels(grid, rows, vocabulary)
    meanings = [vocabulary.meaning(label.cell.text) if label else None for label in labels]
    if not any(meaning in _NAMING for meaning in meanings):
        unknown = _unknown_names(grid, meanings)
        meanings[:unknown] = ["group" if unknown > 1 and column == 0 else "name" for column in range(unknown)]
    return Columns(tuple(labels), tuple(meanings), first, first + rows)


def _header_rows(grid: Sequence[Sequence[ReadCell | None]]) -> int:
    """Return how many rows the header has: as far down as a cell of the first row reaches, three at most."""
    rows = 1
    while rows < min(len(grid) - 1, 3) and any(cell in grid[rows] for cell in _distinct(grid[0])):
        rows += 1
    return rows


def _labels(grid: Sequence[Sequence[ReadCell | None]], rows: int, vocabulary: Vocabulary) -> list[ReadCell | None]:
    """Return for each column the header cell that names it: the lowest that the vocabulary knows, else the lowest."""
    labels: list[ReadCell | None] = []
    for column in range(len(grid[0])):
        stack = [cell for row in grid[:rows] if column < len(row) and (cell := row[column])]
        known = [cell for cell in stack if vocabulary.meaning(cell.cell.text) in (*RECORD_MEANINGS, *_NAMING)]
        told = known or stack
        labels.append(told[-1] if told else None)
    return labels


def register_records(table: ReadTable, header: Columns, vocabulary: Vocabulary) -> Iterator[RecordRow | Remark]:
    """Yield each row beside the header: a record, or a remark that names no category."""
    yield from (Remark(number) for number in range(header.first))
    above: tuple[str, ...] = ()
    pending: int | None = None
    previous = ""
    titles = [label.cell.text if label else "" for label in header.labels]
    grouped = "group" in header.meanings
    for number in range(header.rows, len(table.grid)):
        line = table.grid[number]
        texts = [cell.cell.text if cell else "" for cell in line]
        if texts == titles:
            # A long register repeats its header.
            continue
        whole = len(set(line)) == 1 and len(line) > 1
        name = " ".join(texts[0].split())
        if whole and not grouped and 0 < len(name) <= _LONGEST_GROUP and not name.startswith(_REMARK_OPENERS):
            if pending is not None:
                yield Remark(pending)
            # It names a group only if a record follows; its links are published in any case.
            above, pending = (name,), number
            continue
        record = _record(table, number, header, above or ((previous,) if previous else ()), vocabulary)
        yield record or Remark(number)
        if record and pending is not None:
            group = table.grid[pending][0]
            if group and group.cell.links:
                yield Remark(pending)
            pending = None
        if record and grouped and len(record.names) > 1:
            previous = record.names[0]
    if pending is not None:
        yield Remark(pending)


def _record(
    table: ReadTable, number: int, header: Columns, above: tuple[str, ...], vocabulary: Vocabulary
) -> RecordRow | None:
    """Return the record of a row; ``above`` is the group where the row itself names none."""
    line = table.grid[number]
    naming = {
        cell: meaning
        for cell, meaning in zip(line, header.meanings, strict=False)
        if cell and meaning in _NAMING and cell.cell.text not in _NO_NAME
    }
    if not naming or len(set(line)) == 1 < len(line):
        return None
    names = tuple(_plain_name(cell.cell.text) for cell in naming)
    empty = any(
        cell is not None and not cell.cell.text
        for cell, meaning in zip(line, header.meanings, strict=False)
        if meaning == "group"
    )
    outer = above if empty or "group" not in header.meanings else ()
    return RecordRow(
        (*outer, *names),
        bool(outer) or "group" in header.meanings,
        next(reversed(naming)).words,
        tuple(_register_fields(line, header, vocabulary)),
        table.rows[number].span,
    )


def _plain_name(text: str) -> str:
    """Return a name on one line, without the 【】 round it and the full stop after it."""
    name = " ".join(text.split()).rstrip("。")
    inner = name[1:-1]
    return inner if name[:1] == "【" and name[-1:] == "】" and inner and not set(inner) & set("【】") else name


def _register_fields(line: Sequence[ReadCell | None], header: Columns, vocabulary: Vocabulary) -> Iterator[ReadField]:
    """Yield a field for each column; columns under one header cell make one field."""
    seen: set[ReadCell] = set()
    groups: dict[ReadCell | None, list[ReadCell]] = {}
    for number, cell in enumerate(line):
        if cell and cell not in seen:
            seen.add(cell)
            label = header.labels[number] if number < len(header.labels) else None
            groups.setdefault(label, []).append(cell)
    for label, cells in groups.items():
        yield _field(label, tuple(cells), vocabulary)


def column_fields(table: ReadTable, header: Columns, vocabulary: Vocabulary) -> tuple[ReadField, ...]:
    """Return the fields of a table whose columns are the properties of one category."""
    groups: dict[ReadCell | None, dict[ReadCell, None]] = {}
    for line in table.grid[header.rows :]:
        for number, cell in enumerate(line):
            label = header.labels[number] if number < len(header.labels) else None
            if cell:
                groups.setdefault(label, {})[cell] = None
    return tuple(_field(label, tuple(cells), vocabulary) for label, cells in groups.items())
