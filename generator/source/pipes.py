"""GFM pipe tables, cell by cell with their places; unlike GFM, no cell beyond the header's is dropped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.catalogue import Span
from generator.source.tables import RawCell, RawRow, RawTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DELIMITER = re.compile(
    r"[ \t]*+(?:>[ \t]?+)*+[ \t]*+(?=[^|]*\|)\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*\Z"
)
"""The line under the header; a pipe table is known by it."""

_ENDS = re.compile(
    r"[ \t]*(?:>|#{1,6}[ \t]|`{3}|~{3}|(?:[-*+]|\d{1,9}[.)])[ \t]"
    r"|</?(?:table|div|dx-|ul|ol|p|h[1-6]|pre|section|blockquote)\b)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[，。；：！？]|.{40}")
_PREFIX = re.compile(r"[ \t]*+(?:>[ \t]?+)*+[ \t]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\|))?")
_BAR = re.compile(r"(?<!\\)(?:\\\\)*+\|")


def ends_table(line: str) -> bool:
    """Tell whether a line after a pipe table's rows no longer belongs to it.

    GFM takes any line for a row, and so it is for a word; a sentence without a bar lacks its blank line.
    """
    if not line.strip() or ("|" not in line and _SENTENCE.search(line)):
        return True
    return "|" not in line.lstrip("> \t")[:1] and bool(_ENDS.match(line))


def read_pipe_table(text: str, lines: Sequence[Span]) -> RawTable:
    """Read the pipe table whose header, delimiter and rows are ``lines``."""
    table = RawTable(lines[0].start, lines[-1].end, pipes=True)
    for number, line in enumerate(lines):
        if number != 1:
            cells = [RawCell(span.start, number == 0, span.end) for span in _cells(text, line)]
            table.rows.append(RawRow(line.start, cells, line.end))
    return table


def _cells(text: str, line: Span) -> Iterator[Span]:
    """Yield the content of each cell of a row, outer blanks left off."""
    prefix = _PREFIX.match(text, line.start, line.end)
    start = prefix.end() if prefix else line.start
    end = start + len(text[start : line.end].rstrip())
    if text.startswith("|", start):
        start += 1
    bars = [found.end() - 1 for found in _BAR.finditer(text, start, end)]
    closed = bool(bars) and bars[-1] == end - 1
    for bar in [*bars, *([] if closed else [end])]:
        content = text[start:bar]
        lead = len(content) - len(content.lstrip())
        yield Span(start + lead, start + lead + len(content.strip()))
        start = bar + 1
