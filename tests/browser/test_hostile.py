"""Nothing that an editor, a translator or a stranger writes runs in a visitor's browser, or makes it load anything.

This is the site as shipped, under its policy; test_hostile_bare.py has it at a server that has never heard of one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.hostile import PARSED, PAYLOADS, Hostile, allowed, parts
from tests.browser.nginx import nginx
from tests.browser.trapping import (
    Trap,
    open_what_is_no_page,
    read_the_feeds,
    trapped,
    use_the_tools_and_the_search,
    visit_every_page,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def site(hostile: Hostile) -> Iterator[str]:
    with nginx(hostile.root) as url:
        yield url


@pytest.fixture
def trap(browser: Browser, site: str) -> Iterator[Trap]:
    with trapped(browser, site, is_bare=False) as made:
        yield made


def test_there_are_payloads_enough() -> None:
    everything = [payload for kind in PAYLOADS.values() for payload in kind]
    assert len(everything) == len(set(everything)) >= 150


def test_every_page_is_visited(hostile: Hostile, trap: Trap) -> None:
    visit_every_page(hostile, trap)


def test_the_tools_and_the_search_are_used(hostile: Hostile, trap: Trap) -> None:
    use_the_tools_and_the_search(hostile, trap)


def test_what_is_no_page_is_text(hostile: Hostile, trap: Trap) -> None:
    open_what_is_no_page(hostile, trap)


def test_a_reader_of_the_feeds_gets_nothing_that_runs(hostile: Hostile, trap: Trap) -> None:
    read_the_feeds(hostile, trap)


def test_the_browser_reads_nothing_that_runs_in_any_file(hostile: Hostile, page: Page) -> None:
    page.goto("about:blank")
    texts = [
        (path.relative_to(hostile.root).as_posix(), path.read_text("utf-8")) for path in hostile.root.rglob("*.html")
    ]
    assert [found for some in parts(texts, 40) for found in page.evaluate(PARSED, [some, allowed()])] == []


def test_data_in_a_page_cannot_end_its_script(hostile: Hostile) -> None:
    for path in hostile.root.rglob("*.html"):
        for data in re.findall(
            r'<script [^>]*type="?application/(?:ld\+)?json"?[^>]*>(.*?)</script>', path.read_text("utf-8")
        ):
            json.loads(data)
            assert "<" not in data
