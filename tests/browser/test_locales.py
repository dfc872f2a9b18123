"""The languages of the site in a reader's browser: the switch, the offer, and the error page.

That every kind of page has its like in the other languages, and none scrolls sideways, is in test_readers.py.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]


class _Handler(SimpleHTTPRequestHandler):
    """Serves a site as a server does that knows one page for what is not there."""

    def log_message(self, *_arguments: object) -> None:
        """Keep requests out of the test report."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the page of the site."""
        if code != 404:
            super().send_error(code, message, explain)
            return
        body = (Path(str(self.directory)) / "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def site(built: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(built)))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def choose(page: Page, code: str) -> None:
    page.locator(".md-select button").hover()
    page.locator(f"[data-lm-language={code}]").click()


def test_the_switch_keeps_the_section(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(site + "jinrong/baoxian/#source")
    choose(page, "en")
    expect(page).to_have_url(site + "en/jinrong/baoxian/#source")
    page.goto(site + "jinrong/baoxian/")
    page.locator("#source").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#source').scrollIntoView()")
    choose(page, "en")
    expect(page).to_have_url(site + "en/jinrong/baoxian/#source")


@pytest.mark.parametrize(
    ("locale", "code"), [("en-GB", "en"), ("zh-TW", "zh-Hant"), ("zh-HK", "zh-Hant"), ("zh-CN", None), ("fr-FR", None)]
)
def test_another_language_is_offered_and_nobody_is_sent(
    browser: Browser, site: str, locale: str, code: str | None
) -> None:
    context = browser.new_context(locale=locale)
    page = context.new_page()
    page.goto(site + "jinrong/yinhang/")
    expect(page).to_have_url(site + "jinrong/yinhang/")
    offer = page.locator(".lm-offer")
    expect(offer).to_have_count(0 if code is None else 1)
    if code:
        expect(offer).to_have_attribute("lang", code)
        offer.locator("a").click()
        expect(page).to_have_url(f"{site}{code}/jinrong/yinhang/")
        expect(page.locator(".lm-offer")).to_have_count(0)
    context.close()


def test_who_stays_is_not_asked_again_and_a_choice_is_remembered(browser: Browser, site: str) -> None:
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(site)
    page.locator(".lm-offer button").click()
    expect(page.locator(".lm-offer")).to_have_count(0)
    page.goto(site + "jinrong/")
    page.wait_for_load_state()
    expect(page.locator(".lm-offer")).to_have_count(0)
    choose(page, "zh-Hant")
    expect(page).to_have_url(re.compile(re.escape(site + "zh-Hant/jinrong/")))
    page.goto(site + "jinrong/")
    expect(page.locator(".lm-offer")).to_have_attribute("lang", "zh-Hant")
    context.close()


@pytest.mark.parametrize(
    ("path", "code", "words"),
    [
        ("nothing/", "zh", "此页不存在"),
        ("zh-Hant/x/y", "zh-Hant", "此頁不存在"),
        ("en/gone/", "en", "This page does not exist"),
    ],
)
def test_the_error_page_speaks_the_language_of_the_address(
    page: Page, site: str, path: str, code: str, words: str
) -> None:
    answer = page.goto(site + path)
    assert answer is not None
    assert answer.status == 404
    shown = page.locator(".lm-missing:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text(words)
    expect(page.locator("html")).to_have_attribute("lang", code)
    shown.locator("a").click()
    expect(page).to_have_url(site + ("" if code == "zh" else f"{code}/"))


def test_the_head_still_names_the_translations_once_the_page_has_loaded(page: Page, site: str) -> None:
    page.goto(site + "en/jinrong/yinhang/")
    page.wait_for_load_state("networkidle")
    links = page.locator("link[rel=alternate][hreflang]")
    expect(links).to_have_count(4)
