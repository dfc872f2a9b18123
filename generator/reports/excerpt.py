"""A line of a source with carets under some of its characters, as wide as a terminal shows them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Source, Span

WIDTH = 100
"""Columns that an excerpt takes at most."""

_TAB = 4
"""Columns between two tab stops."""

_BEFORE = 30
"""Columns of a long line that are kept before the carets."""

_AROUND = 120
"""Characters of a line on either side that are looked at: a whole document may be one line with a thousand findings."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line as it is shown, and the carets for the line below."""

    line: int
    """The line's number, from 1."""
    text: str
    """The line with its tabs expanded and nothing in it that a terminal would obey."""
    indent: int
    """Columns before the first caret."""
    carets: int
    """Columns to underline, at least 1."""


class _Glyph(NamedTuple):
    """One character of the source as it is shown."""

    offset: int
    text: str
    width: int


def excerpt(source: Source, span: Span) -> Excerpt:
    """Return the line on which a span begins, with carets up to the span's or the line's end.

    A line wider than :data:`WIDTH` is cut round the carets, and ``…`` stands for what was cut.
    """
    line = source.position(span.start).line
    glyphs = _cut(list(_glyphs(source, line, span.start)), span)
    before = sum(glyph.width for glyph in glyphs if glyph.offset < span.start)
    marked = sum(glyph.width for glyph in glyphs if span.start <= glyph.offset < span.end)
    return Excerpt(line, "".join(glyph.text for glyph in glyphs), before, max(marked, 1))


def harmless(text: str) -> str:
    """Return a text without the characters that steer a terminal, on one line."""
    return "".join(_shown(character)[0] for character in " ".join(text.split()))


def _glyphs(source: Source, line: int, near: int) -> Iterator[_Glyph]:
    """Yield the characters of a line about an offset, without the line's end, as they are shown."""
    start = max(source.line_starts[line - 1], near - _AROUND)
    end = source.line_starts[line] if line < len(source.line_starts) else len(source.text)
    end = min(end, near + _AROUND)
    column = 0
    for offset, character in enumerate(source.text[start:end].rstrip("\r\n"), start):
        glyph = _glyph(offset, character, column)
        column += glyph.width
        yield glyph


def _glyph(offset: int, character: str, column: int) -> _Glyph:
    if character == "\t":
        width = _TAB - column % _TAB
        return _Glyph(offset, " " * width, width)
    return _Glyph(offset, *_shown(character))


@lru_cache(maxsize=8192)
def _shown(character: str) -> tuple[str, int]:
    """Return what is shown for a character that is no tab, and its width; the same few come back in every line."""
    category = unicodedata.category(character)
    # Control and format characters could steer a terminal or turn the text round; they are shown as a sign instead.
    if category in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return "\N{REPLACEMENT CHARACTER}", 1
    if category in {"Mn", "Me"}:
        return character, 0
    return character, 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _cut(glyphs: list[_Glyph], span: Span) -> list[_Glyph]:
    """Return the glyphs that fit, from a little before the span on."""
    if sum(glyph.width for glyph in glyphs) <= WIDTH:
        return glyphs
    first = next((index for index, glyph in enumerate(glyphs) if glyph.offset >= span.start), len(glyphs))
    begin, room = first, _BEFORE
    while begin and glyphs[begin - 1].width <= room:
        begin -= 1
        room -= glyphs[begin].width
    kept = _fitting(glyphs[begin:])
    head = [_Glyph(-1, "…", 1)] if begin else []
    tail = [_Glyph(span.end, "…", 1)] if begin + len(kept) < len(glyphs) else []
    return [*head, *kept, *tail]


def _fitting(glyphs: list[_Glyph]) -> list[_Glyph]:
    """Return as many of the first glyphs as leave room for a sign on either side."""
    width = 0
    for index, glyph in enumerate(glyphs):
        width += glyph.width
        if width > WIDTH - 2:
            return glyphs[:index]
    return glyphs
