"""The items of HTML lists: where their words begin, and what a requirement makes of lists in lists."""

from __future__ import annotations

import pytest

from generator.combinations import combinations
from generator.source import read_text
from generator.source.content import read_content
from generator.source.list_items import with_list_items
from generator.source.shown import Shown

CELL = "<table><tr><th>适用范围</th><td>x</td></tr><tr><th>资质要求{label}</th><td>{cell}</td></tr></table>\n"
A, B, C = "<li>《甲证》</li>", "<li>《乙证》</li>", "<li>《丙证》</li>"


def shown_of(cell: str) -> Shown:
    """Return a cell's shown text with its list items."""
    return with_list_items(read_content(cell, 0, len(cell)).lines(), cell, 0, len(cell))


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("甲<br>乙", []),
        ("<ol><li>甲</li><li>乙</li></ol>", [("甲", 1), ("乙", 1)]),
        ("<UL><LI>甲<LI>乙</UL>", [("甲", 1), ("乙", 1)]),
        ("<ul><li>甲<ul><li>乙</li></ul></li><li>丙</li></ul>", [("甲", 1), ("乙", 2), ("丙", 1)]),
        ("<ul><li><ul><li>甲</li></ul></li></ul>", [("甲", 1), ("甲", 2)]),
        ("<ul><li></li><li>甲</li><li></li></ul>", [("甲", 1)]),
        ("<li>甲</li></ul></ul><ul><li>&#x4E59;</li></ul>", [("甲", 1), ("乙", 1)]),
        ("<ul><!-- <li>甲</li> --><li>\n <p>乙</p></li></ul>", [("乙", 1)]),
    ],
)
def test_items_begin_where_their_words_do(cell: str, items: list[tuple[str, int]]) -> None:
    shown = shown_of(cell)
    assert [(shown.text[at], depth) for at, depth in shown.items] == items


@pytest.mark.parametrize(
    ("label", "cell", "ways"),
    [
        ("（2选1）", f"<ul>{A}<li>同时提供<ul>{B}{C}</ul></li></ul>", [["甲证"], ["乙证", "丙证"]]),
        ("（2选1）", f"<ol><li>某主体同时提供：<ol>{A}{B}</ol></li>{C}</ol>", [["甲证", "乙证"], ["丙证"]]),
        ("", f"<p>同时提供：</p><ol><li>以下任一：<ul>{A}{B}</ul></li>{C}</ol>", [["甲证", "丙证"], ["乙证", "丙证"]]),
        ("", f"<p>资质：</p><ol><li>（2选1）</li>{A}{B}</ol>", [["甲证"], ["乙证"]]),
        ("（2选1）", f"<ul><li><ul><li>同时提供：</li>{A}{B}</ul></li>{C}</ul>", [["甲证", "乙证"], ["丙证"]]),
        ("（2选1）", f"<ul>{A}<li>如涉及外资，需补充《丁证》</li>{B}</ul>适用于餐饮服务", [["甲证"], ["乙证"]]),
        ("（2选1）", "<ul><li>1、《甲证》</li><li>2、《乙证》</li></ul>", [["甲证"], ["乙证"]]),
    ],
)
def test_lists_in_lists_are_read_as_a_browser_shows_them(label: str, cell: str, ways: list[list[str]]) -> None:
    (category,) = read_text("## 组\n\n### 类\n\n" + CELL.format(label=label, cell=cell)).categories
    assert category.requirement is not None
    assert [list(way) for way in combinations(category.requirement.tree) or ()] == ways
    assert not category.requirement.doubts
