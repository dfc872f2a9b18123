"""The name that somebody probably meant."""

from __future__ import annotations

from collections import Counter, defaultdict
from difflib import get_close_matches
from functools import cached_property
from heapq import nsmallest
from itertools import islice, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST = 400
"""Names that are compared; each comparison takes microseconds, and a long source has many names and many faults."""
_ALIKE = 0.6
"""The share of common characters from which two names are alike, as difflib measures it."""
_COMPARED = 12
"""Names of an index that are compared with a word: those that share most with it."""
_LOOKED_UP = 1000
"""Names that are looked up in an index for one word, at most."""


def nearest(word: str, names: Iterable[str]) -> str | None:
    """Return the name that is most like a word, None where none is."""
    longest, shortest = len(word) / _ALIKE, len(word) * _ALIKE
    alike = (name for name in names if shortest <= len(name) <= longest)
    return next(iter(get_close_matches(word, list(islice(alike, _MOST)), n=1, cutoff=_ALIKE)), None)


class Names:
    """Names of which the nearest is asked for many words: what one word costs does not grow with the names."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names; of two that are equally near, the earlier is preferred."""
        self._names = tuple(dict.fromkeys(names))
        self._answers: dict[str, str | None] = {}

    def nearest(self, word: str) -> str | None:
        """Return the name that differs in case alone, else the one most like a word; None where none is."""
        if word not in self._answers:
            self._answers[word] = self._cased.get(word.casefold()) or nearest(word, self._promising(word))
        return self._answers[word]

    @cached_property
    def _cased(self) -> dict[str, str]:
        # The earlier of two goes last, and stays.
        return {name.casefold(): name for name in reversed(self._names)}

    @cached_property
    def _holding(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._names:
            for part in _parts(name):
                found[part].append(name)
        return dict(found)

    def _promising(self, word: str) -> Iterable[str]:
        if len(self._names) <= _COMPARED:
            return self._names
        shared: Counter[str] = Counter()
        left = _LOOKED_UP
        # What few names hold tells more than what every name holds.
        for holding in sorted((self._holding.get(part, []) for part in sorted(_parts(word))), key=len):
            shared.update(name for name in holding[:left] if _ALIKE <= len(name) / len(word) <= 1 / _ALIKE)
            left -= len(holding)
            # What is left is held by more names than are worth looking up.
            if left <= 0:
                break
        return nsmallest(_COMPARED, shared, key=lambda name: (-shared[name], abs(len(name) - len(word))))


def _parts(name: str) -> set[str]:
    """Return the characters of a name and its pairs of neighbours."""
    return {*name, *map("".join, pairwise(name))}
