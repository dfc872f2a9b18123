"""The table of combinations as a spreadsheet that opens well: a frozen header, filters, columns wide enough."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Final

from generator.exports.rows import COLUMNS, WORDY, rows

if TYPE_CHECKING:
    from generator.catalogue import Catalogue

_WIDE, _NARROW = 42, 14
"""Widths of columns, in characters of the sheet's font."""
_LONGEST: Final = 32_767
"""Characters that a cell may hold."""
_DAY: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - the format knows no zones; a fixed day, so that bytes repeat


def to_xlsx(catalogue: Catalogue) -> bytes:
    """Return the spreadsheet; the same catalogue gives the same bytes.  Every cell is words or a number, no formula."""
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 - no types; dear, and most commands write no sheet

    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(written, options)
    book.set_properties({"title": catalogue.title or "", "created": _DAY})
    sheet = book.add_worksheet("combinations")
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for number, name in enumerate(COLUMNS):
        sheet.set_column(number, number, _WIDE if name in WORDY else _NARROW)
        sheet.write_string(0, number, name, head)
    last = 0
    for last, row in enumerate(rows(catalogue), start=1):
        for number, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(last, number, cell, body)
            elif cell is not None:
                sheet.write_string(last, number, cell[:_LONGEST], body)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    book.close()
    return written.getvalue()
