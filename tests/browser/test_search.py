"""The search as a reader uses it: typed into the theme's own box, in every language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from generator.config import load_settings
from generator.site.languages import languages
from generator.site.reading import read
from generator.site.search_index import IndexMaker
from generator.site.synonyms import read_synonyms
from tests.search.distractors import distractors
from tests.search.driver import OTHERS, QUERIES, ask, queries, run, searching, serve_indexes, table

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
BLIND = [query for query in queries() if query.half == "blind"]


@pytest.fixture
def site(built: Path, static_server: Callable[[Path], str]) -> str:
    return static_server(built)


def test_there_are_enough_queries_of_every_class() -> None:
    asked = queries()
    assert len(asked) >= 150
    assert len({(query.locale, query.words) for query in asked}) == len(asked)
    assert {query.locale for query in asked} == {"zh", "zh-Hant", "en"}
    assert len({query.kind for query in asked}) >= 15
    assert 0.4 < len(BLIND) / len(asked) < 0.6
    assert QUERIES.is_file()


def test_the_blind_half_finds_what_is_wanted(page: Page, site: str) -> None:
    scores = run(page, site, BLIND)
    score = scores["all"]
    assert score.hit(1) >= 92, table([("leimu", scores)])
    assert score.hit(5) >= 98, table([("leimu", scores)])
    assert score.none <= 1, table([("leimu", scores)])


def test_queries_of_another_hand_find_what_is_wanted(page: Page, site: str) -> None:
    scores = run(page, site, queries(OTHERS)[::4])
    score = scores["all"]
    assert len(score.ranks) > 90
    assert score.hit(1) >= 92, table([("leimu", scores)])
    assert score.hit(5) >= 98, table([("leimu", scores)])
    assert score.none <= 1, table([("leimu", scores)])


def test_three_hundred_further_categories_hide_little(page: Page, site: str, tmp_path: Path) -> None:
    settings = load_settings(ROOT / "mkdocs.yml")
    assert settings is not None
    more = tmp_path / "more.md"
    more.write_text(distractors(), encoding="utf-8")
    wide = replace(settings, sources=(*settings.sources, more))
    catalogue = read(wide)
    assert len(catalogue.categories) == 317
    spoken = languages(wide, catalogue)
    maker = IndexMaker(spoken, read_synonyms(wide.synonyms, catalogue), directory_urls=True)
    for language in spoken:
        (tmp_path / f"{language.code}.json").write_bytes(maker.make(language, (), home="x"))
    serve_indexes(page, tmp_path)
    scores = run(page, site, BLIND[::2])
    assert scores["all"].hit(1) >= 85, table([("leimu", scores)])


def test_a_page_where_nobody_searches_loads_no_index(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site + "jinrong/yinhang/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/assets/search/" in url]
    page.locator("[data-md-component=search-query]").click()
    ask(page, "yinhang")
    assert len([url for url in asked if "/assets/search/zh.json" in url]) == 1


def test_the_search_needs_no_network_once_it_is_loaded(page: Page, site: str) -> None:
    with searching(page, site, "zh"):
        page.context.set_offline(True)
        assert ask(page, "保险")[0].endswith("/jinrong/baoxian/?h=%E4%BF%9D%E9%99%A9")
        page.context.set_offline(False)


def test_a_result_marks_what_matched_and_says_why(page: Page, site: str) -> None:
    with searching(page, site, "zh"):
        ask(page, "卖车")
        first = page.locator(".md-search-result__item").first
        expect(first).to_contain_text("汽车预售服务")
        expect(first).to_contain_text("又称：卖车")
        ask(page, "銀行")
        expect(page.locator(".md-search-result__item h1 mark").first).to_have_text("银行")


def test_what_was_found_is_announced(page: Page, site: str) -> None:
    with searching(page, site, "en"):
        ask(page, "trust")
        meta = page.locator(".md-search-result__meta")
        expect(meta).to_have_attribute("role", "status")
        expect(meta).to_contain_text("matching document")


def test_enter_opens_the_best_result_and_arrows_walk_the_list(page: Page, site: str) -> None:
    with searching(page, site, "zh"):
        ask(page, "gmjj")
        page.keyboard.press("ArrowDown")
        expect(page.locator(".md-search-result__link").first).to_be_focused()
        page.locator("[data-md-component=search-query]").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/jinrong/jijin/**")
    expect(page.locator("h1")).to_contain_text("公募基金")


def test_the_box_completes_a_name(page: Page, site: str) -> None:
    with searching(page, site, "zh"):
        ask(page, "公募")
        expect(page.locator("[data-md-component=search-suggest]")).to_have_text("公募基金")


def test_half_typed_pinyin_of_an_input_method_is_left_alone(page: Page, site: str) -> None:
    with searching(page, site, "zh"):
        ask(page, "保险")
        before = page.locator(".md-search-result__list").inner_html()
        page.evaluate(
            """() => {
                const box = document.querySelector("[data-md-component=search-query]")
                box.dispatchEvent(new CompositionEvent("compositionstart"))
                for (const key of "yin") {
                    box.value += key
                    box.dispatchEvent(new InputEvent("input", { isComposing: true, bubbles: true }))
                    box.dispatchEvent(new KeyboardEvent("keyup", { key, isComposing: true, bubbles: true }))
                }
                box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true }))
            }"""
        )
        page.wait_for_timeout(200)
        assert page.locator(".md-search-result__list").inner_html() == before
        assert page.url.rstrip("/") == site.rstrip("/")
        page.evaluate(
            """() => {
                const box = document.querySelector("[data-md-component=search-query]")
                box.value = "银行"
                box.dispatchEvent(new CompositionEvent("compositionend", { data: "银行" }))
            }"""
        )
        expect(page.locator(".md-search-result__item h1").first).to_have_text("银行")


def test_what_is_pasted_is_searched_without_a_key(page: Page, site: str) -> None:
    with searching(page, site, "zh"):
        page.evaluate(
            """() => {
                const box = document.querySelector("[data-md-component=search-query]")
                box.value = "征信"
                box.dispatchEvent(new InputEvent("input", { bubbles: true }))
            }"""
        )
        expect(page.locator(".md-search-result__item h1").first).to_have_text("征信业务")


@pytest.mark.parametrize(
    "words", ["<img src=x onerror=alert(1)>", "“”", "a" * 500, "*~:^+-", "的", "💥", "%00", "(" * 50]
)
def test_no_query_breaks_the_search(page: Page, site: str, words: str) -> None:
    with searching(page, site, "zh"):
        box = page.locator("[data-md-component=search-query]")
        box.fill(words)
        page.wait_for_timeout(250)
        assert page.locator(".md-search-result__list img").count() == 0
        assert ask(page, "保险")[0].startswith(site)


def test_a_section_of_a_page_stands_below_the_page_and_leads_there(page: Page, site: str) -> None:
    with searching(page, site, "zh"):
        ask(page, "隐私 字体 脚本")
        item = page.locator(".md-search-result__item").first
        expect(item.locator("h1")).to_have_text("关于本站")
        expect(item.locator("h2")).to_have_text("隐私")
        expect(item).to_contain_text("不从其他网站加载字体")
        page.wait_for_load_state("networkidle")
        item.locator("a").nth(1).click()
        page.wait_for_url("**/about/**#privacy")
        page.wait_for_load_state("networkidle")
