"""The places of a source that links can point at, and what is nearly a link."""

from __future__ import annotations

from generator.catalogue import RepairKind, Source
from generator.source import read_text


def source(text: str) -> Source:
    return read_text(text).sources[0]


def test_marks_are_found_wherever_they_stand() -> None:
    text = (
        '# [题](id:title)\n\n<span id="prose"></span> [](id:mark)\n\n- <a name=list></a>\n\n## 节 {#section}\n\n'
        '<table id=\'table\'><tr id="row"><td id=cell><img src=a.png id="picture"></td></tr></table>\n'
    )
    assert source(text).anchors == ("title", "prose", "mark", "list", "section", "table", "row", "cell", "picture")


def test_neither_code_nor_words_name_a_place() -> None:
    text = '```html\n<a id="code"></a>\n```\n\nid="words" 与 1 < 2 且 id=3；<a data-id="other">x</a>\n'
    assert source(text).anchors == ()


def test_headings_are_kept_in_order_with_the_title() -> None:
    assert source("# 题\n\n## 金融业 **甲**\n\n### 银行\n\n```\n# 码\n```\n").headings == ("题", "金融业 甲", "银行")


def test_what_is_nearly_a_link_is_noted_at_its_address() -> None:
    read = source(">! 见\n> [甲](https://a.example.cn/a b)\n\n乙 [丙丁][none]。\n")
    broken = [repair for repair in read.repairs if repair.kind is RepairKind.BROKEN_LINK]
    assert [(repair.name, read.slice(repair.span)) for repair in broken] == [
        ("space", "https://a.example.cn/a b"),
        ("undefined", "none"),
    ]
    assert [read.slice(repair.opened) for repair in broken if repair.opened] == [
        "[甲](https://a.example.cn/a b)",
        "[丙丁][none]",
    ]
