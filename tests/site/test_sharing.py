"""Pages and languages that several processes make, against the same from one."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.site.sharing import Shares
from tests.site.scratch import GROUP, Project, card, environment, make_project

CONFIG = """\
site_url: https://help.example.com/
plugins:
  - search
  - leimu:
      locales: [zh-Hant, en]
"""
# The thresholds are for sites of hundreds of pages.
MKDOCS = """\
import sys
from generator.site import plugin, sharing
plugin.MANY_CATEGORIES = sharing.MANY = {many}
plugin.cores = sharing.cores = lambda: {cores}
{more}
from mkdocs.__main__ import cli
cli()
"""
FAILS = """\
from generator.site.localizing import Localizing
tell = Localizing._told
def told(self, page, *more):
    if page and page.file.src_uri == "{page}":
        raise {error}
    return tell(self, page, *more)
Localizing._told = told
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    names = [("银行", "yinhang"), ("保险", "baoxian"), ("证券", "zhengquan"), ("基金", "jijin")]
    source = GROUP + "\n".join(card(*each) for each in names)
    return make_project(tmp_path / "p", source, CONFIG, about="# 关于\n\n[x](index.md#nowhere)\n", more="# 更多\n")


def run(project: Project, site: str, *options: str, cores: int, more: str = "") -> subprocess.CompletedProcess[str]:
    program = MKDOCS.format(many=1, cores=cores, more=more)
    arguments = [sys.executable, "-c", program, "build", "--site-dir", site, *options]
    return subprocess.run(
        arguments, cwd=project.root, env=environment(), capture_output=True, text=True, check=False, timeout=100
    )


def made(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.mark.parametrize("cores", [2, 3, 40])
def test_several_processes_make_the_same_site(project: Project, cores: int) -> None:
    assert run(project, "one", cores=1).returncode == 0
    assert run(project, "several", cores=cores).returncode == 0
    one, several = made(project.root / "one"), made(project.root / "several")
    assert several.keys() == one.keys()
    assert [name for name in one if one[name] != several[name]] == []
    assert sum(name.endswith(".html") for name in one) > 30


@pytest.mark.parametrize("page", ["about.md", "zh-Hant/jinrong/jijin.md"], ids=["here", "in another process"])
@pytest.mark.parametrize("error", ["OSError(28, 'No space left on device')", "ValueError('x')"])
def test_a_page_that_fails_anywhere_ends_the_build(project: Project, page: str, error: str) -> None:
    assert run(project, "site", cores=3).returncode == 0
    before = made(project.root / "site")
    project.write("docs/about.md", "# 关于我们\n")
    failed = run(project, "site", cores=3, more=FAILS.format(page=page, error=error))
    assert failed.returncode != 0
    assert ("No space left" if "OSError" in error else "x") in failed.stderr
    assert made(project.root / "site") == before
    assert [path.name for path in project.root.iterdir() if path.name.startswith(".site")] == []


def test_a_warning_of_another_process_counts(project: Project) -> None:
    text = project.config.read_text("utf-8")
    project.write("docs/zz.md", "# 末页\n\n[x](more.md#nowhere)\n")
    project.config.write_text(f"{text}validation: {{anchors: warn}}\n", "utf-8")
    project.write("docs/about.md", "# 关于\n")
    failed = run(project, "site", "--strict", cores=3)
    assert "zz.md" in failed.stderr
    assert failed.returncode == 1
    assert "stays as it was" in failed.stderr
    assert not (project.root / "site").exists()


IGNORED = "import signal; signal.signal(signal.SIGCHLD, signal.SIG_IGN)\n"


def test_nobody_waits_for_children(project: Project) -> None:
    built = run(project, "site", cores=3, more=IGNORED)
    assert built.returncode == 0, built.stderr
    assert (project.root / "site" / "zh-Hant" / "jinrong" / "jijin" / "index.html").is_file()


def test_a_hook_that_gathers_pages_sees_all(project: Project) -> None:
    project.write(
        "hook.py",
        "seen = []\n"
        "def on_post_page(output, page, config):\n"
        "    seen.append(page.file.src_uri)\n"
        "def on_post_build(config):\n"
        "    print(*seen)\n",
    )
    text = project.config.read_text("utf-8")
    project.config.write_text(f"{text}hooks: [hook.py]\n", "utf-8")
    assert {"about.md", "more.md", "zh-Hant/jinrong/jijin.md"} <= set(run(project, "s", cores=3).stdout.split())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere they do their part, and end then")
def test_processes_end_with_a_build_that_is_killed(project: Project) -> None:
    slow = FAILS.replace("        raise {error}", "        print(os.getpid(), flush=True)\n        time.sleep(60)")
    slow = f"import os, time\n{slow.format(page='zh-Hant/jinrong/jijin.md')}"
    program = MKDOCS.format(many=1, cores=3, more=slow)
    with subprocess.Popen(
        [sys.executable, "-c", program, "build"], cwd=project.root, env=environment(), stdout=subprocess.PIPE
    ) as build:
        assert build.stdout
        child = int(build.stdout.readline())
        assert child != build.pid
        build.kill()
        # All who could write there are gone, long before a minute.
        began = time.monotonic()
        assert build.stdout.read() == b""
    assert time.monotonic() - began < 30


def test_the_collector_is_given_back_what_it_was_told_to_leave_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless somebody else has told it to leave something alone: then that is theirs to give back."""
    frozen = 0

    def freeze(count: int) -> None:
        nonlocal frozen
        frozen = count

    monkeypatch.setattr(gc, "freeze", lambda: freeze(1))
    monkeypatch.setattr(gc, "unfreeze", lambda: freeze(0))
    monkeypatch.setattr(gc, "get_freeze_count", lambda: frozen)
    shares = Shares()
    shares.settle()
    shares.settle()
    assert frozen == 1
    shares.unsettle()
    assert frozen == 0
    freeze(7)
    shares.settle()
    shares.unsettle()
    assert frozen == 7
