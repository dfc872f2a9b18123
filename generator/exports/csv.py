"""The table of combinations as CSV: RFC 4180, UTF-8 with the mark by which Excel knows it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from generator.exports.rows import COLUMNS, rows

if TYPE_CHECKING:
    from generator.catalogue import Catalogue

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that spreadsheets run as a formula."""
BOM: Final = "\ufeff"


def to_csv(catalogue: Catalogue) -> str:
    """Return the table; what a spreadsheet would take for a formula has an apostrophe in front."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    table.writerows([_harmless(cell) for cell in row] for row in rows(catalogue))
    return BOM + written.getvalue()


def _harmless(cell: str | int | None) -> str | int | None:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
