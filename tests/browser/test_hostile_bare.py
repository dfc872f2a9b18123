"""The hostile site at a server whose policy holds nothing back: what leimu writes has to hold by itself.

What the policy would hold back is told of, so that one visit shows both: that nothing runs, and that nothing is tried.
A file of its own, so that two processes can share the work.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.hostile import Hostile
from tests.browser.nginx import POLICY
from tests.browser.trapping import (
    Trap,
    open_what_is_no_page,
    read_the_feeds,
    trapped,
    use_the_tools_and_the_search,
    visit_every_page,
)
from tests.conftest import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser


# Without a place for reports Chromium complains of the header.
REPORTING = {"Content-Security-Policy-Report-Only": f"{POLICY}; report-uri /reports"}


@pytest.fixture
def trap(browser: Browser, hostile: Hostile) -> Iterator[Trap]:
    with serving(hostile.root, REPORTING) as site, trapped(browser, site, is_bare=True) as made:
        yield made


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<img src=x onerror=trap()>", ["TRAP ran trap", "TRAP policy script-src-attr inline"]),
        ("<script>trap()</script>", ["TRAP ran trap", "TRAP policy script-src-elem inline"]),
        ("<p style='color: red'>", ["TRAP policy style-src-attr inline"]),
        ("<iframe srcdoc='<script>trap()</script>'></iframe>", ["TRAP ran trap", "has frames"]),
        ("<img src=data:x><embed src=x>", ["TRAP policy object-src"]),
        ("<a href='javascript:trap()'>x</a>", ["address javascript:trap()"]),
    ],
)
def test_the_trap_tells_what_ran_and_what_a_policy_would_hold_back(
    browser: Browser, tmp_path: Path, text: str, told: list[str]
) -> None:
    (tmp_path / "index.html").write_text(f"<!doctype html><title>x</title><article>{text}</article>", encoding="utf-8")
    with serving(tmp_path, REPORTING) as site:
        made = Trap(browser, site, is_bare=True)
        made.visit([""])
        made.context.close()
    for each in told:
        assert [caught for caught in made.caught if each in caught], made.caught


def test_every_page_is_visited(hostile: Hostile, trap: Trap) -> None:
    visit_every_page(hostile, trap)


def test_the_tools_and_the_search_are_used(hostile: Hostile, trap: Trap) -> None:
    use_the_tools_and_the_search(hostile, trap)


def test_what_is_no_page_is_text(hostile: Hostile, trap: Trap) -> None:
    open_what_is_no_page(hostile, trap)


def test_a_reader_of_the_feeds_gets_nothing_that_runs(hostile: Hostile, trap: Trap) -> None:
    read_the_feeds(hostile, trap)
