"""What changed, by meaning: each edit of the real source is named, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import pytest

from generator.catalogue import Catalogue
from generator.exports.difference_reports import to_json, to_markdown, to_text
from generator.exports.differences import Change, Kind, differences
from generator.source import read_text

SEED = (Path(__file__).parents[2] / "catalogue" / "sources" / "mini-program-live.md").read_text(encoding="utf-8")
PRODUCT = "https://developers.weixin.qq.com/miniprogram/product/material/"
TWO = "1. 《金融许可证》<br>\n2. 《金融机构许可证》"
ROW = " <tr>\n  <th >资质要求"
BANK_HEAD = f'（2选1）</th>\n  <td><a href="{PRODUCT}jinrong/yinhang'
LIVE = "https://cloud.tencent.com/document/product/454/12554"


@cache
def catalogue(text: str) -> Catalogue:
    """Read a text; most are compared with the same one."""
    return read_text(text, "rules.md")


def changed(text: str, old: str = SEED) -> tuple[Change, ...]:
    return differences(catalogue(old), catalogue(text))


def cut(name: str) -> tuple[str, str]:
    """Return the source without a category, and the part that was taken out."""
    found = re.search(rf"^### {re.escape(name)}\n.*?(?=^##)", SEED, re.MULTILINE | re.DOTALL)
    assert found
    return SEED[: found.start()] + SEED[found.end() :], found[0]


def put(old: str, new: str, count: int = 1) -> Callable[[], str]:
    def edited() -> str:
        assert old in SEED, old
        return SEED.replace(old, new, count)

    return edited


def within(name: str, old: str, new: str) -> Callable[[], str]:
    """Return an edit inside one category alone."""

    def edited() -> str:
        _without, part = cut(name)
        assert old in part, old
        return SEED.replace(part, part.replace(old, new, 1))

    return edited


def new_category() -> str:
    _without, part = cut("信托")
    fresh = part.replace("信托", "典当").replace("xintuo", "diandang").replace("理财业务", "质押业务")
    return SEED.replace("### 公募基金", fresh + "### 公募基金")


EDITS: dict[str, tuple[Callable[[], str], list[tuple[str, str | None, str | None]]]] = {
    "nothing": (lambda: SEED, []),
    "blank lines": (lambda: SEED.replace("\n\n\n", "\n\n"), []),
    "indentation": (lambda: SEED.replace("\t", "    "), []),
    "line endings": (lambda: SEED.replace("\n", "\r\n"), []),
    "numerals": (put("1. 《金融许可证》<br>", "1.《金融许可证》<br>"), []),
    "renamed": (put("### 信托\n", "### 信托业\n"), [("category-renamed", "金融业 / 信托", "金融业 / 信托业")]),
    "renamed to another's like": (
        put("### 私募基金\n", "### 私募投资基金\n"),
        [("category-renamed", "金融业 / 私募基金", "金融业 / 私募投资基金")],
    ),
    "group renamed": (
        put("## 教育\n", "## 文教\n"), [("category-renamed", "教育 / 在线视频课程", "文教 / 在线视频课程")]
    ),
    "removed": (lambda: cut("信托")[0], [("category-removed", "金融业 / 信托", None)]),
    "added": (new_category, [("category-added", None, "金融业 / 典当")]),
    "count": (put("（8选1）", "（7选1）"), [("count", "8选1", "7选1")]),
    # Without it, all eight are needed together.
    "count gone": (within("保险", "（8选1）", ""), [("count", "8选1", None), ("option-added", None, None)]),
    "option gone": (
        put("7. 《经营保险资产管理业务许可证》<br>\n", ""), [("option-removed", "经营保险资产管理业务许可证", None)]
    ),
    "option come": (
        within("银行", "2. 《金融机构许可证》\n", "2. 《金融机构许可证》<br>\n3. 《存款许可证》\n"),
        [("option-added", None, "存款许可证")],
    ),
    "option and count": (
        lambda: within("银行", "2. 《金融机构许可证》\n", "2. 《金融机构许可证》<br>\n3. 《存款许可证》\n")().replace(
            BANK_HEAD,
            BANK_HEAD.replace("2选1", "3选1"),
        ),
        [("count", "2选1", "3选1"), ("option-added", None, "存款许可证")],
    ),
    "paper exchanged": (
        within("信托", "《金融机构许可证》", "《信托许可证》"),
        [("option-removed", "金融机构许可证", None), ("option-added", None, "信托许可证")],
    ),
    "a paper more in an option": (
        within("信托", "1. 《金融许可证》<br>", "1. 《金融许可证》及《营业执照》<br>"),
        [("option-removed", "金融许可证", None), ("option-added", None, "金融许可证 + 营业执照")],
    ),
    "options reordered": (
        within("信托", TWO, TWO.replace("机构", "").replace("1. 《金融", "1. 《金融机构")),
        [("requirement", "1. 《金融许可证》 2. 《金融机构许可证》", "1. 《金融机构许可证》 2. 《金融许可证》")],
    ),
    "condition": (
        put("必须包含“基金”", "必须包含“公募基金”"),
        [("requirement", None, None)],
    ),
    "scope": (
        put("适用于提供消费金融线上服务或交易等服务", "适用于提供消费金融线上服务"),
        [("scope", "适用于提供消费金融线上服务或交易等服务", "适用于提供消费金融线上服务")],
    ),
    "scenario": (
        put("汽车预售、汽车推广类直播", "汽车预售直播"), [("scenario", "汽车预售、汽车推广类直播", "汽车预售直播")]
    ),
    "notice": (put("价格指导", "报价指导"), [("notice", None, None)]),
    "notice gone": (
        put(">! 暂不支持涉及私募产品公开募集或在线交易等服务。\n", ""),
        [("notice-removed", "暂不支持涉及私募产品公开募集或在线交易等服务。", None)],
    ),
    "notice come": (
        put("具备【金融-信托】", ">! 新的提醒。\n\n具备【金融-信托】"), [("notice-added", None, "新的提醒。")]
    ),
    "official link": (
        put("jinrong/xintuo.html", "jinrong/xintuo2.html"),
        [("link", f"{PRODUCT}jinrong/xintuo.html",
          f"{PRODUCT}jinrong/xintuo2.html")],
    ),
    "other link": (within("信托", LIVE, LIVE + "9"), [("link", LIVE, LIVE + "9")]),
    "link gone": (
        within("信托", f"[标准直播+直播标签]({LIVE})", "标准直播+直播标签"), [("link-removed", LIVE, None)]
    ),
    "link come": (
        within("信托", "进行接入。", "进行[接入](https://x.example/)。"), [("link-added", None, "https://x.example/")]
    ),
    "text": (within("信托", "进行接入。", "进行接入，详见文档。"), [("text", None, None)]),
    "introduction": (put("本文仅提供参考", "本文仅供参考"), [("text", None, None)]),
    "row come": (
        within("信托", ROW, " <tr>\n  <th>备注</th>\n  <td>先备案</td>\n </tr>\n" + ROW),
        [("field", None, "备注: 先备案")],
    ),
    "requirement gone": (
        within("保险", "资质要求（8选1）", "其他说明"), [("count", "8选1", None), ("field", None, None)]
    ),
    "moved to another group": (
        lambda: cut("信托")[0].replace("## 工具 - ", cut("信托")[1].replace("###", "##") + "## 工具 - "),
        [("category-renamed", "金融业 / 信托", "信托")],
    ),
    "nothing required any more": (
        within("信托", "1. 《金融许可证》<br>\n2. 《金融机构许可证》\n", "-\n"),
        [("option-removed", "金融许可证", None), ("option-removed", "金融机构许可证", None)],
    ),
}  # fmt: skip

EIGHT_GONE = ("count gone", "requirement gone")


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_named_and_nothing_else(edit: str) -> None:
    edited, wanted = EDITS[edit]
    found = changed(edited())
    told = [(each.kind.value, each.before, each.after) for each in found]
    if edit in EIGHT_GONE:
        # Each of the eight options is gone as well.
        assert [kind for kind, *_ in told].count("option-removed") == 8
        told = [each for each in told if each[0] != "option-removed"]
    assert [kind for kind, *_ in told] == [kind for kind, *_ in wanted]
    for (_kind, before, after), (_same, old, new) in zip(told, wanted, strict=True):
        assert old is None or before == old
        assert new is None or after == new


def test_there_are_enough_edits() -> None:
    assert len(EDITS) >= 30


def test_what_is_added_one_way_is_removed_the_other() -> None:
    for edited, _wanted in EDITS.values():
        forth, back = changed(edited()), changed(SEED, edited())
        assert len(forth) == len(back)
        assert sorted((str(each.before), str(each.after)) for each in forth) == sorted(
            (str(each.after), str(each.before)) for each in back
        )


@pytest.mark.parametrize("round_", range(10))
def test_several_edits_at_once_are_all_named(round_: int) -> None:
    random = Random(round_)
    names = random.sample(["银行", "信托", "公募基金", "征信业务", "消费金融"], 3)
    text = SEED
    for name in names:
        _without, part = cut(name)
        text = text.replace(part, part.replace("适用于", "只适用于", 1))
    assert [(each.kind, each.path[-1]) for each in changed(text)] == [
        (Kind.SCOPE, name) for name in sorted(names, key=SEED.index)
    ]


def test_renamed_moved_and_linked_anew_at_once_is_still_one() -> None:
    without, part = cut("征信业务")
    other = part.replace("### 征信业务", "## 信用服务").replace("jinrong/zhengxin", "xinyong/fuwu")
    found = changed(without.replace("## 工具 - 视频客服", other + "## 工具 - 视频客服"))
    assert [each.kind.value for each in found] == ["category-renamed", "link"]


def test_the_forms_say_the_same() -> None:
    changes = changed(EDITS["paper exchanged"][0]())
    assert "金融业 / 信托\n  option removed\n    - 金融机构许可证\n" in to_text(changes)
    assert to_text(changes).endswith("2 changes\n")
    assert "- **option removed** ~~金融机构许可证~~\n- **option added** 信托许可证" in to_markdown(changes)
    listed = json.loads(to_json(changes))
    assert listed["version"] == 1
    assert listed["changes"][0] == {
        "kind": "option-removed",
        "category": "jinrong/xintuo",
        "path": ["金融业", "信托"],
        "before": "金融机构许可证",
        "after": None,
    }
    assert to_text(()) == to_markdown(()) == "Nothing has changed.\n"


def test_words_of_a_document_are_no_markup_in_the_report() -> None:
    changes = changed(SEED.replace("汽车预售、汽车推广类直播", "*a* &lt;b&gt; [c](d)"))
    assert "\\*a\\* \\<b\\> \\[c\\](d)" in to_markdown(changes)
