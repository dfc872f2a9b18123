"""What a place of a source has become: markup that is published, or words that look like it."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from generator.catalogue import Block, BlockKind, Cell, Notice, Span
from generator.rules.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.catalogue import Catalogue, Content

_Piece: TypeAlias = Block | Notice | Cell
_CODE_SPAN = re.compile(r"(`++)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_SLASHED = re.compile(r"<[A-Za-z][^\s/>]*+/(?!>)")
"""A tag with a slash in place of a space: Markdown takes it for words, browsers and other generators do not."""
_LINE = 500
"""Characters to either side of a place that are looked at for the rest of its line."""
_LARGEST = 20_000
"""Characters of a piece in which tags are counted; nobody writes so long a paragraph."""


class Stretches:
    """Stretches of a text that do not overlap."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        """Index stretches given as (start, end) in any order."""
        self._ends = dict(stretches)
        self._starts = sorted(self._ends)

    def hold(self, offset: int) -> bool:
        """Tell whether one of them holds the character at an offset."""
        number = bisect_right(self._starts, offset) - 1
        return number >= 0 and offset < self._ends[self._starts[number]]


class Pieces:
    """The pieces of one source that hold HTML, by their places."""

    def __init__(self, catalogue: Catalogue, number: int) -> None:
        """Index what a source holds; ``number`` is its place among the catalogue's sources."""
        self._source = catalogue.sources[number]
        blocks = [content for content in _contents(catalogue, number) if isinstance(content, Block | Notice)]
        cells = [cell for table in self._source.tables for row in table.rows for cell in row.cells]
        self._pieces: Places[_Piece] = Places([*blocks, *cells])
        code = [block.span for block in blocks if isinstance(block, Block) and block.kind is BlockKind.CODE]
        self.code = Stretches((span.start, span.end) for span in (*code, *self._source.code))

    def is_markup(self, span: Span) -> bool:
        """Tell whether a tag is one: in code and behind a backslash it is words."""
        if self.code.hold(span.start):
            return False
        written, piece = self._source.slice(span), self._pieces.holding(span.start)
        if piece and "\n" not in written and piece.span.end - piece.span.start < _LARGEST:
            # A piece's HTML holds its tags as they are written, and its words with their "<" escaped.
            as_markup = piece.html.count(written)
            if as_markup and as_markup == self._source.slice(piece.span).count(written):
                return True
            if not as_markup:
                meant = _SLASHED.match(written) and not self._is_words(span.start, "\n\n")
                return bool(meant) and not self._is_words(span.start)
        return not self._is_words(span.start)

    def _is_words(self, offset: int, line_end: str = "\n") -> bool:
        """Tell whether a place stands between backticks on its line or paragraph, or behind a backslash."""
        text = self._source.text
        before = text.rfind(line_end, max(0, offset - _LINE), offset)
        start = before + len(line_end) if before >= 0 else max(0, offset - _LINE)
        end = text.find(line_end, offset, offset + _LINE)
        line = text[start : end if end >= 0 else offset + _LINE]
        at = offset - start
        return line[:at].endswith("\\") or any(found.start() < at < found.end() for found in _CODE_SPAN.finditer(line))


def _contents(catalogue: Catalogue, number: int) -> Iterator[Content]:
    """Yield what stands in the bodies of one source."""
    source = catalogue.sources[number]
    yield from source.introduction
    yield from chain.from_iterable(section.body for section in source.sections)
    inside = {category.id: category for category in catalogue.categories if category.source == number}
    for group in catalogue.groups:
        # The body of a group that several sources name holds pieces of all of them.
        if all(member in inside for member in group.categories):
            yield from group.body
    yield from chain.from_iterable(category.body for category in inside.values())
