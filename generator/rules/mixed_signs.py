"""Signs of the wrong width: half-width ones in Chinese text, full-width ones between figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from generator.rules.brackets import lonely

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

WIDE: Final = {"(": "（", ")": "）", ",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_HAN: Final = "\u4e00-\u9fff"
_ANY: Final = re.compile(r"[(),;:?!\"]|[（），：．](?=[0-9])|[（）]")
_BETWEEN: Final = re.compile(rf"(?<=[{_HAN}》”）])[,;:?!](?=[{_HAN}《“（])")
_ROUND: Final = re.compile(r"[()（）]")
_CHINESE: Final = re.compile(f"[{_HAN}]")
_NUMBERING: Final = re.compile(r"[(（][0-9一二三四五六七八九十a-zA-Z]{1,3}[)）]")
_QUOTED: Final = 120
"""How many characters straight quotation marks are apart at most."""
_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)(?:[^\s。()（）\"“”》<>]|\([^\s。()（）\"“”》<>]*+\)|（[^\s。()（）\"“”》<>]*+）)++",
    re.IGNORECASE,
)
"""An address in the text, with brackets that are closed within it."""
_HALF_STRAIGHT: Final = re.compile('“([^"“”\\n]{1,60})"|"([^"“”\\n]{1,60})”')
_FIGURES: Final = re.compile(r"(?<=[0-9])(?:，(?=[0-9]{3}(?![0-9]))|：(?=[0-9]{2}(?![0-9]))|．(?=[0-9]))")
_NARROW: Final = {"，": ",", "：": ":", "．": "."}


def mixed(text: str) -> dict[int, str]:
    """Return what should stand in place of the signs of the wrong width, by their indices, in order."""
    if not _ANY.search(text) or "\\" in text:
        return {}
    found: dict[int, str] = {}
    if "://" in text or "www." in text.lower():
        text = _ADDRESS.sub(lambda match: "/" * len(match[0]), text)
    # A sign that was set right may show that its neighbour is wrong.
    while more := _wrong(text):
        found.update(more)
        text = "".join(more.get(at, sign) for at, sign in enumerate(text))
    return dict(sorted(found.items()))


def _wrong(text: str) -> dict[int, str]:
    found = {match.start(): WIDE[match[0]] for match in _BETWEEN.finditer(text)}
    found.update((match.start(), _NARROW[match[0]]) for match in _FIGURES.finditer(text))
    if '"' in text:
        found.update(_quotes(text))
    if "(" in text or ")" in text:
        found.update(_brackets(text))
    return found


def certain(text: str, found: Mapping[int, str]) -> bool:
    """Return whether the signs that were found can be set right: straight quotation marks go in pairs, or none is."""
    if all(text[at] != '"' for at in found):
        return True
    straight = _straight(text, _half_straight(text))
    return len(straight) % 2 == 0 and not any("\n" in text[one:other] for one, other in _pairs(straight))


def _quotes(text: str) -> dict[int, str]:
    found = _half_straight(text)
    straight = _straight(text, found)
    odd = straight if len(straight) % 2 else straight[::2]
    if any(text[at - 1 : at].isdigit() for at in odd):
        # 5" are inches, and nothing tells which of the others belong together.
        return {}
    for start, end in _pairs(straight):
        words = text[start + 1 : end]
        if len(words) <= _QUOTED and "\n" not in words and _CHINESE.search(words):
            found |= {start: "“", end: "”"}
    return found


def _half_straight(text: str) -> dict[int, str]:
    """Return straight quotation marks whose other half is a curved one."""
    ends = ((match.start(), match.end() - 1) for match in _HALF_STRAIGHT.finditer(text))
    halves = {at: sign for pair in ends for at, sign in zip(pair, "“”", strict=True) if text[at] == '"'}
    return {at: sign for at, sign in halves.items() if not text[at - 1 : at].isdigit()}


def _straight(text: str, halves: Mapping[int, str]) -> list[int]:
    return [at for at, sign in enumerate(text) if sign == '"' and at not in halves]


def _pairs(straight: Sequence[int]) -> Iterator[tuple[int, int]]:
    return zip(straight[::2], straight[1::2], strict=False)


def _brackets(text: str) -> dict[int, str]:
    """Return half-width brackets that a full-width one closes, or that hold Chinese words."""
    found: dict[int, str] = {}
    alone = frozenset(lonely(text))
    stack: list[int] = []
    for match in _ROUND.finditer(text):
        if match.start() in alone:
            continue
        if match[0] in "(（":
            stack.append(match.start())
        elif stack:
            start, end = stack.pop(), match.start()
            if text[start] + text[end] == "（）" or _NUMBERING.fullmatch(text, start, end + 1):
                continue
            if text[start] + text[end] != "()" or _CHINESE.search(text, start, end):
                found.update((at, WIDE[text[at]]) for at in (start, end) if text[at] in WIDE)
    return found
