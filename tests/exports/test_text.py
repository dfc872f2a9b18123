"""The outline tells each category with its requirement as a tree."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generator.catalogue import All, Choose, Nothing
from generator.exports.text import to_text
from tests.exports.test_json import SPAN, paper, required, whole
from tests.rules.factory import catalogue, category, source

GOLDEN = Path(__file__).with_name("outline.txt")


def test_the_whole_outline() -> None:
    first = paper("甲", holder="厂商", scope="含演出", issuer="部门", copies="2份", remark="复印件")
    rest = All((paper("乙"), Choose(1, (paper("甲"), paper("乙")), SPAN, remark="任\n选")), SPAN, holder="机构")
    told = whole(required(Choose(1, (first, rest), SPAN)))
    free = category(("免费",), SPAN, requirement=required(Nothing(SPAN, remark="内测")))
    bare = category(("缺行",), SPAN)
    assert to_text(replace(told, categories=(*told.categories, free, bare))) == GOLDEN.read_text(encoding="utf-8")


def test_what_steers_a_terminal_is_shown_as_a_sign() -> None:
    origin = source("x")
    (line, *_) = to_text(catalogue(origin, categories=(category(("a\x1b[2Jb",), SPAN),))).splitlines()
    assert line.startswith("a\ufffd[2Jb")
