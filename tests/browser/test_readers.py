"""Every kind of page in every language as readers have it: under nginx, on phone and desktop, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
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


@pytest.fixture
def said(page: Page) -> list[str]:
    """Collect what pages say to the console, breaches of the policy among it."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', event => console.error(`policy: ${event.violatedDirective}`))"
    )
    return found


def faults(page: Page) -> list[str]:
    """Return what axe-core finds of a page as it stands."""
    # What is right need not be listed, place by place: that would take longer than looking for what is wrong.
    answer = Axe().run(page, options={"resultTypes": ["violations"]}).response
    found: list[dict[str, object]] = answer["violations"]
    return [f"{each['id']}: {[node['html'] for node in each['nodes']]}" for each in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", PREFIXES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_keeps_nobody_out(page: Page, site: str, said: list[str], kind: str, code: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(site + PREFIXES[code] + KINDS[kind])
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
    assert [text for text in said if kind != "404" or "status of 404" not in text] == []


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
        page.wait_for_url(f"{site}{PREFIXES[code]}{path}**")
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
