"""The text of one cell as the grammar works on it, with the way back to the source."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from generator.source.requirement.words import fold

if TYPE_CHECKING:
    from generator.catalogue import Span
    from generator.source.shown import Shown

_ZERO_WIDTH: Final = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]+")
_BROKEN: Final = re.compile(r"\s*\n\s*")


@dataclass(slots=True)
class Passage:
    """A shown text without its zero-width characters, and the same text folded, equally long."""

    shown: Shown
    text: str
    folded: str
    places: tuple[int, ...] | None
    """Where each character stands in the shown text; None where that is its own offset."""
    items: tuple[tuple[int, int], ...] = ()
    """(offset, depth) of each item of an HTML list."""

    def span(self, start: int, end: int) -> Span:
        """Return the source span of ``text[start:end]`` (``start < end``)."""
        if self.places is None:
            return self.shown.span(start, end)
        return self.shown.span(self.places[start], self.places[end - 1] + 1)

    def words(self, start: int, end: int) -> str:
        """Return ``text[start:end]`` on one line, without outer blanks; a line break within a name is no part of it."""
        said = self.text[start:end].strip()
        return _BROKEN.sub("", said) if "\n" in said else said


def passage(shown: Shown, limit: int) -> Passage:
    """Return the first ``limit`` characters of a shown text as a passage."""
    text = shown.text[:limit]
    if not _ZERO_WIDTH.search(text):
        return Passage(shown, text, fold(text), None, shown.items)
    places = tuple(at for at, char in enumerate(text) if not _ZERO_WIDTH.match(char))
    text = "".join(text[at] for at in places)
    items = tuple((bisect_left(places, at), depth) for at, depth in shown.items)
    return Passage(shown, text, fold(text), places, items)
