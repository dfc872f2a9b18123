"""Code between backticks on one line, in which markup is words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_TICKS = re.compile("`+")


class CodeSpan(NamedTuple):
    """A code span, its backticks included."""

    start: int
    end: int
    ticks: int
    """How many backticks stand on either side."""


class CodeSpans:
    """The code spans of one line, or of another stretch of a text.

    A run of backticks begins code where a further run is just as long; else it is words, and with one backtick less
    it is tried again.  Each run is looked at once, however often the line is asked about and begun anew.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        """Look for the runs of backticks in ``text[start:end]``."""
        self._runs = [found.span() for found in _TICKS.finditer(text, start, end)]
        self._closers: dict[int, list[int]] = {}
        """The length of a run → the numbers of such runs that nobody has come to yet, the next one last."""
        for number in range(len(self._runs) - 1, -1, -1):
            start, end = self._runs[number]
            self._closers.setdefault(end - start, []).append(number)
        self._next = 0
        """The first run that has not been looked at."""
        self._end = -1
        """Where the last span that was found ends."""

    def hold(self, at: int, since: int) -> bool:
        """Tell whether code holds a character when the line is read from ``since`` on; neither may ever go back."""
        while self._end <= at and self._next < len(self._runs) and self._runs[self._next][0] < at:
            self._step(since)
        return at < self._end

    def begun(self, at: int) -> CodeSpan | None:
        """Return the span that the run of backticks at a place begins, read from there on; it may never go back."""
        while self._next < len(self._runs) and self._runs[self._next][1] <= at:
            self._next += 1
        return self._step(at) if self._next < len(self._runs) else None

    def spans(self, since: int) -> Iterator[tuple[int, int]]:
        """Yield the start and end of each span from ``since`` on."""
        while self._next < len(self._runs):
            if span := self._step(since):
                yield span.start, span.end

    def _step(self, since: int) -> CodeSpan | None:
        """Look at the next run; return the span that it begins."""
        number, (start, end) = self._next, self._runs[self._next]
        self._next += 1
        for length in range(end - max(start, since), 0, -1):
            closers = self._closers.get(length, [])
            while closers and closers[-1] <= number:
                closers.pop()
            if closers:
                self._next = closers[-1] + 1
                self._end = self._runs[closers[-1]][1]
                return CodeSpan(end - length, self._end, length)
        return None


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each code span of a text."""
    found = text.find("`")
    while found >= 0:
        end = text.find("\n", found)
        end = end if end >= 0 else len(text)
        yield from CodeSpans(text, found, end).spans(found)
        found = text.find("`", end)
