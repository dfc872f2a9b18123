"""Names that differ in one character: which pairs there are, and which of them are two papers all the same."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SETS: Final = (
    "0123456789零一二三四五六七八九十百千两①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤⅥ",
    "甲乙丙丁戊己庚辛壬癸",
    "abcdefghijklmnopqrstuvwxyz",
    "国省市县区州镇乡村部",
    "进出入",
    "内外",
    "大中小",
    "高中低初",
    "上下前后左右",
    "东南西北",
    "男女",
    "公私民",
    "正副",
    "总分子母",
    "新旧",
    "买卖",
    "收发",
    "水陆空海航",
    "书函表单证照件信牌",
    "食药农兽乳肉蛋菜茶酒烟盐",
    "煤油气电核",
    "医药护技",
    "金银铜",
)
"""Where one of a row stands for another of it, two papers are meant."""
_ADDED: Final = frozenset(
    "0123456789abcdefghijklmnopqrstuvwxyz零一二三四五六七八九十甲乙丙丁戊省市县区州镇乡副总分子非不未无半类级"
)
"""Where one of these is added, another paper is meant."""
_ROWS: Final = {sign: frozenset(row for row in _SETS if sign in row) for sign in "".join(_SETS)}
"""Each of these characters → the rows that it stands in."""
_NO_ROW: Final = frozenset[str]()
_FAMILY: Final = 6
"""So many names that differ in the same place are a series (第一类 to 第九类), and no slips."""
SHORT: Final = 4
_LONG: Final = 60
"""Names that are longer are sentences."""


def near(names: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return the indices of each two names that differ in one character, the earlier one first, in order, once.

    One character is put in, left out or another one.  What costs time is the names' length, not their number
    squared: two such names have a text in common that one character less makes of either.
    """
    return _near(tuple(names))


@lru_cache(maxsize=2)
def _near(names: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    pairs = {pair for alike in _neighbourhoods(names) if len(alike) <= _FAMILY for pair in combinations(alike, 2)}
    return tuple(pair for pair in sorted(pairs) if _is_one_off(*(names[index] for index in pair)))


def _neighbourhoods(names: Sequence[str]) -> Iterable[list[int]]:
    """Return the names that have a text in common: each as it stands, or without any one of its characters."""
    first: dict[str, int] = {}
    shared: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        if 1 < len(name) <= _LONG:
            # A set: 经经营 is 经营 without either 经, and counts once.
            for text in {name, *[name[:place] + name[place + 1 :] for place in range(len(name))]}:
                # Nearly every text is of one name, which a number tells more cheaply than a list.
                earlier = first.setdefault(text, index)
                if earlier != index:
                    shared.setdefault(text, [earlier]).append(index)
    return shared.values()


def _is_one_off(one: str, other: str) -> bool:
    if len(one) == len(other):
        place = _parting(one, other)
        return one[place + 1 :] == other[place + 1 :]
    long, short = (one, other) if len(one) > len(other) else (other, one)
    return len(long) == len(short) + 1 and _added(long, short) is not None


def _added(long: str, short: str) -> int | None:
    """Return the place of the one character that the longer name has more."""
    place = _parting(short, long)
    return place if long[place + 1 :] == short[place:] else None


def differs_in_meaning(one: str, other: str) -> bool:
    """Return whether the one character in which two names differ is of those that tell papers apart."""
    if len(one) != len(other):
        long, short = (one, other) if len(one) > len(other) else (other, one)
        place = _added(long, short)
        return place is not None and long[place] in _ADDED and not is_doubled(long, short)
    place = _parting(one, other)
    return not _ROWS.get(one[place], _NO_ROW).isdisjoint(_ROWS.get(other[place], _NO_ROW))


def is_doubled(name: str, other: str) -> bool:
    """Return whether a name is another one with one of its characters typed twice."""
    place = _added(name, other) if len(name) == len(other) + 1 else None
    return place is not None and place > 0 and name[place] == name[place - 1]


def new_pairs(name: str, other: str) -> list[str]:
    """Return the pairs of neighbouring characters that a name has at the place where it differs from another one."""
    place = _parting(name, other)
    ends = (place - 1,) if len(name) < len(other) else (place - 1, place)
    return [name[at : at + 2] for at in ends if 0 <= at <= len(name) - 2]


def surroundings(name: str, other: str) -> list[str]:
    """Return the threes of a name (see :func:`threes`) round the place where it differs from another one."""
    return threes(name)[max(0, _parting(name, other) - 1) :][:3]


def threes(name: str) -> list[str]:
    """Return each three neighbouring characters of a name, its beginning and its end counted as characters."""
    marked = f"^{name}$"
    return [marked[at : at + 3] for at in range(len(marked) - 2)]


def _parting(name: str, other: str) -> int:
    """Return the place from which on two names differ."""
    place = 0
    for one, another in zip(name, other, strict=False):
        if one != another:
            break
        place += 1
    return place
