"""Pages and files that several processes make, against the same from one."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import forked
from tests.site.scratch import GROUP, Project, card, environment, make_project

pytestmark = pytest.mark.slow  # whole builds

CONFIG = """\
site_url: https://help.example.com/
plugins:
  - search
  - leimu:
      locales: [zh-Hant, en]
"""
# The thresholds are for sites of hundreds of pages.
MKDOCS = """\
import os, sys
parent = os.getpid()
from generator.site import making, sharing
making.MANY = {many}
sharing.cores = lambda: {cores}
{more}
from mkdocs.__main__ import cli
cli()
"""
FAILS = """\
from generator.site.localizing import Localizing
tell = Localizing._told
def told(self, page, *more):
    if page and os.getpid() {where} parent:
        raise {error}
    return tell(self, page, *more)
Localizing._told = told
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    names = [("银行", "yinhang"), ("保险", "baoxian"), ("证券", "zhengquan"), ("基金", "jijin")]
    source = GROUP + "\n".join(card(*each) for each in names)
    return make_project(tmp_path / "p", source, CONFIG, about="# 关于\n\n[x](index.md#nowhere)\n", more="# 更多\n")


def command(site: str, *options: str, cores: int, more: str = "") -> list[str]:
    program = MKDOCS.format(many=1, cores=cores, more=more)
    return [sys.executable, "-c", program, "build", "--site-dir", site, *options]


def run(project: Project, site: str, *options: str, cores: int, more: str = "") -> subprocess.CompletedProcess[str]:
    return forked.run(command(site, *options, cores=cores, more=more), cwd=project.root, env=environment())


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


WHERE = """\
from generator.site import data_files
export = data_files.export
def told(catalogue, form):
    print(form, "here" if os.getpid() == parent else "elsewhere", flush=True)
    return export(catalogue, form)
data_files.export = told
"""


def test_data_are_made_in_another_process_meanwhile(project: Project) -> None:
    # What the settings leave out, here and there, is left out.
    project.config.write_text(project.config.read_text("utf-8") + "exclude_docs: catalogue.csv\n", "utf-8")
    several = run(project, "several", cores=2, more=WHERE)
    assert sorted(several.stdout.split("\n"))[1:] == [
        f"{form} elsewhere" for form in ("json", "xlsx") for _ in range(3)
    ]
    assert run(project, "one", cores=1, more=WHERE).stdout.count("here") == 6
    one, made_of_several = made(project.root / "one"), made(project.root / "several")
    assert made_of_several == one
    assert "en/catalogue.xlsx" in one
    assert "catalogue.csv" not in one


def test_data_that_cannot_be_made_end_the_build(project: Project) -> None:
    failed = run(
        project, "site", cores=2, more=WHERE.replace("    return", "    raise OSError(28, 'No space left')\n    return")
    )
    assert failed.returncode != 0
    assert "No space left" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert [path.name for path in project.root.iterdir() if "site" in path.name] == []


def test_a_process_that_has_just_started_makes_the_same_site(project: Project) -> None:
    assert run(project, "one", cores=1).returncode == 0
    started = subprocess.run(command("several", cores=2), cwd=project.root, env=environment(), check=False, timeout=100)
    assert started.returncode == 0
    assert made(project.root / "several") == made(project.root / "one")


@pytest.mark.parametrize("where", ["==", "!="], ids=["here", "in another process"])
@pytest.mark.parametrize("error", ["OSError(28, 'No space left on device')", "ValueError('x')"])
def test_a_page_that_fails_anywhere_ends_the_build(project: Project, where: str, error: str) -> None:
    assert run(project, "site", cores=3).returncode == 0
    before = made(project.root / "site")
    project.write("docs/about.md", "# 关于我们\n")
    failed = run(project, "site", cores=3, more=FAILS.format(where=where, error=error))
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


def test_a_build_that_is_not_clean_is_one_process_s(project: Project) -> None:
    built = run(project, "site", "--dirty", cores=3, more=FAILS.format(where="!=", error="ValueError"))
    assert built.returncode == 0, built.stderr
    assert (project.root / "site" / "zh-Hant" / "jinrong" / "jijin" / "index.html").is_file()


def test_links_in_a_template_of_the_project_are_looked_up(project: Project) -> None:
    project.write("templates/pages/category.md.jinja", "# {{ title }}\n\n[x](../index.md#nowhere)\n")
    text = project.config.read_text("utf-8")
    project.config.write_text(f"{text}validation: {{anchors: warn}}\n", "utf-8")
    project.write("docs/about.md", "# 关于\n")
    failed = run(project, "site", "--strict", cores=3)
    assert failed.returncode == 1
    assert failed.stderr.count("#nowhere") >= 4


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
    slow = f"import time\n{slow.format(where='!=')}"
    program = MKDOCS.format(many=1, cores=2, more=slow)
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
