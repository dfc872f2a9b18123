"""In which look, light or dark, the frames of a page are painted, from the first to the last; it is no test."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

_EVERY_FRAME = """
    window.looks = [];
    const look = () => {
        if (document.body) looks.push(document.body.getAttribute("data-md-color-scheme"));
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
"""


def watch_looks(page: Page) -> None:
    """Note the look of every frame.

    The theme's bundle, which comes to a look of its own in the end, is held up, so that there are frames before it.
    """

    def late(route: Route) -> None:
        time.sleep(0.3)
        route.continue_()

    page.route("**/bundle.*.js", late)
    page.add_init_script(_EVERY_FRAME)


def painted(page: Page) -> set[str | None]:
    """Return the looks in which the page was painted, now that it has loaded; there were frames before and after."""
    page.wait_for_load_state("load")
    # A machine with much to do paints few frames; there are some after the last script in any case.
    before = page.evaluate("looks.length")
    page.wait_for_function("count => looks.length > count", arg=max(before, 5))
    looks: list[str | None] = page.evaluate("looks")
    return set(looks)
