"""The shapes of other platforms: they say what the combinations say, and what they cannot say is told."""

from __future__ import annotations

import json
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue import Catalogue
from generator.combinations import combinations_by_category
from generator.exports.douyin import to_douyin
from generator.exports.wechat import to_wechat
from generator.findings import Severity
from generator.source import read_text
from tests.exports.test_tables import card

SEED = read_text((Path(__file__).parents[2] / "catalogue/sources/mini-program-live.md").read_text(encoding="utf-8"))


def wechat(catalogue: Catalogue) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(to_wechat(catalogue)[0])["categories_list"]["categories"]
    return listed


def douyin(catalogue: Catalogue) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(to_douyin(catalogue)[0])["categories"]
    return listed


def holds(certification: dict[str, Any], held: set[str]) -> bool:
    """Tell whether the expressions of Douyin's shape hold for papers, by the meaning of their signs alone."""
    names = {each["id"]: each["name"] for each in certification["certifications"]}
    return all(
        any(all(names[int(number)] in held for number in way.split("&")) for way in term.split("|"))
        for term in certification["relation"]
    )


def test_wechat_has_each_combination_as_a_list_of_papers() -> None:
    ways = combinations_by_category(SEED)
    named = {each["name"]: each for each in wechat(SEED) if "qualify" in each}
    for category in SEED.categories:
        lists = [tuple(paper["name"] for paper in each["inner_list"]) for each in
                 named[category.name]["qualify"]["exter_list"]]  # fmt: skip
        assert tuple(lists) == ways[category.id]


def test_wechat_hangs_categories_under_groups_under_one_root() -> None:
    listed = {each["id"]: each for each in wechat(SEED)}
    assert len(listed) == 1 + len(SEED.groups) + len(SEED.categories)
    for number, each in listed.items():
        assert all(listed[child]["father"] == number for child in each["children"])
    finance = next(each for each in listed.values() if each["name"] == "金融业")
    assert (finance["level"], finance["father"], len(finance["children"])) == (1, 0, 11)
    tool = next(each for each in listed.values() if each["name"] == "视频客服")
    assert (tool["sensitive_type"], tool["qualify"]["exter_list"]) == (0, [])


def test_douyin_reads_as_its_signs_say() -> None:
    named = {each["id"]: each["certification"] for each in douyin(SEED)}
    assert named["shejiao/zhibo"]["relation"] == ["1|2|3&4"]
    assert len(named["yiliao/gonglijigou"]["relation"]) == 2
    assert named["gongju/shipinkefu"]["relation"] == []


@pytest.mark.parametrize("category", SEED.categories, ids=lambda category: category.id)
def test_douyin_agrees_with_the_combinations_for_every_set_of_papers(category: Any) -> None:
    ways = combinations_by_category(SEED)[category.id] or ()
    certification = next(each["certification"] for each in douyin(SEED) if each["id"] == category.id)
    papers = sorted(set(chain.from_iterable(ways)))
    for size in range(len(papers) + 1):
        for held in combinations(papers, size):
            wanted = not ways or any(set(way) <= set(held) for way in ways)
            assert holds(certification, set(held)) is wanted


ITEMS = st.lists(st.lists(st.sampled_from("甲乙丙丁"), min_size=1, max_size=3, unique=True), min_size=1, max_size=4)


@given(ITEMS, st.sampled_from(["", "（{n}选1）", "（{n}选2）"]), st.sets(st.sampled_from("甲乙丙丁")))
def test_both_shapes_agree_with_the_combinations(items: list[list[str]], choice: str, held: set[str]) -> None:
    lines = [f"{number}. " + "及".join(f"《{name}证》" for name in item) for number, item in enumerate(items, 1)]
    catalogue = read_text(card(choice=choice.format(n=len(items)), items="<br>".join(lines)))
    ways = combinations_by_category(catalogue)["jinrongye/yinhang"]
    assert ways is not None
    papers = {f"{name}证" for name in held}
    wanted = not ways or any(set(way) <= papers for way in ways)
    assert holds(douyin(catalogue)[0]["certification"], papers) is wanted
    lists = [{paper["name"] for paper in each["inner_list"]} for each in wechat(catalogue)[-1]["qualify"]["exter_list"]]
    assert (not lists or any(each <= papers for each in lists)) is wanted


@pytest.mark.parametrize("to", [to_wechat, to_douyin])
def test_what_a_shape_has_no_place_for_is_told_where_it_stands(to: Any) -> None:
    _text, findings = to(SEED)
    by_path = {finding.category: finding for finding in findings}
    cars = by_path["汽车", "汽车预售服务"]
    assert "whom an option is for" in cars.message
    assert cars.severity is Severity.INFO
    assert "经销商" in SEED.sources[0].slice(cars.span)
    assert ("金融业", "银行") not in by_path


@pytest.mark.parametrize("to", [to_wechat, to_douyin])
def test_what_is_too_much_to_list_is_left_out_with_a_warning(to: Any) -> None:
    lines = [f"{number}. 《甲{number}证》或《乙{number}证》" for number in range(1, 13)]
    catalogue = read_text(card(items="<br>".join(["需同时提供：", *lines])))
    if combinations_by_category(catalogue)["jinrongye/yinhang"] is not None:
        pytest.fail("the requirement has too few combinations for this test")
    text, findings = to(catalogue)
    assert "乙12证" in text
    if to is to_wechat:
        assert findings[0].severity is Severity.WARNING
        assert "too many to list" in findings[0].message
    else:
        # Each of its terms is short: this shape says it all.
        assert not [each for each in findings if "too many" in each.message]
