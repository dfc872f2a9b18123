"""Laws that hold of any text at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.catalogue import All, Choose, Qualification, Tree
from generator.combinations import combinations
from generator.source.requirement import items, lexer, parser, read_requirement
from generator.source.requirement.initials import initials
from generator.source.requirement.lexer import tokenize
from generator.source.requirement.scanning import patterns
from generator.source.requirement.words import fold
from generator.source.shown import verbatim
from tests.profiles import examples

PIECES = st.sampled_from(
    [
        *'《》（）()【】“”"、，；。：:/+\n 1２①一或及与和且无注如的除之选项证书',
        "《甲证》",
        "《乙许可证》",
        "（2选1）",
        "3选2",
        "任选其一",
        "同时提供：",
        "1、",
        "2.",
        "（1）",
        "①",
        "2.1 ",
        "以下",
        "提供",
        "或者",
        "以及",
        "蜂农：",
        "蜂业合作协议",
        "（经营范围含“蜂蜜”）",
        "且业务范围须包含",
        "（适用于公司）",
        "至少2份",
        "注：",
        "如涉及",
        "需补充",
        "颁发的",
        "\u200b",
        "无需",
        "-",
        "依照",
        "缺一不可",
        "（选填）",
        "截图",
        "（或《丙证》）",
        "外，还需",
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)
ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")


def nodes(tree: Tree) -> Iterator[Tree]:
    """Yield a tree and all below it."""
    yield tree
    if isinstance(tree, Choose | All):
        yield from chain.from_iterable(map(nodes, tree.parts))


@given(TEXTS, TEXTS)
@settings(max_examples=examples(400))
def test_any_text_is_read_and_every_span_shows_what_it_claims(label: str, cell: str) -> None:
    source = label + cell
    read = read_requirement(verbatim(label), [verbatim(cell, len(label))])
    for node in nodes(read.tree):
        assert 0 <= node.span.start <= node.span.end <= len(source)
        if isinstance(node, Qualification):
            shown = ZERO_WIDTH.sub("", source[node.span.start : node.span.end])
            assert re.sub(r"\s*\n\s*", "", shown) == node.name
            assert node.name
        if isinstance(node, Choose | All):
            assert len(node.parts) > 1 or (isinstance(node, Choose) and node.count > 1)
    for doubt in read.doubts:
        assert doubt.reason
        assert 0 <= doubt.span.start <= doubt.span.end <= len(source)
    ways = combinations(read.tree)
    assert ways is None or len(ways) <= 1000


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=3))
@settings(max_examples=examples(200))
def test_nothing_is_refused(label: str, cells: list[str]) -> None:
    assert read_requirement(verbatim(label), list(map(verbatim, cells))).options >= 0


@given(TEXTS)
@settings(max_examples=examples(200))
def test_tokens_cover_the_text_without_gap_or_overlap(text: str) -> None:
    at = 0
    for token in tokenize(fold(text)):
        assert token.start == at
        assert token.end > token.start
        at = token.end
    assert at == len(text)


@given(TEXTS)
@settings(max_examples=examples(100))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("（3选1）：\n1、《甲》\n2、《乙》", "（3選1）：\n1、《甲》\n2、《乙》"),
        ("两者任选其一：《甲》、《乙》", "兩者任選其一：《甲》、《乙》"),
        ("同时提供：《甲》与《乙》", "同時提供：《甲》與《乙》"),
        ("无需特殊资质", "無需特殊資質"),
        ("《甲》\n备注：《乙》", "《甲》\n備註：《乙》"),
        ("《甲》（经营范围含蜜）；如涉及毒，需补充《乙》", "《甲》（經營範圍含蜜）；如涉及毒，需補充《乙》"),
    ],
)
def test_traditional_reads_as_simplified(simplified: str, traditional: str) -> None:
    one, other = (read_requirement(verbatim("要求"), [verbatim(cell)]) for cell in (simplified, traditional))
    assert (one.declared, one.options, len(one.doubts)) == (other.declared, other.options, len(other.doubts))
    assert combinations(one.tree) == combinations(other.tree)


# The same lines again and again, which take three times as long where each is counted.
@pytest.mark.no_cover
@pytest.mark.parametrize(
    "cell",
    [
        "(" * 10_000 + "《甲》" + ")" * 10_000,
        "（或" * 2_000 + "《甲》" + "）" * 2_000,
        "《甲》" + "（或《乙》" * 2_000,
        "《" * 20_000,
        "任一《甲》" * 4_000,
        "甲：《乙》；" * 4_000,
        "\n".join("1" + ".1" * level + " 同时提供：" for level in range(200)) + "\n《甲》",
        "1. 甲\n" + "乙丙\n" * 20_000,
        "，如" * 20_000,
        "及" * 40_000,
    ],
    ids=lambda cell: cell[:6],
)
def test_hostile_texts_are_read(cell: str) -> None:
    read = read_requirement(verbatim("要求（2选1）"), [verbatim(cell)])
    assert read.text == cell
    assert read.tree.span.end <= len(cell) or not read.options


def test_a_long_text_is_read_up_to_a_bound_and_that_is_said() -> None:
    read = read_requirement(verbatim("要求（2选1）"), [verbatim("1.《甲证》\n" * 40_000)])
    assert [doubt.reason for doubt in read.doubts] == ["the text is too long; the rest of it is not read"]


def test_deep_nesting_is_said() -> None:
    cell = "\n".join("1" + ".1" * level + " 同时提供：" for level in range(60)) + "\n《甲》"
    read = read_requirement(verbatim("要求"), [verbatim(cell)])
    assert any("too deep" in doubt.reason for doubt in read.doubts)


def test_two_cells_are_alternatives() -> None:
    label, first, second = "资质要求（3选1）", "1.《甲证》\n2.《乙证》", "《丙证》及《丁证》"
    read = read_requirement(verbatim(label), [verbatim(first, 100), verbatim(second, 200)])
    assert combinations(read.tree) == (("甲证",), ("乙证",), ("丙证", "丁证"))
    assert read.options == 3
    assert (read.span.start, read.span.end) == (100, 200 + len(second))


def test_zero_width_characters_are_no_part_of_words_or_names() -> None:
    label, cell = "要求（2\u200b选1）", "1.\ufeff《蜂\u200b蜜证》\n2.《蜡证》"
    read = read_requirement(verbatim(label), [verbatim(cell)])
    assert combinations(read.tree) == (("蜂蜜证",), ("蜡证",))
    assert read.declared is not None
    first = next(node for node in nodes(read.tree) if isinstance(node, Qualification))
    assert cell[first.span.start : first.span.end] == "蜂\u200b蜜证"


LINES = st.lists(
    st.builds(
        "{}{}{}{}".format,
        st.sampled_from(["", "1.", "2. ", "3、", "12.  ", "以下1. ", "（1）", "》1."]),
        st.sampled_from(["", "颁发的", "依照", "蜂农：", "提供", "无需"]),
        st.sampled_from(["《甲》", "《 甲》", "《》", "《甲《乙》》", "《甲", "《乙\n丙》", "《丙证》"]),
        st.sampled_from(["", "；", "（2选1）", "（任选", "规定", "的截图", "或"]),
    ),
    max_size=5,
).map("\n".join)


@given(st.sampled_from(["要求", "要求（2选1）", "要求（同时提供）"]), LINES | TEXTS)
@example("要求", "以下1. 《甲》（2选1）\n《甲》")
@settings(max_examples=examples(300))
def test_the_short_ways_give_what_the_long_ways_give(label: str, cell: str) -> None:
    short = read_requirement(verbatim(label), [verbatim(cell)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(items, "_NUMBERED_TITLES", ())
        patch.setattr(parser, "_LONE_TITLES", ())
        patch.setattr(lexer, "_NUMBERED_TITLE", re.compile("(?!)"))
        assert read_requirement(verbatim(label), [verbatim(cell)]) == short


@pytest.mark.slow
@given(TEXTS)
@settings(max_examples=examples(200))
def test_every_word_begins_with_one_of_the_initials_of_its_pattern(text: str) -> None:
    found = patterns().words.search(fold(text))
    assert found is None or found[0][0] in initials(patterns().words.pattern)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("ab|c", "ac"), ("(?:a|b)?[c-e]f", "abcde"), ("(?!x)a{0,2}b", "ab"), (r"\(a|(?P<n>b+)c", "(b")],
)
def test_initials(pattern: str, expected: str) -> None:
    assert initials(pattern) == set(expected)


@pytest.mark.parametrize("pattern", [".a", r"\sa", "[^a]b", "a?", "a|"])
def test_a_pattern_that_can_begin_with_anything_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="match"):
        initials(pattern)


@pytest.mark.parametrize("cell", ["（3选2", "【任选", "材料，截图或提供", "提供以下证明或，应提供"])
def test_cut_off_texts_are_read(cell: str) -> None:
    assert read_requirement(verbatim("要求"), [verbatim(cell)]).text == cell
