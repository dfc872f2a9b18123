"""HTML tables, read whole from the raw text and mended as a browser would.

CommonMark ends an HTML block at a blank line and runs on after ``</table>``, so tables are found in the text and
not among Markdown's blocks.  The repairs are those of the HTML standard's table insertion modes, plus what an
editor plainly meant: ``<table>`` typed for ``</table>``, and a table that never closes ends before the next
heading.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.catalogue import Repair, RepairKind, Span
from generator.source.markup import KNOWN, Ahead, Tag, attributes, scan, scan_structure

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROW_PARTS = re.compile(
    r"\s*+(?:<!--(?:[^-]++|-(?!->))*+-->\s*+)*+<(?:tr|td|th|thead|tbody|tfoot|caption|colgroup|col)\b", re.IGNORECASE
)
_BARE_TAG = len("<td>")
_SPANS = re.compile(r"(?:row|col)span", re.IGNORECASE)
_CUT_TAG = re.compile(r"<[/A-Za-z][^<>]*\Z")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CELLS = frozenset(("td", "th"))
_SILENT = frozenset(("caption", "colgroup", "col"))
"""Parts of a table that are no cells and belong there all the same."""
# A row as it should be: most are such, and the state below costs three times as much.
_ATTRIBUTES = r"""(?:\s(?:[^<>"']++|"[^"<>]*+"|'[^'<>]*+')*+)?+"""
_INSIDE = (
    r"(?:[^<]++|<(?!/?(?:table|thead|tbody|tfoot|tr|td|th|script|style|textarea|title|iframe|no\w+|xmp)[\s/>]|!--))*+"
)
_GOOD_ROW = re.compile(
    rf"\s*+(?P<sections>(?:</?(?:thead|tbody|tfoot){_ATTRIBUTES}>\s*+)*+)(?P<tr><tr{_ATTRIBUTES}>)", re.IGNORECASE
)
_GOOD_CELL = re.compile(rf"\s*+(?:<(t[dh])({_ATTRIBUTES})>({_INSIDE})</\1>|</tr>)", re.IGNORECASE)
"""A cell, or the end of the row: then it has no groups."""
_GOOD_START = re.compile(rf"<table{_ATTRIBUTES}>", re.IGNORECASE)
_GOOD_END = re.compile(r"\s*+(?:</(?:thead|tbody|tfoot)>\s*+)*+</table>", re.IGNORECASE)
# The largest values that browsers honour (HTML standard, 4.9.11).
_LARGEST = {"colspan": 1000, "rowspan": 65534}


@dataclass(slots=True)
class RawCell:
    """A cell by its places: from its tag on, and its content."""

    start: int
    header: bool
    end: int = -1
    tag: int = -1
    """Where its start tag begins; -1 where it has none."""
    colspan: int = 1
    rowspan: int = 1
    crossed: bool = False
    """It was ended by the tag of the other kind of cell."""

    @property
    def opened(self) -> Span:
        """Where its start tag stands."""
        return Span(self.tag if self.tag >= 0 else self.start, self.start)


@dataclass(slots=True)
class RawRow:
    """A row by its places."""

    start: int
    cells: list[RawCell] = field(default_factory=list)
    end: int = -1
    implied: bool = False
    """It has no start tag."""
    section: int = 0
    """Which thead, tbody or tfoot it stands in: no rowspan reaches out of it."""


@dataclass(slots=True)
class RawTable:
    """A table by its places, with what was mended."""

    start: int
    end: int = -1
    rows: list[RawRow] = field(default_factory=list)
    strays: list[Span] = field(default_factory=list)
    """Words that stand between the cells."""
    repairs: list[Repair] = field(default_factory=list)
    spans: bool = False
    """Some cell covers more than one row or column."""
    pipes: bool = False
    """It is a pipe table: its cells are Markdown."""
    view: str | None = None
    """The text to read the cells from, where quotation marks had to be blanked out of it."""


def read_good_table(text: str, start: int) -> RawTable | None:
    """Read the table whose ``<table>`` begins at ``start``; None where it has a fault."""
    return _Reader(text, start).read_good()


def mend_table(text: str, start: int, headings: Sequence[int], ahead: Ahead) -> RawTable:
    """Read a table that has a fault.

    ``headings`` are the offsets of the lines that look like Markdown headings, in order: a table that is not
    closed ends before the next of them.  ``ahead`` looks into the same text.
    """
    return _Reader(text, start, headings).read(ahead)


class _Reader:
    """The state of one table while its tags go by."""

    def __init__(self, text: str, start: int, headings: Sequence[int] = ()) -> None:
        self.text = text
        self.table = RawTable(start)
        self.row: RawRow | None = None
        self.cell: RawCell | None = None
        self.depth = 0
        """How many nested tables are open within the cell."""
        self.section = 0
        self.edge = start
        """Where the last tag of the table's own structure ended."""
        nearest = bisect_left(headings, start)
        self.cut = headings[nearest] if nearest < len(headings) else len(text)
        """Where the table ends if it never closes."""

    def read_good(self) -> RawTable | None:
        """Read a table without any fault; None where there is one."""
        opening = _GOOD_START.match(self.text, self.table.start)
        position = opening.end() if opening else -1
        while opening and (found := _GOOD_ROW.match(self.text, position)):
            self.section += bool(found["sections"])
            row = RawRow(found.start("tr"), section=self.section)
            self.table.rows.append(row)
            position = row.end = self._good_cells(row.cells, found.end())
            if position < 0:
                return None
        closing = _GOOD_END.match(self.text, position) if opening else None
        if not closing:
            return None
        self.table.end = closing.end()
        return self.table

    def _good_cells(self, cells: list[RawCell], position: int) -> int:
        """Add the cells of a row without any fault and return where it ends; -1 where there is one."""
        while found := _GOOD_CELL.match(self.text, position):
            position = found.end()
            if not found.lastindex:
                return position
            tag = found.start(1) - 1
            start, end = found.span(3)
            raw = RawCell(start, self.text[tag + 2] in "hH", end, tag)
            cells.append(raw)
            if start - tag > _BARE_TAG:
                self._extents(raw, found.span(2))
        return -1

    def read(self, ahead: Ahead) -> RawTable:
        """Read a table, mending what is amiss."""
        for tag in scan_structure(self.text, self.table.start, ahead):
            if tag.start == self.table.start:
                self.edge = tag.end
                self._note_broken(tag)
            elif tag.name == "table":
                if self._table(tag):
                    return self.table
            elif not self.depth:
                self._own(tag)
        return self._never_closed()

    def _table(self, tag: Tag) -> bool:
        """Take a ``<table>`` or ``</table>``; return True where it ends this table."""
        if not self.depth:
            self._note_broken(tag)
        if not tag.closing and tag.start > self.cut:
            self._never_closed()
            return True
        if tag.closing and self.depth:
            self.depth -= 1
        elif tag.closing:
            self._finish(tag.start, tag.end)
            return True
        elif _ROW_PARTS.match(self.text, tag.end) and (self.cell or self.depth):
            self.depth += 1
        elif _ROW_PARTS.match(self.text, tag.end):
            # A new table begins where a cell was due: this one was never closed.
            self._repair(RepairKind.UNCLOSED, "table", self._start_tag())
            self._finish(self.edge, self.edge)
            return True
        else:
            self._repair(RepairKind.TABLE_FOR_END, "table", Span(tag.start, tag.end), opened=self._start_tag())
            self._finish(tag.start, tag.end)
            return True
        return False

    def _own(self, tag: Tag) -> None:
        """Take a tag of this table."""
        self._note_broken(tag)
        if not self.cell and tag.start != self.edge:
            self._stray_text(tag.start)
        if tag.name in _CELLS:
            self._end_cell(tag) if tag.closing else self._open_cell(tag)
        elif tag.name == "tr" and not tag.closing:
            if self.row:
                self._close_row(tag.start, missing=True)
            self.row = RawRow(tag.start, section=self.section)
            self.table.rows.append(self.row)
        elif tag.name == "tr":
            self._end_row(tag)
        else:
            self._close_row(tag.start, missing=True)
            self.section += 1
        self.edge = tag.end

    def _note_broken(self, tag: Tag) -> None:
        if tag.broken:
            self._repair(RepairKind.BROKEN_TAG, tag.name, Span(tag.start, tag.end))

    def _open_cell(self, tag: Tag) -> None:
        if self.cell:
            self._close_cell(tag.start, missing=True)
        if not self.row:
            self._repair(RepairKind.UNOPENED, "tr", Span(tag.start, tag.end))
            self.row = RawRow(tag.start, implied=True, section=self.section)
            self.table.rows.append(self.row)
        self.cell = RawCell(tag.end, tag.name == "th", tag=tag.start)
        self.row.cells.append(self.cell)
        self._extents(self.cell, tag.attributes)

    def _extents(self, cell: RawCell, place: tuple[int, int]) -> None:
        """Read how many columns and rows a cell covers from the attributes of its tag."""
        if _SPANS.search(self.text, *place):
            for name, value, span in attributes(self.text, place):
                if name in _LARGEST:
                    setattr(cell, name, self._extent(name, value, span))
                    self.table.spans = True

    def _extent(self, name: str, value: str, span: Span) -> int:
        """Return a rowspan or colspan as a browser takes it."""
        digits = re.match(r"\s*\+?(\d{1,9})", value)
        extent = int(digits[1]) if digits else 0
        if not digits or not extent or extent > _LARGEST[name]:
            # rowspan=0 means "to the end of the row group"; no editor of these documents means that.
            self._repair(RepairKind.BAD_SPAN, name, span, detail=value)
        return min(max(extent, 1), _LARGEST[name])

    def _end_cell(self, tag: Tag) -> None:
        span = Span(tag.start, tag.end)
        if not self.cell:
            self._repair(RepairKind.STRAY_END, tag.name, span)
            return
        expected = "th" if self.cell.header else "td"
        if tag.name == expected:
            self._close_cell(tag.start)
        elif not self.cell.crossed:
            # A browser ignores it: what follows up to the next cell still belongs to this one.
            self._repair(RepairKind.CROSSED, tag.name, span, opened=self.cell.opened, detail=expected)
            self.cell.crossed = True

    def _end_row(self, tag: Tag) -> None:
        if self.row:
            self._close_cell(tag.start, missing=True)
            self._close_row(tag.end)
        else:
            self._repair(RepairKind.STRAY_END, "tr", Span(tag.start, tag.end))

    def _close_cell(self, end: int, *, missing: bool = False) -> None:
        if not self.cell:
            return
        self.cell.end = end
        if missing and not self.cell.crossed:
            self._repair(RepairKind.UNCLOSED, "th" if self.cell.header else "td", self.cell.opened)
        self.cell = None

    def _close_row(self, end: int, *, missing: bool = False) -> None:
        self._close_cell(end, missing=missing)
        if not self.row:
            return
        self.row.end = end
        if missing and not self.row.implied:
            self._repair(RepairKind.UNCLOSED, "tr", Span(self.row.start, self.row.start + len("<tr")))
        self.row = None

    def _stray_text(self, end: int) -> None:
        """Note the words between the last tag of the structure and here, which are in no cell."""
        start = self.edge
        between = self.text[start:end]
        if not between or between.isspace():
            return
        tags = list(scan(self.text, start, end))
        for tag in tags:
            span = Span(tag.start, tag.end)
            if tag.name not in KNOWN:
                self._repair(RepairKind.UNKNOWN_TAG, tag.name, span, detail="/" if tag.closing else "")
            elif tag.closing and tag.name not in _SILENT:
                self._repair(RepairKind.STRAY_END, tag.name, span)
        words = re.sub(r"<[^<>]*>", "", _COMMENT.sub("", between)).strip()
        if words or any(tag.name == "img" for tag in tags):
            lead = len(between) - len(between.lstrip())
            span = Span(start + lead, start + len(between.rstrip()))
            self.table.strays.append(span)
            if not any(tag.name in _SILENT for tag in tags):
                self._repair(RepairKind.TEXT_BETWEEN_CELLS, "table", span)

    def _never_closed(self) -> RawTable:
        """End a table that has no end tag: at the next heading, after its last row, or with the text."""
        end = min(self.cut, len(self.text))
        self._repair(RepairKind.UNCLOSED, "table", self._start_tag())
        self._drop_after(end)
        if not self.cell:
            end = min(end, self.edge)
        elif cut := _CUT_TAG.search(self.text, self.cell.start, end):
            self._repair(RepairKind.BROKEN_TAG, self.text[cut.start() : cut.end()], Span(*cut.span()))
            self._close_cell(cut.start(), missing=True)
            self.edge = end
        self._finish(end, end)
        return self.table

    def _drop_after(self, end: int) -> None:
        """Forget the rows, cells and repairs that lie beyond the end; they are read again from there."""
        table = self.table
        table.rows = [row for row in table.rows if row.start < end]
        table.repairs = [repair for repair in table.repairs if repair.span.start < end]
        table.strays = [span for span in table.strays if span.start < end]
        for row in table.rows:
            row.cells = [cell for cell in row.cells if cell.start <= end]
        if table.rows and (self.edge > end or table.rows[-1].end > end):
            self._reopen(end)

    def _reopen(self, end: int) -> None:
        """Set the state back to what it was at ``end``."""
        self.row, self.cell, self.depth = None, None, 0
        last = self.table.rows[-1]
        self.edge = last.end if 0 <= last.end <= end else last.start
        if not 0 <= last.end <= end:
            self.row = last
            if last.cells and not 0 <= last.cells[-1].end <= end:
                self.cell = last.cells[-1]
            elif last.cells:
                self.edge = self.text.find(">", last.cells[-1].end) + 1

    def _finish(self, end: int, after: int) -> None:
        if not self.cell:
            self._stray_text(end)
        self._close_row(end, missing=True)
        self.table.end = after

    def _start_tag(self) -> Span:
        return Span(self.table.start, self.table.start + len("<table"))

    def _repair(self, kind: RepairKind, name: str, span: Span, *, opened: Span | None = None, detail: str = "") -> None:
        self.table.repairs.append(Repair(kind, name, span, opened, detail))
