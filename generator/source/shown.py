"""Text as a browser shows it, with the way back to the source, character by character."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from generator.catalogue import Span
from generator.quick import quick


@quick
@dataclass(frozen=True, slots=True)
class Shown:
    """A shown text and where each of its characters stands in the source.

    The text is made of runs.  A run of ``n`` shown characters at ``shown[i]`` either repeats ``n`` source
    characters from ``starts[i]`` on (then ``ends[i] - starts[i] == n``) or stands as a whole for
    ``source[starts[i]:ends[i]]`` (a character reference, white space that collapses, a ``<br>``).
    """

    text: str
    shown: tuple[int, ...]
    """Offset in ``text`` at which each run begins, rising from 0."""
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    items: tuple[tuple[int, int], ...] = ()
    """(offset in ``text``, depth from 1) of each item of an HTML list, where somebody asked for them."""

    def span(self, start: int, end: int) -> Span:
        """Return the smallest source span that shows ``text[start:end]`` (``start < end``)."""
        shown = self.shown
        after = bisect_right(shown, start)
        first = after - 1
        following = shown[after] if after < len(shown) else len(self.text)
        if end <= following:
            moved = self.starts[first] - shown[first]
            if self.ends[first] - following == moved:
                # The commonest case: all of it in one run that repeats the source.
                return Span(start + moved, end + moved)
        last = bisect_right(shown, end - 1) - 1
        return Span(self._source(first, start), self._source(last, end - 1, closing=True))

    def whole(self) -> Span:
        """Return the source span of all of it, which is not empty."""
        return Span(self.starts[0], self.ends[-1])

    def _source(self, run: int, at: int, *, closing: bool = False) -> int:
        """Return where the character ``text[at]`` of a run begins (or ends) in the source."""
        following = self.shown[run + 1] if run + 1 < len(self.shown) else len(self.text)
        if self.ends[run] - self.starts[run] != following - self.shown[run]:
            return self.ends[run] if closing else self.starts[run]
        return self.starts[run] + at - self.shown[run] + closing


def verbatim(text: str, start: int = 0) -> Shown:
    """Return a Shown that repeats the source from ``start`` on, character by character."""
    return Shown(text, (0,), (start,), (start + len(text),)) if text else Shown("", (), (), ())
