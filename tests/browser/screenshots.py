"""Take the screenshots of the docs anew, from a fresh build: ``python -m tests.browser.screenshots [FOLDER]``.

The same sources, Chromium and fonts give the same pictures, but for a shade at the odd rounded corner.  It is no
test, and pytest does not collect it.
"""

from __future__ import annotations

import os
import subprocess
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
    past: bool = False
    """Whether it is of a project with a past, which :func:`_make_past` makes up."""


SHOTS = (
    Shot("home-desktop-light", "", 1280, 900, "light"),
    Shot("home-phone-dark", "", 360, 740, "dark", 2),
    Shot("category-desktop-light", "qiche/qicheyushou/", 1280, 1040, "light"),
    Shot("category-desktop-dark", "qiche/qicheyushou/", 1280, 1040, "dark"),
    Shot("category-phone-light", "qiche/qicheyushou/", 360, 1000, "light", 2),
    Shot("english-desktop-light", "en/qiche/qicheyushou/", 1280, 1040, "light"),
    Shot("search-desktop-light", "?q=我要做汽车直播需要什么资质", 1280, 620, "light"),
    Shot("search-phone-dark", "zh-Hant/?q=wwz", 360, 640, "dark", 2),
    Shot("finder-desktop-light", "finder/?have=yingyezhizhao,jinrongxukezheng", 1280, 1020, "light"),
    Shot("matrix-desktop-light", "matrix/", 1280, 900, "light"),
    Shot("compare-phone-dark", "en/compare/?c=jinrong/yinhang,jinrong/jijin", 360, 740, "dark", 2),
    Shot("changes-desktop-light", "changes/", 1280, 760, "light", past=True),
)


FILLED = {"?q=": ".md-search-result__item", "?have=": ".lm-found", "?c=": ".lm-beside"}
"""What a script fills where an address asks for it, and what is there when it has."""


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


def _make_past(project: Path) -> None:
    """Make a project whose source has been edited twice; the pictures must not depend on this repository's own past."""
    source = project / "catalogue" / "sources" / "mini-program-live.md"
    source.parent.mkdir(parents=True)
    (project / "docs").mkdir()
    config = "site_name: 小程序直播类目\ntheme: material\nplugins: [leimu]\nsite_url: https://help.example.com/\n"
    (project / "mkdocs.yml").write_text(config, encoding="utf-8")
    text = (ROOT / "catalogue" / "sources" / source.name).read_text(encoding="utf-8")
    first = text.replace("汽车在线预付款等服务", "汽车在线预付款服务").replace(
        "《基金托管业务许可证》", "《基金销售牌照》"
    )
    second = first.replace("汽车在线预付款服务", "汽车在线预付款等服务")
    subprocess.run(["git", "init", "--quiet", project], check=True)
    for day, content in (("2026-09-01", first), ("2026-10-12", second), ("2026-11-03", text)):
        source.write_text(content, encoding="utf-8")
        when = f"{day}T10:00:00+08:00"
        names = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        for words in (("add", "."), ("commit", "--quiet", "--message", "x")):
            subprocess.run(["git", "-C", project, *words], check=True, env={**os.environ, **names, **dates})


def _build(site: Path, project: Path) -> None:
    settings = load_settings(project / "mkdocs.yml")
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
    for sign, filled in FILLED.items():
        if sign in shot.address:
            page.locator(filled).first.wait_for()
    picture = page.screenshot(path=folder / f"{shot.name}.png", animations="disabled", caret="hide")
    context.close()
    return len(picture)


def take(folder: Path) -> None:
    """Write every picture into a folder; one that is too large ends the run with a sentence."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as built, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS, chromium_sandbox=os.geteuid() != 0
        )
        project = Path(built, "project")
        _make_past(project)
        _build(Path(built, "now"), ROOT)
        _build(Path(built, "past"), project)
        with _served(Path(built, "now")) as now, _served(Path(built, "past")) as past:
            for shot in SHOTS:
                size = _take(browser, shot, past if shot.past else now, folder)
                sys.stdout.write(f"{shot.name}.png  {size // 1000} kB\n")
                if size > LARGEST:
                    raise SystemExit(f"{shot.name}.png: {size} bytes are too many. Lower its height or its scale.")
        browser.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
