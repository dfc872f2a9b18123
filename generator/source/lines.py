"""The lines of a source and the masked lines that Markdown is parsed from."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from generator.catalogue import NoticeKind, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEWLINE = re.compile(r"\r\n|\n|\r")


def line_starts(text: str) -> tuple[int, ...]:
    """Return the offset of each line's first character."""
    if "\r" in text:
        return (0, *(found.end() for found in _NEWLINE.finditer(text)))
    lines = text.splitlines(keepends=True)
    if len(lines) != text.count("\n") + (not text.endswith("\n")):
        # Some other character ends a line for Python, but not for Markdown; or there is none.
        lines = [f"{line}\n" for line in text.split("\n")]
    # What stands after the last line's end is a line as well, if only an empty one.
    return (0, *accumulate(map(len, lines[: text.count("\n")])))


class Lines:
    """The lines of a text from ``start`` on by number, each without its line ending (CommonMark's: LF, CRLF, CR)."""

    def __init__(self, text: str, start: int, starts: Sequence[int]) -> None:
        self.text = text
        self.starts = list(starts[bisect_left(starts, start) :]) if start else list(starts)
        if not self.starts or self.starts[0] != start:
            self.starts.insert(0, start)
        self._ends = [*self.starts[1:], len(text)]
        self._last = len(self.starts) - 1
        self._returns = "\r" in text

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, number: int) -> Span:
        """Return the place of a line."""
        start, end = self.starts[number], self._ends[number]
        if number < self._last:
            # The last line has no ending; a CR before an LF belongs to the ending.
            end -= 2 if self._returns and self.text[end - 2 : end] == "\r\n" else 1
        return Span(start, max(start, end))

    def line(self, number: int) -> str:
        """Return the words of a line."""
        span = self.span(number)
        return self.text[span.start : span.end]

    def holding(self, offset: int, first: int) -> int:
        """Return the number of the line from ``first`` on in which the character before ``offset`` stands."""
        return max(first, bisect_left(self._ends, offset, first))

    def begin_at(self, number: int, start: int) -> None:
        """Let a line begin further on: what stood before is dealt with."""
        self.starts[number] = start


@dataclass(frozen=True, slots=True)
class Opening:
    """What the first line of a notice says of it."""

    kind: NoticeKind
    title: str | None
    span: Span
    """The line, or the tag, that opens it."""


@dataclass(slots=True)
class Masked:
    """The text for Markdown: tables stand as single characters, notices as plain quotations.

    ``origins[i]`` is where masked line ``i`` comes from; a line that was put in has an empty span.
    """

    lines: list[str] = field(default_factory=list)
    origins: list[Span] = field(default_factory=list)
    openings: dict[int, Opening] = field(default_factory=dict)
    """Notices, by the masked line that they begin on."""

    def add(self, line: str, origin: Span) -> None:
        """Add a line."""
        self.lines.append(line)
        self.origins.append(origin)

    def gap(self, at: int) -> None:
        """Put in a blank line unless one stands there."""
        if self.lines and self.lines[-1].strip():
            self.add("", Span(at, at))

    def span(self, first: int, last: int) -> Span:
        """Return the source of the masked lines ``first`` to ``last - 1``, blank lines at the end left off."""
        while last > first + 1 and not self.lines[last - 1].strip():
            last -= 1
        return Span(self.origins[first].start, self.origins[last - 1].end)
