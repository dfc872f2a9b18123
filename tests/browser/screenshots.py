"""Take the screenshots of the docs anew, from a fresh build: ``python -m tests.browser.screenshots [FOLDER]``.

The same sources, Chromium and fonts give the same pictures, but for a shade at the odd rounded corner.  It is no
test, and pytest does not collect it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import sync_playwright

from generator.config import load_settings
from generator.site.host import build
from tests.conftest import CHROMIUM_ARGUMENTS, chromium_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "screenshots"
LARGEST = 200_000
"""Bytes that a picture may take: it is loaded with the page that shows it."""


@dataclass(frozen=True)
class Shot:
    """One picture."""

    name: str
    address: str
    width: int
    height: int
    scheme: Literal["light", "dark"]
    scale: float = 1


SHOTS = (
    Shot("home-desktop-light", "", 1280, 900, "light"),
    Shot("home-phone-dark", "", 360, 740, "dark", 2),
    Shot("category-desktop-light", "qiche/qicheyushou/", 1280, 1040, "light"),
    Shot("category-desktop-dark", "qiche/qicheyushou/", 1280, 1040, "dark"),
    Shot("category-phone-light", "qiche/qicheyushou/", 360, 1000, "light", 2),
    Shot("english-desktop-light", "en/qiche/qicheyushou/", 1280, 1040, "light"),
    Shot("search-desktop-light", "?q=我要做汽车直播需要什么资质", 1280, 620, "light"),
    Shot("search-phone-dark", "zh-Hant/?q=wwz", 360, 640, "dark", 2),
)


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Keep requests off the terminal."""


@contextmanager
def _served(site: Path) -> Iterator[str]:
    """Serve a folder on 127.0.0.1; yield its URL, which ends in a slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def _build(site: Path) -> None:
    settings = load_settings(ROOT / "mkdocs.yml")
    if settings is None:
        raise SystemExit("mkdocs.yml: the leimu plugin is not in it, so there is nothing to show. Add it.")
    build(settings, tell=sys.stderr.write, site_dir=site)


def _take(browser: Browser, shot: Shot, site: str, folder: Path) -> int:
    """Write one picture and return its size in bytes."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        device_scale_factor=shot.scale,
        color_scheme=shot.scheme,
        reduced_motion="reduce",
        # A reader of another language would be offered a translation.
        locale="en-US"
        if shot.address.startswith("en/")
        else "zh-TW"
        if shot.address.startswith("zh-Hant/")
        else "zh-CN",
        timezone_id="Asia/Shanghai",
    )
    page = context.new_page()
    page.goto(site + shot.address)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    if "?q=" in shot.address:
        page.locator(".md-search-result__item").first.wait_for()
    picture = page.screenshot(path=folder / f"{shot.name}.png", animations="disabled", caret="hide")
    context.close()
    return len(picture)


def take(folder: Path) -> None:
    """Write every picture into a folder; one that is too large ends the run with a sentence."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as built, sync_playwright() as playwright:
        _build(Path(built))
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS, chromium_sandbox=os.geteuid() != 0
        )
        with _served(Path(built)) as site:
            for shot in SHOTS:
                size = _take(browser, shot, site, folder)
                sys.stdout.write(f"{shot.name}.png  {size // 1000} kB\n")
                if size > LARGEST:
                    raise SystemExit(f"{shot.name}.png: {size} bytes are too many. Lower its height or its scale.")
        browser.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
