"""Lines of a source and the masked lines that Markdown is parsed from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.catalogue import NoticeKind, Span

_NEWLINE = re.compile(r"\r\n|\n|\r")


def line_spans(text: str, start: int = 0) -> list[Span]:
    """Return each line from ``start`` on, without its line ending (CommonMark's: LF, CRLF, CR)."""
    spans = []
    for found in _NEWLINE.finditer(text, start):
        spans.append(Span(start, found.start()))
        start = found.end()
    spans.append(Span(start, len(text)))
    return spans


def line_starts(text: str) -> tuple[int, ...]:
    """Return the offset of each line's first character."""
    return (0, *(found.end() for found in _NEWLINE.finditer(text)))


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
