"""What a server watches for a project, and that it is quick to look."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial
from queue import Queue
from typing import TYPE_CHECKING

import pytest
from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEventHandler

from generator.config import load_settings
from generator.site.watching import watch
from tests.site.scratch import make_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from watchdog.events import FileSystemEvent


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveReloadServer]:
    with LiveReloadServer(lambda: None, "127.0.0.1", 0, str(tmp_path)) as made:
        yield made


def test_all_that_pages_are_made_of_is_watched_more_often(tmp_path: Path, server: LiveReloadServer) -> None:
    project = make_project(tmp_path, config="plugins: [{leimu: {locales: [en]}}]\n")
    translations = project.write("catalogue/locales/en.po", "")
    baseline = tmp_path / "known.yml"
    slow = server.observer
    quick = watch(server, replace(load_settings(project.config), baseline=baseline))
    try:
        assert server.observer is slow
        assert quick.timeout < slow.timeout
        # The editors' words may yet be written.
        assert server._watched_paths.keys() == {
            str(project.source.parent),
            str(translations),
            str(tmp_path / "catalogue"),
        }
        assert quick.is_alive()
        assert not slow.is_alive()
    finally:
        quick.stop()
        quick.join()


def test_what_was_gone_for_a_while_is_still_watched(tmp_path: Path, server: LiveReloadServer) -> None:
    project = make_project(tmp_path, config="plugins: [{leimu: {locales: [en]}}]\n")
    sources, translations = project.source.parent, tmp_path / "catalogue/locales/en.po"
    seen: Queue[FileSystemEvent] = Queue()
    # As MkDocs begins to build.
    server.watch = partial(_tell, server, seen)  # type: ignore[method-assign]
    quick = watch(server, load_settings(project.config))

    def wait_for(kind: str, path: Path) -> None:
        while (found := seen.get(timeout=60)).event_type != kind or found.src_path != str(path):
            pass

    try:
        # It looks in a thread of its own, which may not have begun.
        while seen.empty():
            project.write("catalogue/sources/rules.md", f"# {time.monotonic_ns()}\n")
            time.sleep(0.05)
        away = sources.rename(tmp_path / "away")
        wait_for("deleted", project.source)
        away.rename(sources)
        wait_for("created", project.source)
        # Neither the file nor its directory was there at first.
        project.write("catalogue/locales/en.po", "")
        wait_for("created", translations)
    finally:
        quick.stop()
        quick.join()


def _tell(server: LiveReloadServer, seen: Queue[FileSystemEvent], path: str, *, recursive: bool = True) -> None:
    handler = FileSystemEventHandler()
    handler.on_any_event = seen.put  # type: ignore[method-assign]
    server.observer.schedule(handler, path, recursive=recursive)
