"""Each page as plain Markdown: what it says, and that no words in it become markup."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.pages import PageOptions, Rendering, render
from generator.pages.plain import escaped, link
from generator.source import read_text
from tests.pages.factory import Draft, catalogue
from tests.pages.published import read
from tests.pages.samples import sample
from tests.profiles import examples

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")
BUILT = {
    "h1",
    "h2",
    "h3",
    "p",
    "a",
    "ul",
    "ol",
    "li",
    "strong",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
# "=", "-" and "+" at the start of a line, numbers, references, code, comments, tables.
MARKUP = st.text(alphabet="\\`*_[]<>#|~&;=+-.)!1a 甲\n\t(:/", min_size=1, max_size=30)


@pytest.fixture(scope="module")
def rendering() -> Rendering:
    return render(sample(), PageOptions())


def plain(rendering: Rendering, path: str) -> str:
    (found,) = (each.plain for each in rendering.pages if each.path == path)
    return found


@settings(max_examples=examples(500))
@given(MARKUP)
def test_words_are_shown_as_they_are(words: str) -> None:
    shown = read(MARKDOWN.render(f"# {escaped(words)}\n\n{escaped(words)}\n\n- {escaped(words)}\n"))
    tags = [tag for tag, _attributes in shown.tags]
    expected = "".join(words.split())
    assert shown.text == expected * 3
    assert set(tags) <= {"h1", "p", "ul", "li"}


def test_a_reference_is_no_character() -> None:
    assert read(MARKDOWN.render(escaped("&lt;b&gt; &#65; &copy"))).text == "&lt;b&gt;&#65;&copy"


def test_a_link_holds_words_and_an_address() -> None:
    shown = read(MARKDOWN.render(link("a]b", "../x y/(1)/")))
    assert shown.tags == (("p", {}), ("a", {"href": "../x%20y/(1)/"}))
    assert link("甲", "") == "甲"


@pytest.mark.parametrize(
    "address",
    [
        "https://x.example/>) [evil](javascript:alert(1)) <",
        "https://x.example/\n\n# evil",
        "https://x.example/\\",
        "https://x.example/<b>",
        "https://x.example/?a&copy;b",
    ],
)
def test_an_address_from_a_source_ends_where_its_link_does(address: str) -> None:
    shown = read(MARKDOWN.render(link("甲", address)))
    assert [tag for tag, _attributes in shown.tags] == ["p", "a"]
    assert shown.text == "甲"
    assert "".join(unquote(shown.tags[1][1]["href"] or "").split()) == "".join(address.split())


def test_every_page_is_built_of_plain_markdown_alone(rendering: Rendering) -> None:
    told = [each for each in rendering.pages if each.plain]
    assert len(told) == len(rendering.pages) - 2
    for each in told:
        shown = read(MARKDOWN.render(each.plain))
        assert {tag for tag, _attributes in shown.tags} <= BUILT, each.path
        assert [tag for tag, _attributes in shown.tags].count("h1") == 1


def test_a_category_says_all_that_its_page_says(rendering: Rendering) -> None:
    text = plain(rendering, "qiche/qicheyushou.md")
    assert text.startswith("# 汽车预售服务\n\n大类: [汽车](<../index.md>)\n")
    assert "**小程序直播场景**: 汽车预售" in text
    assert "以下 3 项任选 1 项\n\n1. 适用 汽车厂商" in text
    assert "   -  [厂商授权销售文件](<../../qualifications/" in text
    assert "(备注: 含双方盖章)" in text
    assert "> **注意**\n> 暂不支持" in text
    assert "[官方说明](<https://developers.weixin.qq.com/" in text


def test_what_is_in_doubt_says_so_and_quotes_the_source(rendering: Rendering) -> None:
    text = plain(rendering, "qita/shipin.md")
    assert "请以原文为准" in text
    assert re.search(r"^> .*食品经营许可证", text, re.MULTILINE)


def test_a_tree_keeps_its_shape() -> None:
    source = (
        "## 组\n\n### 甲\n\n| 适用范围 | 资质要求（2选1） |\n|---|---|\n| x | 1. 《甲证》<br>2. 《乙证》及《丙证》 |\n"
    )
    made = render(read_text(source, "rules.md"), PageOptions())
    (category,) = (each for each in made.pages if each.kind == "category")
    html = MARKDOWN.render(category.plain).replace("\n", "")
    assert re.search(r"<ol><li>.*甲证.*</li><li>.*<ul><li>.*乙证.*</li><li>.*丙证.*</li></ul></li></ol>", html)


def test_a_tree_loses_neither_whom_it_is_for_nor_a_remark() -> None:
    draft = Draft()
    lonely = draft.choose(draft.paper("甲证"), holder="企业", remark="甲说")
    both = draft.all_of(draft.paper("乙证"), draft.paper("丙证"), holder="政府", remark="乙说")
    draft.category("a", "甲", tree=draft.choose(lonely, both, draft.nothing(remark="丙说"), remark="丁说"))
    made = render(catalogue(draft), PageOptions())
    (page,) = (each for each in made.pages if each.kind == "category")
    assert "以下 3 项任选 1 项 (备注: 丁说)" in page.plain
    assert re.search(r"^1\. 适用 企业: \[.*甲证\S* \(备注: 甲说\)$", page.plain, re.MULTILINE)
    assert re.search(r"^2\. 适用 政府: .*\(备注: 乙说\)$", page.plain, re.MULTILINE)
    assert "3. 无需提供资质 (备注: 丙说)" in page.plain


def category_page(requirement: str) -> str:
    source = f"## 组\n\n### 甲\n\n| 适用范围 | 资质要求（2选1） |\n|---|---|\n| x | {requirement} |\n"
    made = render(read_text(source, "rules.md"), PageOptions())
    (category,) = (each for each in made.pages if each.kind == "category")
    return category.plain


def test_what_is_said_of_no_papers_is_kept() -> None:
    assert "无需提供资质 (备注: （个人主体不支持）)\n" in category_page("无需（个人主体不支持）")


def test_whom_papers_are_for_stands_apart_from_them() -> None:
    text = category_page("1. 汽车厂商：《甲证》<br>2. 经销商：《乙证》与《丙证》")
    assert "1. 适用 汽车厂商: [甲证]" in text
    assert "2. 适用 经销商: 须同时提供以下 2 项\n" in text


def test_lists_stay_lists() -> None:
    made = render(
        read_text("# T\n\n- one\n- two\n\n## 组\n\n### 甲\n\n| 资质要求 |\n|---|\n| 《a》 |\n"), PageOptions()
    )
    assert "\n- one\n- two\n" in made.pages[0].plain


def test_cells_that_span_keep_the_others_in_their_columns() -> None:
    table = (
        "<table><tr><td rowspan=2>a</td><td>b</td><td rowspan=3>c</td></tr><tr><td>d</td></tr>"
        "<tr><td colspan=2>e</td></tr></table>"
    )
    source = f"# T\n\n{table}\n\n## 组\n\n### 甲\n\n| 资质要求 |\n|---|\n| 《a》 |\n"
    text = render(read_text(source), PageOptions()).pages[0].plain
    assert "| a | b | c |\n| --- | --- | --- |\n| a | d | c |\n| e |  | c |\n" in text


def test_the_contents_lead_to_every_category() -> None:
    options = PageOptions(url="https://x.example/help/")
    made = render(sample(), options)
    assert made.contents.startswith("# 微信小程序直播类目与资质\n\n> 5 个大类")
    for category in sample().categories:
        assert f"](https://x.example/help/{category.id}/index.md)" in made.contents
    assert "(https://x.example/help/catalogue.json)" in made.contents
    assert "(catalogue.json)" in render(sample(), PageOptions()).contents


def test_the_contents_are_read_as_their_makers_read_them() -> None:
    # The expressions are those of https://llmstxt.org/core.html; where one does not match, that program breaks off.
    source = "## 组 [a](b)\n\n### 甲 \\[x\\] (y)\n\n| 资质要求 |\n|---|\n| 《a》 |\n"
    made = render(read_text(source, "rules.md"), PageOptions(url="https://x.example/(help)/"))
    _start, *sections = re.split(r"^##\s*(.*?$)", made.contents, flags=re.MULTILINE)
    items = [line for part in sections[1::2] for line in part.split("\n") if line.strip()]
    found = [re.search(r"-\s*\[(?P<title>[^\]]+)\]\((?P<url>[^\)]+)\)(?::\s*(?P<desc>.*))?", line) for line in items]
    (category,) = (each for each in made.pages if each.kind == "category")
    address = f"https://x.example/%28help%29/{category.path.removesuffix('.md')}/index.md"
    assert all(found)
    assert found[0] is not None
    assert found[0]["url"] == address
    assert read(MARKDOWN.render(items[0])).text.startswith("甲[x](y)")


@pytest.mark.parametrize("directory_urls", [True, False])
def test_links_between_them_arrive(directory_urls: bool) -> None:
    made = render(sample(), PageOptions(directory_urls=directory_urls))
    paths = {each.path for each in made.pages if each.plain}
    for each in made.pages:
        for target in re.findall(r"\]\(<((?!https:)[^>#]*\.md)>\)", each.plain):
            stem = each.path.removesuffix(".md")
            here = f"{stem}/index.md" if directory_urls and not stem.endswith("index") else f"{stem}.md"
            parts: list[str] = here.split("/")[:-1]
            for step in target.split("/"):
                parts = parts[:-1] if step == ".." else parts if step == "." else [*parts, step]
            path = "/".join(parts)
            known = {path, path.removesuffix("/index.md") + ".md"} if directory_urls else {path}
            assert known & paths, (each.path, target)
