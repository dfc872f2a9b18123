"""Lists and markers as their author wrote them, and numbers written as others are."""

from __future__ import annotations

import pytest

from generator.catalogue import DoubtKind, Requirement
from generator.source.requirement import read_requirement
from generator.source.requirement.numerals import leading_numeral, numeral_like
from generator.source.shown import verbatim


def read(label: str, *cells: str) -> tuple[str, Requirement]:
    source = label
    shown = []
    for cell in cells:
        shown.append(verbatim(cell, len(source)))
        source += cell
    return source, read_requirement(verbatim(label), shown)


def written(label: str, *cells: str) -> list[tuple[str | None, int, str]]:
    """Return of each listing its marker as written, how many options it has, and its numbers as written."""
    source, requirement = read(label, *cells)
    return [
        (
            source[listing.marker.span.start : listing.marker.span.end] if listing.marker else None,
            listing.options,
            " ".join("-" if each.sign is None else source[each.sign.start : each.sign.end] for each in listing.numbers),
        )
        for listing in requirement.listings
    ]


@pytest.mark.parametrize(
    ("label", "cells", "listings"),
    [
        ("要求（3选1）", ["1.《甲证》\n2.《乙证》"], [("3选1", 2, "1. 2.")]),
        ("要求", ["1.《甲证》\n2.《乙证》"], [(None, 2, "1. 2.")]),
        ("要求", ["《甲证》\n（2）《乙证》"], [(None, 2, "- （2）")]),
        ("要求", ["《甲证》"], []),
        ("要求（1选1）", ["《甲证》"], [("1选1", 1, "")]),
        ("要求（任选其一）", ["-"], [("任选其一", 0, "")]),
        ("要求（3选1）", ["《甲证》", "《乙证》"], [("3选1", 2, "")]),
        ("要求", ["以下2选1：《甲证》、《乙证》"], [("2选1", 2, "")]),
        ("要求", ["1.《甲证》\n2.《乙证》\n以上二选一"], [("二选一", 2, "1. 2.")]),
        (
            "要求（2选1）",
            ["1、蜂农，提供（⑥选①）：①《甲证》③《乙证》\n2、蜂商，同时提供：①《丙证》②《丁证》"],
            [("⑥选①", 2, "① ③"), ("同时提供", 2, "① ②"), ("2选1", 2, "1、 2、")],
        ),
        ("要求", ["1.1《甲证》\n1.2《乙证》\n2.1《丙证》"], [(None, 3, "")]),
    ],
)
def test_listings(label: str, cells: list[str], listings: list[tuple[str | None, int, str]]) -> None:
    assert written(label, *cells) == listings


@pytest.mark.parametrize(
    ("cell", "kinds"),
    [
        ("1.《甲证》\n2.《乙证》", [DoubtKind.UNDECLARED]),
        ("《甲证》\n《乙证》", [DoubtKind.UNDECLARED]),
        ("《甲证》、《乙证》", [DoubtKind.MEANING]),
        ("《甲证》，提供：\n①《乙证》\n②《丙证》", [DoubtKind.MEANING]),
        ("1.《甲证》；或\n2.《乙证》；及\n3.《丙证》", [DoubtKind.MEANING]),
        ("1.《甲证》；或\n2.《乙证》", []),
    ],
)
def test_one_doubt_for_one_fault(cell: str, kinds: list[DoubtKind]) -> None:
    assert [doubt.kind for doubt in read("要求", cell)[1].doubts] == kinds


@pytest.mark.parametrize(
    ("like", "value", "numeral"),
    [
        ("3", 12, "12"),
        ("３", 12, "１２"),
        ("三", 2, "二"),
        ("两", 12, "十二"),
        ("十", 20, "二十"),
        ("③", 2, "②"),
        ("❸", 10, "❿"),
        ("⑶", 2, "⑵"),
        ("Ⅲ", 2, "Ⅱ"),
        ("c", 2, "b"),
        ("C", 2, "B"),
        ("③", 21, None),
        ("3", 0, None),
        ("&#51;", 2, None),
        ("", 2, None),
    ],
)
def test_numeral_like(like: str, value: int, numeral: str | None) -> None:
    assert numeral_like(like, value) == numeral


@pytest.mark.parametrize(("text", "numeral"), [("三选一", "三"), ("１２选１", "１２"), ("⑥选①", "⑥"), ("任选其一", "")])
def test_leading_numeral(text: str, numeral: str) -> None:
    assert leading_numeral(text) == numeral
