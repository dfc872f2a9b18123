"""What a stranger may write without an end costs its share and no more: nothing grows with the square.

Sizes are small in `make test` and large in `make fuzz`.  A process of its own reads them, ended if it hangs; what
is measured is the processor's time, since the clock on the wall runs for the tests beside it too.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from multiprocessing.pool import Pool
from typing import Final

import pytest

from tests.profiles import IS_DEEP
from tests.whole_way import read, rendered

pytestmark = [pytest.mark.slow, pytest.mark.fuzz, pytest.mark.no_cover]

LONGEST: Final = 200_000
"""Twenty times what a person writes, in bytes."""
MOST: Final = 300
"""Seconds that no text of that length may take; what grows with the square would take hours."""
RUN: Final = LONGEST if IS_DEEP else 30_000
LIMIT: Final = MOST * (RUN / LONGEST) ** 2
"""What grows with the square takes so much less for a shorter text: the limit finds there what it finds in the long."""
HANGS: Final = 900
"""Seconds of the clock on the wall after which no answer is awaited any more."""
CELL: Final = 5_000_000 if IS_DEEP else 60_000
TAGS: Final = 10_000 if IS_DEEP else 1_000
NESTED: Final = MOST if IS_DEEP else 10
MANY: Final = 100_000 if IS_DEEP else 2_000


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with multiprocessing.get_context("spawn").Pool(1) as made:
        yield made


SHORT = {
    "square brackets": "[", "brackets": "(", "wide brackets": "（", "title marks": "《《《", "title marks closed": "》",
    "angle brackets": "<", "references": "&#", "entities": "&amp;", "blanks": " ", "no-break blanks": "\u00a0",
    "bars": "|", "backticks": "`", "backticks and letters": "`甲", "links": "[[[", "pictures": "![](",
    "link ends": "](x)", "numbers": "1.", "numbered papers": "2.《甲证》<br>", "circled": "①", "commas": "，",
    "slashes": "/", "ors": "或",
    "papers and ors": "《甲证》或", "choices": "二选一", "counts": "3选2", "comments": "<!--", "attributes": "<a b=c ",
    "quoted attributes": "<a href='", "stars": "*", "emphasis": "**甲", "tildes": "~~", "breaks": "<br>",
    "tables": "<table>", "cells": "<td>", "lists": "<ul><li>", "elements": "<div>", "inline": "<b>", "ends": "</b>",
    "svg": "<svg>", "math": "<math>", "scripts": "<script>", "selects": "<select>", "backslashes": "\\",
    "lines": "\n", "paragraphs": "\n\n", "headings": "\n# ", "quotes": "\n> ", "items": "\n- 甲", "rules": "\n---\n",
    "references to links": "\n[甲]: 乙\n", "addresses": "https://a.b/", "zero width": "\u200b", "bidi": "\u202e",
    "templates": "{{", "asked for": "需补充“甲类目”", "breadcrumbs": "具备【甲-乙】类目", "conditions": "（适用于",
    "holders": "甲：", "all of": "同时提供：", "ignores": "<!-- leimu: ignore=a x -->", "letters": "a", "han": "甲",
    "ignores in code": "`<!-- leimu: ignore=a x -->`", "fences": "\n```\n",
}  # fmt: skip
TABLE = """## 金融\n\n### 银行\n\n{}\n\n<table><tr><th>小程序直播场景</th><td>直播</td></tr>
<tr><th>类目适用范围</th><td>{}</td></tr>\n<tr><th>资质要求</th><td>{}</td></tr></table>\n"""


@pytest.mark.parametrize("kind", SHORT)
def test_a_long_run_of_anything_takes_no_more_than_its_share(pool: Pool, kind: str) -> None:
    unit = SHORT[kind]
    for place in range(3):
        parts = ["", "", ""]
        parts[place] = unit * (RUN // len(unit.encode()))
        assert pool.apply_async(rendered, (TABLE.format(*parts),)).get(HANGS).seconds < LIMIT


@pytest.mark.parametrize("kind", ["brackets", "title marks", "elements", "references", "blanks", "asked for", "bars"])
def test_a_very_long_cell_is_read(pool: Pool, kind: str) -> None:
    unit = SHORT[kind]
    text = TABLE.format("", unit * (CELL // len(unit.encode())), "《甲证》")
    assert pool.apply_async(rendered, (text,)).get(HANGS).categories == 1


@pytest.mark.parametrize(
    "tag", ["div", "b", "ul><li", "table><tr><td", "svg", "math><mtext", "blockquote", "a", "details"]
)
def test_thousands_of_nested_tags_are_read(pool: Pool, tag: str) -> None:
    for place in range(3):
        parts = ["", "", ""]
        parts[place] = f"<{tag}>" * TAGS + "《甲证》"
        assert pool.apply_async(rendered, (TABLE.format(*parts),)).get(HANGS).seconds < NESTED


CATEGORY = """### 银行\n\n<table><tr><th>小程序直播场景</th><td>直播</td></tr>
<tr><th>类目适用范围</th><td>甲</td></tr><tr><th>资质要求</th><td>《{}》</td></tr></table>\n\n"""


def test_thousands_of_categories_of_one_name_are_read(pool: Pool) -> None:
    text = "## 金融业\n\n" + CATEGORY.format("甲证") * MANY
    assert pool.apply_async(read, (text,)).get(2 * HANGS).categories == MANY


def test_thousands_of_papers_of_nearly_one_name_are_read(pool: Pool) -> None:
    names = "或".join(f"《网络文化经营许可证{number:x}》" for number in range(MANY))
    assert pool.apply_async(read, (TABLE.format("", "", names),)).get(2 * HANGS).categories == 1
