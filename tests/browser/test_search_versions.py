"""The search while versions of a site follow one another: kept indexes, pages that stay open, and two that misfit."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from generator.config import load_settings
from generator.site.host import build
from generator.site.search_index import FORMAT, WORKER, index_path
from tests.browser.nginx import POLICY
from tests.site.scratch import SOUND, Project, make_project

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NEXT = FORMAT + 1
BOX = "[data-md-component=search-query]"
FOUND = ".md-search-result__item h1"
LATER_INDEX = (f'"format":{FORMAT}', f'"format":{NEXT}')
LATER_WORKER = (f"const FORMAT = {FORMAT}", f"const FORMAT = {NEXT}")
NOTHING = "没有找到符合条件的结果"


@dataclass
class Site:
    """A site as a host publishes it that lets browsers keep every file for ten minutes."""

    folder: Path
    url: str = ""
    answers: list[tuple[str, int]] = field(default_factory=list)
    """The paths that were asked for, with their queries, and the status of each answer."""
    _published: int = 0

    @property
    def index(self) -> Path:
        return self.folder / index_path("zh")

    @property
    def worker(self) -> Path:
        return self.folder / WORKER

    def change(self, file: Path, *changes: tuple[str, str]) -> None:
        """Publish a file with some words in the place of others."""
        text = file.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
        self.stamp()

    def stamp(self) -> None:
        """Give all files a later time than before."""
        self._published += 60
        for path in self.folder.rglob("*"):
            os.utime(path, (1_700_000_000 + self._published,) * 2)

    def asked(self, file: Path) -> list[tuple[str, int]]:
        """Return the queries by which a file was asked for, and what was answered."""
        path = "/" + file.relative_to(self.folder).as_posix()
        parted = [(each.partition("?"), status) for each, status in self.answers]
        return [(query, status) for (place, _mark, query), status in parted if place == path]


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *given: object, site: Site) -> None:
        self.site = site
        super().__init__(*given, directory=str(site.folder))  # type: ignore[arg-type]

    def end_headers(self) -> None:
        """Let everything be kept, and nothing be done that the shipped policy forbids."""
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_request(self, code: int | str = "-", _size: int | str = "-") -> None:
        """Keep what was asked."""
        self.site.answers.append((self.path, int(code)))

    def log_message(self, *_arguments: object) -> None:
        """Keep errors out of the test report: they are among the answers."""


def publish(project: Project, site: Site) -> None:
    """Build a project where its site is published."""
    settings = load_settings(project.config)
    assert settings is not None
    build(settings, tell=lambda _said: None, site_dir=site.folder)
    site.stamp()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "project")


@pytest.fixture
def site(tmp_path: Path, project: Project) -> Iterator[Site]:
    made = Site(tmp_path / "site")
    publish(project, made)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, site=made))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    made.url = f"http://127.0.0.1:{server.server_port}/"
    yield made
    server.shutdown()
    server.server_close()


def ask(page: Page, words: str) -> None:
    page.locator(BOX).click()
    page.locator(BOX).fill("")
    page.keyboard.type(words)


def test_a_kept_index_is_asked_for_again_and_is_not_sent_again_while_it_holds(
    browser: Browser, site: Site, project: Project
) -> None:
    # A page of the usual fixture looks at every request, and then Chromium keeps nothing.
    context = browser.new_context(locale="zh-CN")
    try:
        page = context.new_page()
        for _visit in range(2):
            page.goto(site.url)
            ask(page, "银行")
            expect(page.locator(FOUND).first).to_have_text("银行")
        assert [status for _query, status in site.asked(site.index)] == [200, 304]
        # What the host lets it keep, it keeps: the worker is asked for once.
        assert [status for _query, status in site.asked(site.worker)] == [200]

        project.source.write_text(SOUND.replace("理财讲座", "烘焙讲座"), encoding="utf-8")
        publish(project, site)
        # The page itself may be one that was kept: its search is of today all the same.
        page.goto(site.url + "jinrong/yinhang/")
        ask(page, "烘焙")
        expect(page.locator(FOUND).first).to_have_text("银行")
        assert [status for _query, status in site.asked(site.index)] == [200, 304, 200]
        assert len(site.asked(site.worker)) == 1
    finally:
        context.close()


def test_a_page_that_stays_open_is_answered_by_the_worker_of_a_later_version(page: Page, site: Site) -> None:
    page.goto(site.url, wait_until="networkidle")
    assert [status for _query, status in site.asked(site.worker)] == [200]
    site.change(site.index, LATER_INDEX, ('"t":"银行"', '"title":"银行"'))
    renamed = "this.docs = data.docs = data.docs.map(doc => ({ ...doc, t: doc.t ?? doc.title }))"
    site.change(site.worker, LATER_WORKER, ("this.docs = data.docs", renamed))
    for words in ("银行", "yinhang", "金融"):
        ask(page, words)
        expect(page.locator(FOUND).filter(has_text="银行").first).to_be_visible()
    first, *further = site.asked(site.worker)
    assert "format" not in first[0]
    assert [(f"format={NEXT}" in query, status) for query, status in further] == [(True, 200)]
    # The old worker looks at it once, the new one keeps it.
    assert len(site.asked(site.index)) == 2


@pytest.mark.parametrize("later", ["index", "worker"])
def test_a_worker_and_an_index_that_do_not_fit_give_up(page: Page, site: Site, later: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    if later == "index":
        site.change(site.index, LATER_INDEX)
        told = f"the index has format {NEXT}, and the search reads format {FORMAT}"
    else:
        site.change(site.worker, LATER_WORKER)
        told = f"the index has format {FORMAT}, and the search reads format {NEXT}"
    page.goto(site.url)
    for words in ("银行", "保险"):
        ask(page, words)
        expect(page.locator(".md-search-result__meta")).to_have_text(NOTHING)
        page.wait_for_load_state("networkidle")
    assert page.locator(FOUND).count() == 0
    assert [text for text in said if told in text]
    # The page's own, and one in its place.
    assert len(site.asked(site.worker)) == 2


def test_a_later_worker_that_does_not_run_is_asked_for_again(page: Page, site: Site) -> None:
    page.goto(site.url, wait_until="networkidle")
    site.change(site.index, LATER_INDEX)
    aside = site.worker.rename(site.worker.with_suffix(".aside"))
    with page.expect_console_message(lambda message: f"the search of format {NEXT} does not run" in message.text):
        ask(page, "银行")
    expect(page.locator(".md-search-result__meta")).to_have_text(NOTHING)

    aside.rename(site.worker)
    site.change(site.worker, LATER_WORKER)
    ask(page, "yinhang")
    expect(page.locator(FOUND).first).to_have_text("银行")
    first, *further = site.asked(site.worker)
    assert first[1] == 200
    assert [(f"format={NEXT}" in query, status) for query, status in further] == [(True, 404), (True, 200)]
