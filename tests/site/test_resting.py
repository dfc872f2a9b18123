"""A build that has nothing to do: when it rests, when it does not, and what it tells."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from generator.config import load_settings
from generator.site import host, making, resting
from generator.site.resting import NAME
from tests.site.scratch import GROUP, card, environment, make_project

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.site.scratch import Project

pytestmark = pytest.mark.slow  # whole builds

CONFIG = """\
site_url: https://help.example.com/
plugins:
  - search
  - leimu:
      locales: [en]
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Project]:
    """Return a built project, and a copy of it that nobody touches: what is to rest has been built where it rests."""
    room = tmp_path_factory.mktemp("resting")
    made = make_project(room / "p", f"{GROUP}{card()}\n{card('保险', 'baoxian')}", CONFIG, about="# 关于\n")
    made.write("catalogue/locales/en.po", "")
    built(made)
    shutil.copytree(made.root, room / "kept")
    return room / "kept", made


@pytest.fixture
def project(kept: tuple[Path, Project]) -> Project:
    """Return the built project as it was at first, times included, whatever the test before has made of it."""
    copy, made = kept
    shutil.rmtree(made.root)
    shutil.copytree(copy, made.root)
    return made


def built(project: Project, command: Literal["build", "gh-deploy"] = "build", *, strict: bool = False) -> bool:
    """Build a project; tell whether anything was made."""
    made: list[object] = []
    read = making.read
    making.read = lambda settings: made.append(settings) or read(settings)  # type: ignore[func-returns-value]
    try:
        config = load_config(str(project.config), strict=strict)
        config.plugins.on_startup(command=command, dirty=False)
        build(config)
        config.plugins.on_shutdown()
    finally:
        making.read = read
    return bool(made)


def state(project: Project) -> dict[str, tuple[int, int]]:
    site = project.root / "site"
    files = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def test_a_build_of_the_same_rests(project: Project) -> None:
    before = state(project)
    assert not built(project)
    assert state(project) == before
    assert [path.name for path in project.root.iterdir() if "leimu-" in path.name and path.is_dir()] == []


def test_a_build_rests_after_one_in_the_same_process_that_must_not(project: Project) -> None:
    # MkDocs keeps one plugin for all builds of a process.
    settings = load_settings(project.config)
    assert settings
    host.build(settings, tell=lambda _: None)
    assert not built(project)


def test_a_build_that_rests_loads_nothing_that_makes_pages(project: Project) -> None:
    """Loading that took half the time of such a build."""
    script = """
import sys
from mkdocs.__main__ import cli
try:
    cli(["build", "--quiet"])
finally:
    print(*sorted(name for name in sys.modules if name.startswith(("generator.", "markdown_it", "nh3", "pypinyin"))))
"""

    def loaded() -> set[str]:
        run = subprocess.run(
            [sys.executable, "-c", script],
            cwd=project.root,
            env=environment(NO_MKDOCS_2_WARNING="1"),
            capture_output=True,
            text=True,
            check=True,
        )
        return set(run.stdout.split())

    # A command is another surrounding than this process: its first build is one.
    whole = loaded()
    heavy = {"making", "reading", "publish", "moulds", "exchange", "keeping"}
    heavy = {"markdown_it", "generator.catalogue", "generator.rules", *(f"generator.site.{name}" for name in heavy)}
    assert heavy <= whole
    rested = loaded()
    assert "generator.site.resting" in rested
    assert rested.isdisjoint(heavy)
    assert not [name for name in rested if name.startswith(("generator.pages", "generator.exports"))]


def source(project: Project) -> Path:
    return next((project.root / "catalogue" / "sources").glob("*.md"))


def longer(path: Path) -> None:
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")


