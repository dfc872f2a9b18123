"""The hostile site at a server without a policy: what leimu writes has to hold by itself.

A file of its own, so that two processes can share the work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.hostile import Hostile
from tests.browser.trapping import (
    Trap,
    open_what_is_no_page,
    read_the_feeds,
    trapped,
    use_the_tools_and_the_search,
    visit_every_page,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def trap(browser: Browser, hostile: Hostile, static_server: Callable[[Path], str]) -> Iterator[Trap]:
    with trapped(browser, static_server(hostile.root), is_bare=True) as made:
        yield made


def test_every_page_is_visited(hostile: Hostile, trap: Trap) -> None:
    visit_every_page(hostile, trap)


def test_the_tools_and_the_search_are_used(hostile: Hostile, trap: Trap) -> None:
    use_the_tools_and_the_search(hostile, trap)


def test_what_is_no_page_is_text(hostile: Hostile, trap: Trap) -> None:
    open_what_is_no_page(hostile, trap)


def test_a_reader_of_the_feeds_gets_nothing_that_runs(hostile: Hostile, trap: Trap) -> None:
    read_the_feeds(hostile, trap)
