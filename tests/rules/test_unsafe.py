"""Unsafe markup is told once, at its characters, wherever it stands; and what is told of is never rendered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.catalogue import Catalogue
from generator.findings import Finding
from generator.pages import PageOptions, render
from generator.rules import judge
from generator.rules.unsafe import unsafe_scheme
from generator.source import ReadSettings, read_named, read_text
from tests.pages.published import is_own_script, published
from tests.rules.factory import at

CASES: dict[str, list[Any]] = yaml.safe_load(Path(__file__).with_name("unsafe.yml").read_text(encoding="utf-8"))
DOCUMENT = """\
# 直播类目

>! 直播须实名{notice}。

{introduction}

## 金融业

### 银行

具备【金融业-银行】类目，可接入。

{prose}

<table>
  <tr><th>小程序直播场景</th><td>金融产品推广直播{cell}</td></tr>
  <tr><th>类目适用范围</th><td>适用于提供银行业务在线服务</td></tr>
  <tr><th>资质要求</th><td>《金融许可证》</td></tr>
</table>

### 信托

| 小程序直播场景 | 类目适用范围 | 资质要求 |
| --- | --- | --- |
| 信托介绍{pipes} | 信托服务 | - |
"""
PLACES = ("notice", "introduction", "prose", "cell", "pipes")
DANGEROUS = {
    "applet",
    "base",
    "embed",
    "frame",
    "frameset",
    "iframe",
    "link",
    "meta",
    "object",
    "script",
    "style",
    "svg",
}


def document(place: str, markup: str) -> str:
    return DOCUMENT.format(**{**dict.fromkeys(PLACES, ""), place: markup})


def told(text: str) -> tuple[Catalogue, list[Finding]]:
    catalogue = read_text(text, "unsafe.md")
    return catalogue, [finding for finding in judge(catalogue) if finding.rule == "unsafe-html"]


def assert_harmless(catalogue: Catalogue) -> None:
    """Assert that no page holds a tag or attribute by which anything could run or be loaded."""
    for page in render(catalogue, PageOptions()).pages:
        for tag, attributes in published(page.markdown).tags:
            assert tag not in DANGEROUS or is_own_script(tag, attributes), page.path
            for name, value in attributes.items():
                assert not name.startswith("on"), page.path
                assert name not in {"srcdoc", "style"}, page.path
                assert unsafe_scheme(value or "") is None, page.path


# The same lines again and again, which take three times as long where each is counted.
@pytest.mark.no_cover
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("case", CASES["live"], ids=lambda case: case["markup"])
def test_it_is_told_once_in_every_place_and_never_rendered(case: dict[str, Any], place: str) -> None:
    text = document(place, case["markup"])
    catalogue, findings = told(text)
    assert [finding.span for finding in findings] == [at(text, case.get("at", case["markup"]))]
    assert_harmless(catalogue)


@pytest.mark.parametrize("case", CASES["prose"], ids=lambda case: case["markup"])
def test_it_is_told_where_markdown_counts(case: dict[str, Any]) -> None:
    text = document("prose", case["markup"])
    catalogue, findings = told(text)
    assert [finding.span for finding in findings] == [at(text, case["at"], case.get("nth", 0))]
    assert_harmless(catalogue)


@pytest.mark.parametrize("markup", CASES["words"])
def test_words_are_left_alone(markup: str) -> None:
    assert told(document("prose", markup))[1] == []


def test_tags_and_rows_of_tables_are_looked_at_too() -> None:
    text = document("prose", "").replace("<table>", "<table onclick=show()>").replace("<tr>", "<tr onclick=go()>", 1)
    catalogue, findings = told(text)
    assert [finding.span for finding in findings] == [at(text, "onclick=show()"), at(text, "onclick=go()")]
    assert_harmless(catalogue)


def test_a_group_of_two_sources_is_looked_at_in_both() -> None:
    first = document("prose", "甲<script>show()</script> 与 `<iframe>`")
    second = "## 金融业\n\n乙<b onclick=go()>丙</b>与 `<embed>`\n\n### 保险\n\n" + first.partition("银行\n\n")[2]
    catalogue = read_named([("a.md", first.encode()), ("b.md", second.encode())], ReadSettings())
    findings = [finding for finding in judge(catalogue) if finding.rule == "unsafe-html"]
    assert [(finding.source, catalogue.sources[finding.source].slice(finding.span)) for finding in findings] == [
        (0, "<script>"), (1, "onclick=go()"), (1, "<script>"),
    ]  # fmt: skip


def test_many_tags_take_no_more_than_their_share() -> None:
    """A million comparisons would be felt; each tag is looked up, not searched for."""
    text = document("prose", "<b onclick=show()>甲</b>\n\n" * 3000)
    assert len(told(text)[1]) == 3000
