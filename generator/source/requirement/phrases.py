"""What a run of words is: a paper, filler, a label, a heading."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from generator.source.requirement.words import PATTERNS, compiled, either, expand, phrase, words

_HEADS: Final = words("papers", "heads")
_WEAK: Final = words("papers", "weak_heads")
_WEAK_LENGTH: Final = int(phrase("papers", "weak_length"))
_GENERIC: Final = compiled("papers", "generic")
_HEADINGS: Final = words("labels", "headings")
_HEAD_SPACE: Final = 40
"""How much of the end of a run is looked at; heads are shorter."""


_FORM: Final = re.compile(
    f"{either(words('papers', 'form_openers'))}*{either(words('papers', 'forms'))}"
    + expand("(?:的?(?:照片|图片))?(?:[,、 ]?(?:提供|各)*{n}[份张套])?[均皆都]?")
)


def is_form(folded: str) -> bool:
    """Return whether words say in what form the paper before them is handed in: 加盖公章的复印件."""
    return _FORM.fullmatch(folded.strip()) is not None


def names_paper(folded: str, start: int, end: int) -> bool:
    """Return whether ``folded[start:end]`` ends in a word for a paper and is more than a generic phrase."""
    return _is_paper(folded[max(start, end - _HEAD_SPACE) : end].strip(' "'))


@lru_cache(maxsize=4096)
def _is_paper(tail: str) -> bool:
    if _GENERIC.fullmatch(tail) or is_form(tail):
        return False
    if tail.endswith(_HEADS):
        return True
    weak = next((word for word in _WEAK if tail.endswith(word)), None)
    return weak is not None and len(tail) - len(weak) >= _WEAK_LENGTH


def is_filler(text: str) -> bool:
    """Return whether folded words say nothing of their own: 以下资质, 即可."""
    return _is_short_filler(text) if len(text) <= _HEAD_SPACE else bool(PATTERNS.filler.fullmatch(text))


@lru_cache(maxsize=4096)
def _is_short_filler(text: str) -> bool:
    return bool(PATTERNS.filler.fullmatch(text))


def is_heading(text: str) -> bool:
    """Return whether folded words before a colon head a list of papers rather than name a party."""
    return text.endswith(_HEADINGS)
