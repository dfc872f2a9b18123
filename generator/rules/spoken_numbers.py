"""Numbers that the words of a category speak of, so that renumbering its items would make them lead elsewhere."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from generator.source.requirement.words import PATTERNS, fold, number_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Requirement, Source, Span

_NUMERAL: Final = rf"[0-9]++|[一二三四五六七八九十两]++|{PATTERNS.circled}|[⑴-⒛Ⅰ-Ⅻⅰ-ⅻ]|(?<![a-z])[a-z](?![a-z])"
_NUMBER: Final = re.compile(_NUMERAL)
_ITEM: Final = re.compile(
    rf"(?:[第与和或及选、]\s*+[(]?)(?P<behind>{_NUMERAL})|(?P<before>{_NUMERAL})[)]?\s*+[项条种点款]"
)
_NO_ITEM: Final = re.compile(rf"第\s*+(?:{_NUMERAL})(?:[类方批版届次期]|\s*+者)")
"""Words of names: 第二类, 第三方."""
_DIGITS: Final = rf"(?:[0-9]++|[一二三四五六七八九十两]++|{PATTERNS.circled})"
_UNREAD: Final = re.compile(rf"<[^<>]*+>|《[^《》]*+》|&[#\w]{{1,32}};|{_DIGITS}选{_DIGITS}")
"""Markup, names of papers, and 3选1, which counts items and names none of them."""


def spoken_of(source: Source, requirement: Requirement) -> frozenset[int]:
    """Return every number in a requirement's words that numbers no item, whatever it counts; c and ③ are 3."""
    start, end = requirement.span.start, requirement.span.end
    signs = sorted(_signs(requirement), key=lambda sign: sign.start)
    pieces: list[str] = []
    for sign in signs:
        if start <= sign.start:
            pieces.append(source.text[start : sign.start])
            start = sign.end
    words = _read("\n".join([*pieces, source.text[start:end]]))
    return frozenset(_value(found[0]) for found in _NUMBER.finditer(words))


def _signs(requirement: Requirement) -> Iterator[Span]:
    for listing in requirement.listings:
        yield from (number.sign or number.span for number in listing.numbers)


def items_named_in(text: str) -> set[int]:
    """Return the numbers that words elsewhere name items by: 第4项, 选3、4, 与②."""
    return {_value(found["behind"] or found["before"]) for found in _ITEM.finditer(_read(text))}


def _read(text: str) -> str:
    return _NO_ITEM.sub(" ", _UNREAD.sub(" ", fold(text).lower()))


def _value(numeral: str) -> int:
    if numeral.isascii() and numeral.isalpha():
        return ord(numeral) - ord("a") + 1
    # What has no value of its own here, ⑴ or Ⅲ, has one in Unicode.
    return number_value(numeral) or int(unicodedata.numeric(numeral[0], 0))
