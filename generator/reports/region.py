"""The lines and columns of a span, for programs that look them up in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.catalogue import Position

if TYPE_CHECKING:
    from generator.catalogue import Source, Span


@dataclass(frozen=True, slots=True)
class Region:
    """From the first character of a span to behind its last one."""

    start: Position
    end: Position


def region(source: Source, span: Span) -> Region:
    """Return the region of a span; an empty span begins where it ends."""
    return Region(_position(source, span.start), _position(source, span.end))


def _position(source: Source, offset: int) -> Position:
    """Return a position on a line that the file has.

    Behind the last line feed no line begins for a reader of files, so the end of a file stands behind that line feed.
    SARIF says so (3.30.2), and GitHub takes no annotation of a line that the file has not.
    """
    last = len(source.line_starts) - 1
    if last and offset == len(source.text) == source.line_starts[last]:
        return Position(last, offset - source.line_starts[last - 1] + 1)
    return source.position(offset)
