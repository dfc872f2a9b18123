"""Every kind of page in every language as readers have it: under nginx, on phone and desktop, light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.nginx import nginx

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
PREFIXES = {"zh": "", "zh-Hant": "zh-Hant/", "en": "en/"}
KINDS = {
    "home": "",
    "group": "jinrong/",
    "category": "qiche/qicheyushou/",
    "qualifications": "qualifications/",
    "qualification": "qualifications/yingyezhizhao/",
    "finder": "finder/",
    "answer of the finder": "finder/?who=c&have=yingyezhizhao,jinrongxukezheng",
    "matrix": "matrix/",
    "comparison": "compare/",
    "categories side by side": "compare/?c=jinrong/yinhang,jinrong/jijin,shejiao/zhibo",
    "changes": "changes/",
    "hand-written": "about/",
    "documentation": "editors/",
    "404": "nothing/here/",
}
FILLED = {
    "finder": ".lm-found--one",
    "answer of the finder": ".lm-found--open",
    "comparison": ".lm-ready",
    "categories side by side": ".lm-beside",
}
"""What a script fills, and what is there when it has."""
WIDTHS = (360, 768, 1280)
HEAVIEST = 250_000
"""Bytes of the first view of a category's page, all included."""


@pytest.fixture(scope="module")
def site(built: Path) -> Iterator[str]:
    with nginx(built) as url:
        yield url


@dataclass
class Watched:
    """What a tab complained of, and whom it asked."""

    said: list[str]
    asked: list[str]


@pytest.fixture
def watched(page: Page) -> Watched:
    """Collect what pages say to the console, breaches of the policy among it, and what they ask for."""
    seen = Watched([], [])
    page.on("console", lambda message: seen.said.append(f"{message.type}: {message.text}"))
    page.on("request", lambda request: seen.asked.append(request.url))
    page.on("requestfailed", lambda request: seen.said.append(f"failed: {request.url}"))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', event => console.error(`policy: ${event.violatedDirective}`))"
    )
    return seen


def faults(page: Page) -> list[str]:
    """Return what axe-core finds of a page as it stands."""
    # What is right need not be listed, place by place: that would take longer than looking for what is wrong.
    answer = Axe().run(page, options={"resultTypes": ["violations"]}).response
    found: list[dict[str, object]] = answer["violations"]
    return [f"{each['id']}: {[node['html'] for node in each['nodes']]}" for each in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", PREFIXES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_keeps_nobody_out_and_the_policy(page: Page, site: str, watched: Watched, kind: str, code: str) -> None:
    page.emulate_media(color_scheme="light")
    answer = page.goto(site + PREFIXES[code] + KINDS[kind])
    assert answer is not None
    assert answer.status == (404 if kind == "404" else 200)
    expect(page.locator("html")).to_have_attribute("lang", code)
    if kind in FILLED:
        expect(page.locator(FILLED[kind]).first).to_be_visible()
    body = page.locator("body")
    # Colours are those of a scheme, and what there is to see that of a width: each kind of page is looked at in both.
    looked_at = {("light", 1280), ("dark", 360)} if code == "zh" else {("dark" if code == "en" else "light", 360)}
    for scheme, shade in (("light", "default"), ("dark", "slate")):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        expect(body).to_have_attribute("data-md-color-scheme", shade)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            # The theme moves its box of the search to its place when a window grows.
            page.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=width)
            if (scheme, width) in looked_at:
                assert faults(page) == []
    use_the_search_and_the_menu(page)
    expected = ["error: Failed to load resource: the server responded with a status of 404 (Not Found)"]
    assert watched.said == (expected if kind == "404" else [])
    assert {urlsplit(url).netloc for url in watched.asked} == {urlsplit(site).netloc}
    # The styles came through: the theme's header is where its sheet puts it.
    assert page.locator(".md-header").evaluate("element => getComputedStyle(element).position") == "sticky"


def use_the_search_and_the_menu(page: Page) -> None:
    """Use what comes only with use: the box of the search with its worker, and the menu of a narrow window."""
    page.locator("[data-md-component=search-query]").click()
    page.keyboard.type("a")
    expect(page.locator("#__search")).to_be_checked()
    expect(page.locator(".md-search-result__meta")).to_have_text(re.compile(r"\d|没有|沒有|No "))
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()
    page.set_viewport_size({"width": 400, "height": 700})
    page.locator("label.md-header__button[for=__drawer]").click()
    page.wait_for_load_state("networkidle")


def test_every_page_of_the_docs_is_part_of_the_site(built: Path) -> None:
    pages = [page.stem for page in (ROOT / "docs").glob("*.md")]
    assert len(pages) > 10
    assert [name for name in pages if not (built / name / "index.html").is_file()] == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "404"])
def test_the_switch_of_languages_keeps_the_page(page: Page, site: str, kind: str) -> None:
    path = urlsplit(KINDS[kind]).path
    page.goto(site + path)
    for code in ("en", "zh-Hant", "zh"):
        page.locator(".md-select").first.hover()
        page.locator(f"[data-lm-language='{code}']").click()
        expect(page).to_have_url(re.compile(re.escape(site + PREFIXES[code] + path) + r"(#.*)?$"))
        expect(page.locator("html")).to_have_attribute("lang", code)
        assert page.locator("h1").first.is_visible()


def test_the_first_view_of_a_category_is_light(page: Page, site: str) -> None:
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    sizes: list[int] = []
    client.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(f"{site}jinrong/yinhang/", wait_until="networkidle")
    assert len(sizes) >= 5
    assert sum(sizes) < HEAVIEST


@pytest.mark.parametrize("kind", ["category", "qualification", "matrix", "home", "changes"])
def test_a_page_is_printed_without_the_furniture_of_a_screen(page: Page, site: str, kind: str) -> None:
    page.goto(site + KINDS[kind])
    page.emulate_media(media="print")
    for hidden in (".md-header", ".md-footer", ".md-sidebar", ".headerlink"):
        for each in page.locator(hidden).all():
            assert not each.is_visible()
    assert page.locator("h1").first.is_visible()
    printed = page.pdf(format="A4")
    assert printed.startswith(b"%PDF-")
    assert len(printed) > 5000
