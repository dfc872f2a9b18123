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
    if not table.grid or not table.grid[0]:
        return Layout.UNKNOWN
    top = [vocabulary.meaning(cell.cell.text) for cell in _distinct(table.grid[0])]
    side = [vocabulary.meaning(line[0].cell.text) for line in table.grid[1:] if line]
    known_top, known_side = _known(top), _known(side)
    naming = sum(meaning in _NAMING for meaning in top)
    headed = all(cell.cell.header for cell in table.grid[0])
    if known_side > 1 and known_side >= known_top:
        return Layout.CARD
    if len(table.grid) > 1 and naming and known_top + naming > 1 and table.width > 1:
        return Layout.REGISTER
    if len(table.grid) > 1 and (known_top > 1 or (known_top and headed)) and not known_side:
        return Layout.COLUMNS
    if known_side or _known(top[:1]) or _looks_like_card(table):
        return Layout.CARD
    return Layout.UNKNOWN


def _known(meanings: Sequence[str | None]) -> int:
    return sum(meaning in RECORD_MEANINGS for meaning in meanings)


def _distinct(line: Sequence[ReadCell]) -> list[ReadCell]:
    """Return the cells of a row of the grid, a spanning cell once."""
    return list(dict.fromkeys(line))


def _looks_like_card(table: ReadTable) -> bool:
    """Tell whether the markup alone shows a label and its value in each row."""
    body = [row for row in table.rows[1:] if row.cells] or [row for row in table.rows if row.cells]
    if all(len(row.cells) > 1 and row.cells[0].cell.header and not row.cells[1].cell.header for row in body):
        return True
    return table.width == _LABEL_AND_VALUE and all(len(line) <= _LABEL_AND_VALUE for line in table.grid)


# -- cards ------------------------------------------------------------------------------------------------------


def card_fields(table: ReadTable, vocabulary: Vocabulary) -> tuple[tuple[ReadCell, ...], tuple[ReadField, ...]]:
    """Return (header row, fields) of a card: the first cell of a row is the label, the rest are its cells."""
    header = _card_header(table, vocabulary)
    fields: list[ReadField] = []
    for line in table.grid[1 if header else 0 :]:
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


def _card_header(table: ReadTable, vocabulary: Vocabulary) -> tuple[ReadCell, ...]:
    """Return the cells of the header row (要求 | 说明), none where the first row is a property already."""
    cells = _distinct(table.grid[0])
    meaning = vocabulary.meaning(cells[0].cell.text)
    if meaning in RECORD_MEANINGS or len(table.grid) == 1:
        return ()
    if meaning == "heading" or all(cell.cell.header for cell in cells):
        return tuple(cells)
    return ()


def _field(label: ReadCell | None, cells: tuple[ReadCell, ...], vocabulary: Vocabulary) -> ReadField:
    text = " ".join(label.cell.text.split()) if label else ""
    start = cells[0].cell.span.start if cells else 0
    span = label.words if label else Span(start, start)
    field = Field(text, tuple(cell.cell for cell in cells), span, vocabulary.meaning(text) if text else None)
    return ReadField(field, label, cells)


# -- registers --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Columns:
    """The header of a register."""

    labels: tuple[ReadCell, ...]
    """For each column the header cell that names it."""
    meanings: tuple[str | None, ...]
    rows: int
    """How many header rows there are."""


def columns(table: ReadTable, vocabulary: Vocabulary) -> Columns:
    """Return the columns of a register; where two header rows name one column, the more telling one counts."""
    rows = min(max((cell.cell.rowspan for cell in table.grid[0]), default=1), len(table.grid) - 1, 3)
    labels, meanings = [], []
    for column in range(table.width):
        stack = [table.grid[row][column] for row in range(rows) if column < len(table.grid[row])]
        known = [cell for cell in stack if vocabulary.meaning(cell.cell.text) in (*RECORD_MEANINGS, *_NAMING)]
        label = known[-1] if known else stack[-1]
        labels.append(label)
        meanings.append(vocabulary.meaning(label.cell.text))
    return Columns(tuple(labels), tuple(meanings), rows)


def register_records(table: ReadTable, header: Columns, vocabulary: Vocabulary) -> Iterator[RecordRow | Remark]:
    """Yield each row below the header: a record, or a remark that names no category."""
    above: tuple[str, ...] = ()
    grouped = "group" in header.meanings
    for number in range(header.rows, len(table.grid)):
        line = table.grid[number]
        if not line:
            continue
        whole = len(set(line)) == 1 and len(line) > 1
        text = " ".join(line[0].cell.text.split())
        if whole and not grouped and 0 < len(text) <= _LONGEST_GROUP and not text.startswith(_REMARK_OPENERS):
            above = (text,)
            continue
        yield _record(table, number, header, above, vocabulary) or Remark(number)


def _record(
    table: ReadTable, number: int, header: Columns, above: tuple[str, ...], vocabulary: Vocabulary
) -> RecordRow | None:
    line = table.grid[number]
    naming = [
        cell
        for cell, meaning in zip(line, header.meanings, strict=False)
        if meaning in _NAMING and cell.cell.text not in _NO_NAME
    ]
    if not naming or len(set(line)) == 1 < len(line):
        return None
    names = dict.fromkeys(" ".join(cell.cell.text.split()) for cell in naming)
    return RecordRow(
        (*above, *names),
        bool(above) or "group" in header.meanings,
        naming[-1].words,
        tuple(_register_fields(line, header, vocabulary)),
        table.rows[number].span,
    )


def _register_fields(line: Sequence[ReadCell], header: Columns, vocabulary: Vocabulary) -> Iterator[ReadField]:
    """Yield a field for each column; columns under one header cell make one field."""
    seen: set[ReadCell] = set()
    groups: dict[ReadCell | None, list[ReadCell]] = {}
    for number, cell in enumerate(line):
        if cell not in seen:
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
            groups.setdefault(label, {})[cell] = None
    return tuple(_field(label, tuple(cells), vocabulary) for label, cells in groups.items())
