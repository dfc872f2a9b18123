"""Item numbers: 1.  1、  (1)  1)  ①  一、  (一)  2.1  资质1，  第一种：  a.  and bullets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from generator.source.requirement.words import PATTERNS, either, number_value, phrase, words


@dataclass(frozen=True, slots=True)
class Number:
    """What stands before an item."""

    style: str
    """Numbers written exactly alike share it: ``1.`` and ``2.`` but not ``2、``."""
    family: str
    """Numbers that a hasty writer mixes share it: ``1.`` and ``2、``, ``(1)`` and ``2)``."""
    value: int


_CHINESE: Final = "[一二三四五六七八九十]{1,3}"
_PLAIN: Final = rf"[0-9]{{1,3}}(?:\.[0-9]{{1,3}})+[.、)]?|[0-9]{{1,3}}[.、)](?![0-9])|{_CHINESE}、"
_CLOSED: Final = rf"\( ?(?:[0-9]{{1,3}}(?:\.[0-9]{{1,3}})*|{_CHINESE}) ?\)|{PATTERNS.circled}[.、]?|[⑴-⒇⒈-⒛]"

_HEADED: Final = rf"{either(words('numbers', 'heads'))}{PATTERNS.number}[种类项款]?[:,、.)]"
INLINE: Final = rf"(?<![0-9.])(?:{_PLAIN})|{_CLOSED}|{_HEADED}"
"""Numbers that may also stand within a line, where items are run together."""

_FIRST: Final = (
    rf"[{re.escape(phrase('numbers', 'bullets'))}] ?(?=\S)|{INLINE}"
    rf"|[0-9]{{1,3}}(?:、|[:,](?![0-9]))|[0-9]{{1,2}}(?= ?《)|{_CHINESE}[.,:)]"
    rf"|\( ?[a-zA-Z] ?\)|[a-zA-Z][.、)]|[Ⅰ-Ⅻⅰ-ⅻ][.、]?"
    rf"|{either(words('numbers', 'heads'))}{PATTERNS.number}(?= ?《)"
)
FIRST: Final = re.compile(_FIRST)
"""Numbers that count at the start of a line only, and all others."""

_PARTS: Final = re.compile(
    rf"(?P<head>{either(words('numbers', 'heads'))})?(?P<open>\()? ?(?P<core>.*?) ?(?P<close>[种类项款]?[.、,:)]*)"
)
_ENCLOSED: Final = ((0x2474, 20), (0x2488, 20), (0x2160, 12), (0x2170, 12))


@lru_cache(maxsize=64)
def list_item(depth: int) -> Number:
    """Return the number of an item of an HTML list, which shows a sign but has none in its words."""
    return Number(f"item{depth}", f"item{depth}", 0)


@lru_cache(maxsize=512)
def read_number(text: str) -> Number:
    """Return the style and value of a folded number that :data:`FIRST` or :data:`INLINE` matched."""
    parts = _PARTS.fullmatch(text)
    core = parts["core"] if parts else text
    around = (parts["head"] or "") + (parts["open"] or "") + "#" + parts["close"] if parts else "#"
    if "." in core:
        levels = core.split(".")
        return Number(f"decimal{len(levels)}", f"decimal{len(levels)}", int(levels[-1]))
    script, value = _script(core)
    bracket = ")" if ")" in around else ""
    return Number(script + around, script + (parts["head"] or "" if parts else "") + bracket, value)


@lru_cache(maxsize=512)
def numeral_in(text: str) -> tuple[int, int]:
    """Return where, in a folded number, the numeral stands that counts; that of 2.1 is the last one."""
    first, last = parts.span("core") if (parts := _PARTS.fullmatch(text)) else (0, len(text))
    return max(first, text.rfind(".", first, last) + 1), last


def _script(core: str) -> tuple[str, int]:
    code = ord(core[0]) if core else 0
    for first, length in _ENCLOSED:
        if first <= code < first + length:
            return f"enclosed{first}", code - first + 1
    if core and core in phrase("numbers", "bullets"):
        return "bullet", 0
    if core.isascii() and core.isalpha():
        return "letter", ord(core.lower()) - ord("a") + 1
    if core.isascii():
        return "arabic", number_value(core)
    return ("circled" if re.fullmatch(PATTERNS.circled, core) else "chinese"), number_value(core)
