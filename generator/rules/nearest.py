"""The name that somebody probably meant."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST = 400
"""Names that are compared; each comparison takes microseconds, and a long source has many names and many faults."""
_ALIKE = 0.6
"""The share of common characters from which two names are alike, as difflib measures it."""


def nearest(word: str, names: Iterable[str]) -> str | None:
    """Return the name that is most like a word, None where none is."""
    longest, shortest = len(word) / _ALIKE, len(word) * _ALIKE
    alike = (name for name in names if shortest <= len(name) <= longest)
    return next(iter(get_close_matches(word, list(islice(alike, _MOST)), n=1, cutoff=_ALIKE)), None)
