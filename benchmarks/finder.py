"""How long the finder takes from a tick to the new answer, on a phone that is six times as slow as this machine.

    python -m benchmarks.finder [CATEGORIES ...]

The real form, data and script stand in a bare page; Chromium slows itself down.  Papers are ticked one after another,
the list of papers is searched, groups are chosen; each time counts from the event to the page laid out anew.  The last
column is the time divided by that of the smallest catalogue of the run: an answer draws no more than 30 categories of a
kind, so it grows by what has to be worked out alone.

The bound: half of all changes take less than 50 ms at 1,000 categories, and 95 of 100 less than 100 ms.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Final

from playwright.sync_api import Page, sync_playwright

from benchmarks.synthetic import synthetic_source
from generator.pages import PageKind, PageOptions, render
from generator.source import read_text
from tests.conftest import CHROMIUM_ARGUMENTS, chromium_path
from tests.pages.published import published

SLOWER: Final = 6
BOUND: Final = 50.0
SELDOM: Final = 100.0
LARGEST: Final = 1000
"""Categories up to which the bound holds."""
_PAGE: Final = (
    '<!doctype html><html lang="zh" class="lm-js"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="../{style}">'
    '<body data-md-color-scheme="default"><main class="md-typeset">{body}</main>'
)
_CHANGES: Final = """async () => {
    const times = []
    const timed = change => {
        const start = performance.now()
        change()
        document.body.offsetHeight
        times.push(performance.now() - start)
    }
    const rest = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)))
    const form = document.querySelector(".lm-finder")
    for (let number = 0; number < 40; number++) {
        const boxes = [...form.querySelectorAll("[name=paper]")]
        timed(() => boxes[number % boxes.length].click())
        await rest()
        if (number % 8 === 7) {
            const words = form.querySelector("[data-lm=papers]")
            timed(() => {
                words.value = words.value ? "" : "证"
                words.dispatchEvent(new Event("input", { bubbles: true }))
            })
            await rest()
            const group = form.elements.group
            timed(() => {
                group.selectedIndex = (group.selectedIndex + 1) % group.options.length
                group.dispatchEvent(new Event("change", { bubbles: true }))
            })
            await rest()
        }
    }
    return times
}"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Keep requests off the terminal."""


def _site(folder: Path, categories: int) -> int:
    """Write the finder of a synthetic catalogue; return the bytes of its data."""
    made = render(read_text(synthetic_source(categories), "synthetic.md"), PageOptions())
    (page,) = (each for each in made.pages if each.kind is PageKind.FINDER)
    style = next(
        each.path for each in made.assets if each.path.startswith("assets/leimu.") and each.path.endswith("css")
    )
    html = _PAGE.format(style=style, body=published(page.markdown).html)
    files = {each.path: each.content for each in made.assets if each.path.startswith("assets/")}
    for path, content in {**files, "finder/index.html": html.encode()}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return len(files["assets/finder.json"])


def _times(page: Page, folder: Path) -> list[float]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        page.goto(f"http://127.0.0.1:{server.server_port}/finder/")
        page.wait_for_selector(".lm-ready")
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        times: list[float] = page.evaluate(_CHANGES)
        return times
    finally:
        server.shutdown()
        server.server_close()


def main(sizes: list[int]) -> int:
    """Print a line for each size; return 1 where the bound is passed at any of them."""
    print("categories   data kB   median ms   95 of 100   worst   ratio")
    first, passed = 0.0, False
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as room:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=[*CHROMIUM_ARGUMENTS, "--no-sandbox"]
        )
        for size in sizes:
            folder = Path(room, str(size))
            weight = _site(folder, size)
            context = browser.new_context(viewport={"width": 360, "height": 740})
            times = sorted(_times(context.new_page(), folder))
            context.close()
            median, seldom = statistics.median(times), times[int(len(times) * 0.95)]
            first = first or median
            print(
                f"{size:>10}{weight / 1000:>10.0f}{median:>12.1f}{seldom:>12.1f}{times[-1]:>8.1f}{median / first:>8.2f}"
            )
            passed = passed or (size <= LARGEST and (median > BOUND or seldom > SELDOM))
        browser.close()
    print(f"bound {BOUND:.0f} ms for half, {SELDOM:.0f} ms for 95 of 100, at 1,000 categories, {SLOWER} times slower")
    return int(passed)


if __name__ == "__main__":
    sys.exit(main([int(each) for each in sys.argv[1:]] or [17, 100, 1000, 10_000]))
