"""Names that differ in one character."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rules.near_names import differs_in_meaning, near, new_pairs

NAMES = st.lists(st.text("甲乙丙", min_size=2, max_size=5), max_size=5, unique=True)


def distance_is_one(one: str, other: str) -> bool:
    """Tell by trying every way of leaving a character out, or of having another one."""
    shorter = {long[:at] + long[at + 1 :] for long in (one, other) for at in range(len(long))}
    replaced = len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    return replaced or (len(one) != len(other) and bool({one, other} & shorter))


@given(NAMES)
def test_near_finds_what_trying_all_pairs_finds(names: list[str]) -> None:
    pairs = {(a, b) for a, b in combinations(range(len(names)), 2) if distance_is_one(names[a], names[b])}
    assert sorted(near(names)) == sorted(pairs)


def test_a_long_series_is_no_slip_of_one_another() -> None:
    assert list(near([f"{chr(0x4E00 + number)}蜂场经营许可证" for number in range(5000)])) == []


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ("甲级养蜂许可证", "乙级养蜂许可证", True),
        ("蜂蜜进口许可证", "蜂蜜出口许可证", True),
        ("养蜂许可证", "省养蜂许可证", True),
        ("养蜂许可证2", "养蜂许可证3", True),
        ("养蜂许可证", "养蜂许可", False),
        ("养蜂许可证", "养蜂许可正", False),
        ("省养蜂许可证", "省省养蜂许可证", False),
    ],
)
def test_differs_in_meaning(one: str, other: str, *, differs: bool) -> None:
    assert differs_in_meaning(one, other) is differs
    assert differs_in_meaning(other, one) is differs


@pytest.mark.parametrize(
    ("name", "other", "pairs"),
    [
        ("药品经营许可证", "食品经营许可证", ["药品"]),
        ("食品经菅许可证", "食品经营许可证", ["经菅", "菅许"]),
        ("食品经许可证", "食品经营许可证", ["经许"]),
        ("食品经营许可", "食品经营许可证", []),
        ("食品经营许可证书", "食品经营许可证", ["证书"]),
    ],
)
def test_new_pairs(name: str, other: str, pairs: list[str]) -> None:
    assert new_pairs(name, other) == pairs
