"""Writing a number as another one is written: 3 as 2, ３ as ２, 三 as 二, ③ as ②, (c) as (b)."""

from __future__ import annotations

import re
from typing import Final

from generator.source.requirement.words import PATTERNS, fold, phrase

_NUMERAL: Final = re.compile(PATTERNS.number)
_RUNS: Final = (
    (0x2460, 20),
    (0x2776, 10),
    (0x24F5, 10),
    (0x2474, 20),
    (0x2488, 20),
    (0x2160, 12),
    (0x2170, 12),
    (0x249C, 26),
    (ord("A"), 26),
    (ord("a"), 26),
    (0xFF21, 26),
    (0xFF41, 26),
)
"""The character for 1 and how many follow one another from it: ① ❶ ⓵ ⑴ ⒈ Ⅰ ⅰ ⒜ A a Ａ ａ."""
_FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_MOST: Final = 99


def leading_numeral(text: str) -> str:
    """Return the numeral that a text, as written, begins with; empty where it begins with none."""
    found = _NUMERAL.match(fold(text))
    return text[: found.end()] if found else ""


def numeral_like(written: str, value: int) -> str | None:
    """Return a number written as ``written`` is; None where that script has no such number, or ``written`` is none."""
    if not 1 <= value <= _MOST:
        return None
    if re.fullmatch("[0-9]+", written):
        return str(value)
    if re.fullmatch("[０-９]+", written):
        return str(value).translate(_FULL_WIDTH)
    if written and set(fold(written)) <= {*phrase("numbers", "chinese"), *phrase("numbers", "two")}:
        return _chinese(value)
    return _in_run(written, value)


def _in_run(written: str, value: int) -> str | None:
    for first, length in _RUNS:
        if len(written) == 1 and first <= ord(written) < first + length:
            return chr(first + value - 1) if value <= length else None
    return None


def _chinese(value: int) -> str:
    digits = phrase("numbers", "chinese")
    tens, ones = divmod(value, 10)
    if tens == 0:
        return digits[ones]
    return (digits[tens] if tens > 1 else "") + "十" + (digits[ones] if ones else "")
