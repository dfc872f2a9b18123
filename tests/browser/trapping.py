"""What is done with the hostile site, and the trap that it is done in; the tests of it are at two servers."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from tests.browser.hostile import (
    CAUGHT,
    LOCALES,
    PARSED,
    PAYLOADS,
    TOUCHED,
    TRAP,
    Hostile,
    allowed,
    fragment,
    parts,
)
from tests.search.driver import ask

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

TABS: Final = 4
"""Pages that are opened at a time."""
BESIDE: Final = 4
"""Categories that are compared at a time."""
SINGLE: Final = ("", "404.html", "about/", "changes/", "compare/", "finder/", "matrix/", "qualifications/")
"""The pages of a language that no others are like."""
EVERY: Final = 6
_ATOM: Final = "{http://www.w3.org/2005/Atom}"


class Trap:
    """A browser that tells whatever a page did that it should not."""

    def __init__(self, browser: Browser, site: str, *, is_bare: bool) -> None:
        """Set it; ``is_bare`` is whether the site's policy only tells of breaches and holds nothing back."""
        self.site = site
        self.is_bare = is_bare
        self.caught: list[str] = []
        # Wide, since the theme shows its search so; low, since what is painted is nothing to a script.
        self.context: BrowserContext = browser.new_context(
            locale="zh-CN", accept_downloads=False, viewport={"width": 1280, "height": 300}
        )
        self.context.add_init_script(TRAP)
        self.tabs: list[Page] = []
        self.context.on("page", self._opened)
        self.context.on("request", lambda request: self._asked(request.url))
        for _ in range(TABS):
            self.context.new_page()

    def _opened(self, page: Page) -> None:
        if len(self.tabs) == TABS:
            self.caught.append(f"a window was opened: {page.url}")
        self.tabs.append(page)
        page.on("console", lambda message: self._said(page, message.text))
        page.on("pageerror", lambda error: self.caught.append(f"{page.url}: threw {error}"))
        page.on("dialog", lambda dialog: (self.caught.append(f"{page.url}: {dialog.message}"), dialog.dismiss()))
        page.on("download", lambda download: self.caught.append(f"{page.url}: downloaded {download.url}"))

    def _said(self, page: Page, text: str) -> None:
        if text.startswith(CAUGHT) or "Content Security Policy" in text:
            self.caught.append(f"{page.url}: {text}")

    def _asked(self, url: str) -> None:
        if not url.startswith(self.site):
            self.caught.append(f"asked for {url}")

    def visit(self, addresses: list[str]) -> None:
        """Open pages, a few at a time; touch all that is in them, and see that they stay where they are."""
        for some in parts(addresses, TABS):
            for tab, address in zip(self.tabs, some, strict=False):
                tab.goto(self.site + address, wait_until="commit")
            for tab, address in zip(self.tabs, some, strict=False):
                tab.wait_for_load_state("load")
                self.look(tab, address)

    def look(self, tab: Page, address: str) -> None:
        found = tab.evaluate(TOUCHED, allowed())
        self.caught += [f"{address}: {each}" for each in found]
        if len(tab.frames) > 1:
            self.caught.append(f"{address}: has frames")
        if urlsplit(tab.url)[:3] != urlsplit(self.site + address)[:3]:
            self.caught.append(f"{address}: went to {tab.url}")


@contextmanager
def trapped(browser: Browser, site: str, *, is_bare: bool) -> Iterator[Trap]:
    """Open a trap; what it has caught when it closes is told."""
    made = Trap(browser, site, is_bare=is_bare)
    yield made
    made.context.close()
    assert made.caught == []


def visit_every_page(hostile: Hostile, trap: Trap) -> None:
    """Open the pages of the site and touch all that is in them."""
    pages = [page for page in hostile.pages if "assets/sources/" not in page]
    assert len(pages) > 2 * len(hostile.categories)
    # What the policy has to hold back is told of where it holds nothing back, so that each page is opened there only;
    # under the policy itself are opened those that no others are like, and some of the others.
    some = {page for page in pages if page.removeprefix(LOCALES[1]) in SINGLE} | set(pages[::EVERY])
    trap.visit(pages if trap.is_bare else sorted(some))
    trap.visit([page for page in hostile.pages if page not in pages][:TABS])


def use_the_tools_and_the_search(hostile: Hostile, trap: Trap) -> None:
    """Put payloads into the finder, the comparison, the search and the address."""
    tab = trap.tabs[0]
    for prefix in LOCALES:
        have = ",".join(hostile.papers)
        for payload in islice(PAYLOADS["whole"], 0, None, 150):
            tab.goto(f"{trap.site}{prefix}finder/?who={quote(payload)}&have={have}&do={quote(payload)}&group=x")
            tab.locator(".lm-results > *").first.wait_for()
            tab.locator("[data-lm=papers]").fill("trap")
            trap.look(tab, f"{prefix}finder/")
        # Every category is compared in one of the languages, where no policy holds it back.
        for some in parts(hostile.categories, BESIDE)[bool(prefix) :: 2 if trap.is_bare else 4]:
            tab.goto(f"{trap.site}{prefix}compare/?c={','.join(some)}")
            tab.locator(".lm-beside").wait_for()
            trap.look(tab, f"{prefix}compare/")
        tab.goto(trap.site + prefix)
        tab.locator("[data-md-component=search-query]").click()
        # The first answer waits for the index.
        assert any(ask(tab, hostile.words[0]) for _ in range(30))
        for words in hostile.words:
            ask(tab, words)
            assert tab.locator(".md-search-result :is(script, img, iframe, [style])").count() == 0
        trap.look(tab, prefix)
        tab.goto(
            f"{trap.site}{prefix}nothing/<script>trap()</script>/?q=<script>trap()</script>#<script>trap()</script>"
        )
    tab.goto("about:blank")


def open_what_is_no_page(hostile: Hostile, trap: Trap) -> None:
    """Open Markdown, copies of sources and data: a browser that is led to them shows text, or fetches a file."""
    for path in sorted(
        {*islice(hostile.root.rglob("*.txt"), 0, None, 16), *islice(hostile.root.rglob("index.md"), 0, None, 40)}
    ):
        tab = trap.tabs[0]
        answer = tab.goto(trap.site + path.relative_to(hostile.root).as_posix())
        assert answer is not None
        assert answer.headers["content-type"].startswith(("text/plain", "text/markdown"))
        assert tab.evaluate("document.querySelectorAll('body > pre').length") == 1
    tab.goto("about:blank")


def read_the_feeds(hostile: Hostile, trap: Trap) -> None:
    """Show the entries of the feeds as a reader of feeds does."""
    feeds = sorted(hostile.root.rglob("*.atom"))
    assert len(feeds) == len(LOCALES)
    tab = trap.tabs[0]
    tab.goto(trap.site + "404.html")
    for feed in feeds:
        root = ET.fromstring(feed.read_bytes())
        contents = [each.text or "" for each in root.iter(f"{_ATOM}content")]
        assert contents
        assert not [each for each in root.iter() if not each.tag.startswith(_ATOM)]
        for content in contents:
            assert tab.evaluate(PARSED, [[(feed.name, fragment(content))], allowed()]) == []
            tab.evaluate("html => { document.body.innerHTML = html }", content)
    tab.goto("about:blank")
