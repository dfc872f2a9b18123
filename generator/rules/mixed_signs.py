"""Signs of the wrong width: half-width ones in Chinese text, full-width ones between figures."""

from __future__ import annotations

import re
from typing import Final

from generator.rules.brackets import lonely

WIDE: Final = {"(": "（", ")": "）", ",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_HAN: Final = "\u4e00-\u9fff"
_ANY: Final = re.compile(r"[(),;:?!\"]|[（），：．](?=[0-9])|[（）]")
_BETWEEN: Final = re.compile(rf"(?<=[{_HAN}》”）])[,;:?!](?=[{_HAN}《“（])")
_ROUND: Final = re.compile(r"[()（）]")
_CHINESE: Final = re.compile(f"[{_HAN}]")
_NUMBERING: Final = re.compile(r"[(（][0-9一二三四五六七八九十a-zA-Z]{1,3}[)）]")
_STRAIGHT: Final = re.compile(rf'"([^"“”\n]{{0,60}}[{_HAN}][^"“”\n]{{0,60}})"')
_HALF_STRAIGHT: Final = re.compile('“([^"“”\\n]{1,60})"|"([^"“”\\n]{1,60})”')
_FIGURES: Final = re.compile(r"(?<=[0-9])(?:，(?=[0-9]{3}(?![0-9]))|：(?=[0-9]{2}(?![0-9]))|．(?=[0-9]))")
_NARROW: Final = {"，": ",", "：": ":", "．": "."}


def mixed(text: str) -> dict[int, str]:
    """Return what should stand in place of the signs of the wrong width, by their indices, in order."""
    if not _ANY.search(text) or "\\" in text:
        return {}
    found: dict[int, str] = {}
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


def _quotes(text: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for pattern in (_HALF_STRAIGHT, _STRAIGHT):
        for match in pattern.finditer(text):
            for at, sign in ((match.start(), "“"), (match.end() - 1, "”")):
                if text[at] == '"':
                    found.setdefault(at, sign)
    return found


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