CHANGES: dict[str, Callable[[Project], object]] = {
    "the source": lambda project: longer(source(project)),
    "a page": lambda project: project.write("docs/about.md", "# 关于我们\n"),
    "a new page": lambda project: project.write("docs/new.md", "# 新\n"),
    "a picture": lambda project: project.write("docs/a.svg", "<svg/>"),
    "settings": lambda project: project.write("mkdocs.yml", project.config.read_text("utf-8") + "copyright: 我们\n"),
    "a template of the theme": lambda project: project.write(
        "mkdocs.yml",
        project.config.read_text("utf-8").replace(
            "theme: material", "theme: {name: material, static_templates: [main.html]}", 1
        ),
    ),
    "a translation": lambda project: project.write("catalogue/locales/en.po", 'msgid "银行"\nmsgstr "Bank"\n'),
    "synonyms": lambda project: project.write("catalogue/synonyms.yml", "{}\n"),
    "the ids": lambda project: longer(project.root / "catalogue" / "ids.yml"),
    "a page of the site": lambda project: project.write("site/about/index.html", "x"),
    "a page that is gone": lambda project: (project.root / "site" / "about" / "index.html").unlink(),
    "a page too many": lambda project: project.write("site/more.html", "x"),
    "a record that is none": lambda project: project.write(NAME, "{"),
    "a record of something else": lambda project: project.write(NAME, '{"format": 1, "files": [[]]}'),
    "a record that is too deep": lambda project: project.write(NAME, "[" * 100_000),
    "a record that is gone": lambda project: (project.root / NAME).unlink(),
}


# Three builds a case; the same lines again and again, which take three times as long where each is counted.
@pytest.mark.no_cover
@pytest.mark.parametrize("name", CHANGES)
def test_whatever_changes_is_built(project: Project, name: str) -> None:
    CHANGES[name](project)
    assert built(project)
    assert not built(project)


@pytest.mark.parametrize("variable", ["SOURCE_DATE_EPOCH", "LANGUAGE"])
def test_what_surrounds_a_build_counts(project: Project, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "1000000")
    assert built(project)


def test_a_site_that_was_copied_is_known_by_its_content(project: Project) -> None:
    for path in (project.root / "site").rglob("*"):
        os.utime(path, (1, 1))
    assert not built(project)


def test_a_record_of_another_directory_does_not_count(project: Project) -> None:
    record = json.loads((project.root / NAME).read_bytes())
    project.write(NAME, json.dumps({**record, "target": "/elsewhere"}))
    assert built(project)


def test_what_is_published_elsewhere_is_always_built(project: Project) -> None:
    assert built(project, "gh-deploy")


def test_an_unknown_plugin_may_read_anything(project: Project) -> None:
    text = project.config.read_text("utf-8").replace("  - search\n", "  - search\n  - material/tags\n")
    project.config.write_text(text, "utf-8")
    assert built(project)
    assert built(project)


def test_findings_are_told_again(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    text = source(project).read_text("utf-8")
    source(project).write_text(text + "\n[x](http://)\n", "utf-8")
    with caplog.at_level(logging.INFO, "mkdocs"):
        assert built(project)
        told = [record.getMessage() for record in caplog.records if record.name == "mkdocs.plugins.leimu"]
        caplog.clear()
        assert not built(project)
        again = [record.getMessage() for record in caplog.records if record.name == "mkdocs.plugins.leimu"]
    assert told
    assert again[: len(told)] == told


def test_what_a_quiet_build_kept_to_itself_is_told(project: Project) -> None:
    logger = logging.getLogger("mkdocs")
    before = logger.level
    try:
        logger.setLevel(logging.ERROR)
        assert built(project)
        assert not built(project)
        logger.setLevel(logging.INFO)
        assert built(project)
        assert not built(project)
    finally:
        logger.setLevel(before)


def test_pages_that_stay_keep_their_times(project: Project) -> None:
    before = state(project)
    project.write("docs/about.md", "# 关于\n\n改\n")
    assert built(project)
    after = state(project)
    stayed = {name for name in before if before[name][1] == after[name][1]}
    assert "about/index.html" not in stayed
    # What is found on the page is in the index of its language alone, whose address all pages of that have.
    assert {"en/index.html", "en/jinrong/yinhang/index.html", "jinrong/yinhang/index.md"} <= stayed


class Tomorrow(date):
    """The day after."""

    @classmethod
    def today(cls) -> date:
        return date.today() + timedelta(days=1)  # noqa: DTZ011 - as the program itself


@pytest.mark.parametrize("comment", ["", "<!-- leimu: ignore=R001 until=2099-01-01 x -->\n\n"])
def test_the_day_counts_where_something_is_ignored_until_one(
    project: Project, monkeypatch: pytest.MonkeyPatch, comment: str
) -> None:
    source(project).write_text(source(project).read_text("utf-8").replace("### 银行", f"{comment}### 银行"), "utf-8")
    assert built(project) is bool(comment)
    assert not built(project)
    monkeypatch.setattr(resting, "date", Tomorrow)
    assert built(project) is bool(comment)
