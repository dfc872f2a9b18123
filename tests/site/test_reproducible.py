"""The same inputs give the same bytes and rights, wherever, whenever and by whomever they are built."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.forked import COMMAND
from tests.site.past import Past
from tests.site.scratch import GROUP, Project, card, environment, make_project

pytestmark = pytest.mark.slow

CONFIG = """\
site_url: https://help.example.com/
plugins:
  - search
  - leimu:
      locales: [zh-Hant, en]
"""
HERE = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C", "LANGUAGE": "en"}
THERE = {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "LANGUAGE": "zh", "USER": "other"}
UMASKS = ("022", "077")
MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--quiet"]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> list[Project]:
    """Return the same project, with a history, in two places."""
    first = make_project(tmp_path_factory.mktemp("a") / "project", GROUP + card(), CONFIG, about="# 关于\n\n**字**\n")
    past = Past(first)
    past.git("init", "-q")
    past.commit()
    past.commit(GROUP + card() + card("证券", "zhengquan"))
    second = tmp_path_factory.mktemp("b") / "an other" / "place that is called otherwise"
    shutil.copytree(first.root, second)
    return [first, Project(second)]


def run(project: Project, number: int, *command: str, **more: str) -> bytes:
    around = (HERE, THERE)[number]
    line = ["sh", "-c", f'umask {UMASKS[number]} && exec "$@"', "sh", *command]
    done = subprocess.run(
        line,
        cwd=project.root,
        env=environment(NO_MKDOCS_2_WARNING="1", **{**around, **more}),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def tree(root: Path) -> dict[str, tuple[int, bytes]]:
    """Return the rights and the bytes of all that is below a directory, the directory included."""
    return {
        path.relative_to(root).as_posix(): (path.stat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in (root, *root.rglob("*"))
    }


def assert_same(one: Path, other: Path) -> dict[str, tuple[int, bytes]]:
    first, second = tree(one), tree(other)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    return first


@pytest.mark.parametrize("command", [[*COMMAND, "build", "--site-dir"], [*MKDOCS, "--site-dir"], [*COMMAND, "render"]])
def test_a_site_or_tree_is_the_same_everywhere_and_always(places, tmp_path, command):
    for number, project in enumerate(places):
        if number:
            # The clock of a gzip header counts seconds.
            time.sleep(1.1)
        run(project, number, *command, str(tmp_path / str(number)))
    names = assert_same(tmp_path / "0", tmp_path / "1")
    assert names["."][0] & 0o777 == 0o755
    assert {mode & 0o777 for mode, content in names.values() if content} == {0o644}
    assert any(name.endswith("catalogue.xlsx") for name in names)
    if "render" not in command:
        assert {"sitemap.xml", "sitemap.xml.gz", "changes.atom", "en/index.html", "search/search_index.json"} <= set(
            names
        )
        packed = names["sitemap.xml.gz"][1]
        assert gzip.decompress(packed) == names["sitemap.xml"][1]
        assert packed[4:8] == bytes(4), "the day of the build is no input"


def test_the_time_of_the_source_is_honoured(places, tmp_path):
    command = [*MKDOCS, "--site-dir", str(tmp_path / "site")]
    run(places[1], 1, *command, SOURCE_DATE_EPOCH="1700000000")
    packed = (tmp_path / "site/sitemap.xml.gz").read_bytes()
    assert int.from_bytes(packed[4:8], "little") == 1_700_000_000


def run_all(project: Project, number: int, *commands: list[str]) -> bytes:
    """Run commands one after the other in one process, all of which must end with 0, and return what they print."""
    program = "import sys; from generator import cli; sys.exit(any(cli.run(each.split()) for each in sys.argv[1:]))"
    return run(project, number, sys.executable, "-c", program, *map(" ".join, commands))


def test_an_export_is_the_same_everywhere(places, tmp_path):
    forms = ("json", "csv", "xlsx", "wechat", "douyin")
    for number, project in enumerate(places):
        run_all(project, number, *(["export", form, "--output", f"{tmp_path}/{form}-{number}"] for form in forms))
    for form in forms:
        one, other = (tmp_path / f"{form}-{number}" for number in range(2))
        assert one.read_bytes() == other.read_bytes(), form
        assert one.stat().st_mode == other.stat().st_mode


def test_what_tools_keep_is_the_same_everywhere(places):
    for number, project in enumerate(places):
        run_all(
            project, number, ["build"], ["check", "--write-baseline"], ["locales", "extract"], ["locales", "update"]
        )
    # Rights of directories are those of a working copy, and the matter of who owns it.
    kept = [{name: each for name, each in tree(project.root / "catalogue").items() if each[1]} for project in places]
    assert kept[0] == kept[1]
    assert {"ids.yml", "baseline.json", "locales/catalogue.pot", "locales/en.po"} <= set(kept[0])


def test_findings_are_told_in_the_same_order(places):
    commands = [["check", "--lang", "en", "--format", form] for form in ("json", "sarif", "junit")]
    one, other = (run_all(project, number, *commands) for number, project in enumerate(places))
    assert one == other
    assert [one.count(mark) for mark in (b'"findings"', b'"$schema"', b"<testsuites")] == [1, 1, 1]
