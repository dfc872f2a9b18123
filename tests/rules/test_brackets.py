"""Brackets without their other half, and signs of the wrong width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rules.brackets import lonely, mend
from generator.rules.mixed_signs import mixed

TEXTS = st.text('（）()《》“”"【】甲乙1一、，,;；。.\n ', max_size=30)


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("《甲》（乙）", ""),
        ("《甲（乙）》", ""),
        ("(2选1）", ""),
        ("《甲", "《"),
        ("甲》", "》"),
        ("《《甲》", "《"),
        ("《甲》》", "》"),
        ("（《甲）》", "《》"),
        ("1)甲 2)乙", ""),
        ("一）甲\n二）乙（丙）", ""),
        ("（含：1）甲；2）乙）", ""),
        ("（Windows 7）", ""),
        ('“甲"', ""),
        ("（含“甲）", "“"),
        ("1.《甲\n2.乙》", "《》"),
        ("《甲\n乙》", ""),
        (r"^\d(?$", ""),
        ("60’长5’10”", ""),
        ("“屏幕5”以上”", ""),
        ("直播:)和:-(以及:(", ""),
        ("（直播:)）", ""),
        ("材料:(甲", "("),
        ("材料：）", "）"),
    ],
)  # fmt: skip
def test_lonely(text: str, alone: str) -> None:
    assert "".join(text[at] for at in lonely(text)) == alone


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("1.《养蜂许可证\n2.《乙证》", "1.《养蜂许可证》\n2.《乙证》"),
        ("1.养蜂许可证》", "1.《养蜂许可证》"),
        ("《养蜂许可证》》", "《养蜂许可证》"),
        ("《养蜂许可证》（适用于蜂农；", "《养蜂许可证》（适用于蜂农）；"),
        ("（含“养蜂）", "（含“养蜂”）"),
        ("要求(2选1", "要求（2选1）"),
        ("养蜂(iOS", "养蜂(iOS)"),
        ("1.《演出名册", "1.《演出名册》"),
        ("1.《养蜂名册", None),
        ("1.具备养蜂许可证》", None),
        ("主体持有养蜂许可证》", None),
        ("1.《养蜂许可证复印件", None),
        ("《养蜂许可证（含养蜂）", None),
        ("银行（含分行、支行提供的服务", None),
        ("《甲证》（适用于企业须另交盖章件", None),
        ("《甲证》（适用于蜂农提供", None),
        ("《养蜂证与登记证", None),
        ("农业部门颁发养蜂许可证》", None),
        ("《甲》适用于蜂农）", None),
    ],
)
def test_mend_gives_the_one_right_answer_or_none(text: str, mended: str | None) -> None:
    (at,) = lonely(text)
    way = mend(text, at, [at], {"演出名册"}.__contains__)
    assert mended == (way and way.applied(text))


@given(TEXTS)
def test_what_is_mended_has_one_lonely_bracket_less(text: str) -> None:
    alone = lonely(text)
    for at in alone:
        if way := mend(text, at, alone, lambda _: True):
            assert len(lonely(way.applied(text))) < len(alone)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("要求(2选1）", "要求（2选1）"),
        ("甲,乙;丙:丁", "甲，乙；丙：丁"),
        ('含"养蜂"', "含“养蜂”"),
        ('含“养蜂"', "含“养蜂”"),
        ("3，000群，每日9：00", "3,000群，每日9:00"),
        ("(1)甲 (一)乙 (iOS) 9:00 a,b", None),
        ("甲（乙），丙", None),
        ("见https://e.com/路径?甲:乙,丙(丁)", None),
        ("见www.e.com/路径?甲:乙 甲:乙", "见www.e.com/路径?甲:乙 甲：乙"),
        ("（见https://e.com/甲)", "（见https://e.com/甲）"),
        ('屏幕5"以上，另有"甲"及"乙"', None),
        ('长5"宽6"者', None),
        ('"甲"及"乙"', "“甲”及“乙”"),
        ('“屏幕5"以上', None),
    ],
)
def test_mixed(text: str, right: str | None) -> None:
    found = mixed(text)
    assert "".join(found.get(at, char) for at, char in enumerate(text)) == (right or text)
    assert bool(found) == (right is not None)


@given(TEXTS)
def test_signs_that_were_set_right_are_right(text: str) -> None:
    right = "".join(mixed(text).get(at, char) for at, char in enumerate(text))
    assert mixed(right) == {}
