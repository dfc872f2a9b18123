"""Every way to fail that we could think of ends in one clear sentence with what to do, and never in a traceback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import forked
from tests.forked import COMMAND, MKDOCS
from tests.site.scratch import SOUND, Project, environment, make_project

pytestmark = pytest.mark.slow


def nothing(_made: Project) -> None:
    """Leave the project as it is."""


def plugin(options: str) -> Callable[[Project], None]:
    return lambda made: write(
        made, "mkdocs.yml", f"site_name: x\ntheme: material\nplugins: [search, {{leimu: {options}}}]\n"
    )


def config(text: str) -> Callable[[Project], None]:
    return lambda made: write(made, "mkdocs.yml", text)


def file(name: str, content: str | bytes) -> Callable[[Project], None]:
    return lambda made: write(made, name, content)


def write(made: Project, name: str, content: str | bytes) -> None:
    path = made.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def gone(made: Project) -> None:
    made.source.unlink()


def folder_for_source(made: Project) -> None:
    made.source.unlink()
    made.source.parent.rmdir()


def dangling(made: Project) -> None:
    made.source.unlink()
    made.source.symlink_to("nowhere.md")


def in_bytes(folder: str) -> Callable[[Project], None]:
    name = os.fsdecode(b"\xff\xfe.md")
    return lambda made: write(made, f"{folder}/{name}", "# x\n")


def loop(name: str) -> Callable[[Project], None]:
    return lambda made: (made.root / name).symlink_to(Path(name).name)


def inheriting_a_loop(made: Project) -> None:
    loop("base.yml")(made)
    config("INHERIT: base.yml\n")(made)


@contextmanager
def listening() -> Iterator[str]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield f"127.0.0.1:{taken.getsockname()[1]}"


@dataclass(frozen=True)
class Failure:
    name: str
    bring: Callable[[Project], None]
    command: str
    words: str
    """What the one sentence says; ``{port}`` is the address that is taken."""
    code: int = 2


FAILURES = [
    Failure("no source", gone, "check", "this directory holds no Markdown file. Put a .md file into it."),
    Failure(
        "no directory of sources", folder_for_source, "build", "there is no such file or directory. Check the name."
    ),
    Failure(
        "no project", config("plugins: []\n"), "check", "the leimu plugin is not in it. Name the documents to read"
    ),
    Failure("a dangling link", dangling, "check", "holds no Markdown file"),
    Failure("bytes", file("catalogue/sources/rules.md", b"\0\xff\xfe\x81" * 40), "check", "rules.md"),
    Failure("a broken mkdocs.yml", config("plugins: [leimu\n"), "check", "mkdocs.yml:2"),
    Failure("mkdocs.yml in GB18030", config("site_name: x\n"), "parse", "the leimu plugin is not in it"),
    Failure("mkdocs.yml is a list", config("- a\n"), "check", "expected a mapping of settings at the top, found list"),
    Failure("an unknown key", plugin("{sorces: x}"), "check", "there is no option 'sorces'. Did you mean 'sources'?"),
    Failure("an unknown rule", plugin("{findings: {nope: off}}"), "check", "no rule is called nope"),
    Failure("an unknown level", plugin("{findings: {missing-row: loud}}"), "check", "there is no level 'loud'"),
    Failure("no vocabulary", plugin("{vocabulary: none.yml}"), "check", "create it or take the option out"),
    Failure("no templates", plugin("{templates: none}"), "check", "is no directory; create it or take the option out"),
    Failure("an impossible locale", plugin("{locale: '!'}"), "check", "'!' is no locale; write it as in zh or zh-TW"),
    Failure("the locale of the sources", plugin("{locales: [zh]}"), "check", "zh is the language of the documents"),
    Failure("too many changes", plugin("{changes: many}"), "check", "expected a whole number up to 1000"),
    Failure("a missing locale", plugin("{locales: [en]}"), "export csv --locale fr", "fr"),
    Failure("a locale to update", plugin("{locales: [en]}"), "locales update fr", "the project has no such locale"),
    Failure("broken vocabulary", file("catalogue/labels.yml", "a: ["), "check", "labels.yml:1"),
    Failure("broken papers", file("catalogue/qualifications.yml", "a: {"), "check", "qualifications.yml:1"),
    Failure("broken ids", file("catalogue/ids.yml", "- ["), "check", "ids.yml"),
    Failure("a broken baseline", file("catalogue/baseline.json", "{"), "check", "baseline.json"),
    Failure("broken synonyms", file("catalogue/synonyms.yml", "a: ["), "build", "synonyms.yml:1"),
    Failure(
        "a broken template", file("templates/pages/home.md.jinja", "{% if"), "build", "the template cannot be used"
    ),
    Failure("a template that fails", file("templates/pages/home.md.jinja", "{{ no.no }}"), "build", "cannot be used"),
    Failure("a broken theme", file("templates/theme/main.html", "{% if"), "build", "main.html:1: the template cannot"),
    Failure(
        "a theme that fails", file("templates/theme/main.html", "{{ no.no }}"), "build", "main.html:1: the template"
    ),
    Failure(
        "not UTF-8 in a page",
        file("docs/page.md", "# 关于\n".encode("gb18030")),
        "build",
        "page.md: is not UTF-8. Save it",
    ),
    Failure("no baseline", nothing, "check --baseline none.json", "Write it with --write-baseline."),
    Failure("two jobs at once", nothing, "check --fix --diff", "Give one of --fix, --diff and --write-baseline."),
    Failure(
        "a port in use", nothing, "serve --dev-addr {port}", "{port}: cannot listen there (Address already in use)"
    ),
    Failure("an address that is none", nothing, "serve --dev-addr x", "dev_addr"),
    Failure("a site over its sources", nothing, "build --site-dir .", "should not be within the 'site_dir'"),
    Failure("a tree over its sources", nothing, "render catalogue/sources", "catalogue/sources"),
    Failure("a file for a site", nothing, "build --site-dir mkdocs.yml", "mkdocs.yml: cannot be written or read"),
    Failure("a source whose name is no text", in_bytes("catalogue/sources"), "build", "its name is no UTF-8. Give it"),
    Failure("a page whose name is no text", in_bytes("docs"), "build", "its name is no UTF-8. Give it another name."),
    Failure(
        "a path with a NUL", plugin('{sources: "a\\0b"}'), "check", "is no name that a file can have; write another"
    ),
    Failure("a site that leads to itself", loop("site"), "build", "site: cannot be written or read ("),
    Failure(
        "mkdocs.yml inherits itself",
        inheriting_a_loop,
        "check",
        "base.yml: cannot be read (Too many levels of symbolic links)",
    ),
    Failure("an unwritable export", nothing, "export json --output /proc/none", "/proc/none: cannot be written"),
    Failure("an unknown command", nothing, "biuld", "No such command 'biuld'. Did you mean 'build'? See leimu --help."),
    Failure("an unknown option", nothing, "build --nope", "No such option: --nope"),
    Failure("an unknown form", nothing, "check --format xml", "'xml'"),
    Failure("a spreadsheet on a screen", nothing, "export xlsx", "name a file with --output"),
    Failure("an unknown language", nothing, "check --lang xx", "xx"),
    Failure("an unknown rule to explain", nothing, "explain nope", "nope"),
    Failure("no built site", nothing, "links --site none", "none"),
    Failure("a network that is none", nothing, "links --offline --allow-net x", "x"),
    Failure("no revision", nothing, "diff HEAD~9:x y", "HEAD~9"),
]


def run(command: list[str], root: Path, **more: str) -> tuple[int, str]:
    done = forked.run(command, cwd=root, env=environment(**more))
    assert "Traceback" not in done.stderr
    assert "Please report it" not in done.stderr, done.stderr
    return done.returncode, done.stderr


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.name)
def test_a_failure_is_one_sentence(tmp_path, failure):
    made = make_project(tmp_path / "project")
    failure.bring(made)
    with listening() if "{port}" in failure.command else nullcontext("") as port:
        code, said = run([*COMMAND, *failure.command.format(port=port).split()], made.root)
        assert failure.words.format(port=port) in said
    # A server says first that it builds.
    assert (code, said.count("\n") == 1 or port) == (failure.code, port or True), said
    assert failure.words.format(port=port) in said.splitlines()[-1]
    assert ".leimu-" not in said


@pytest.mark.parametrize("name", ["no source", "an unknown key", "a broken template", "a port in use"])
def test_it_is_said_in_chinese_too(tmp_path, name):
    failure = next(each for each in FAILURES if each.name == name)
    made = make_project(tmp_path / "project")
    failure.bring(made)
    with listening() if "{port}" in failure.command else nullcontext("") as port:
        code, said = run([*COMMAND, *failure.command.format(port=port).split()], made.root, LANGUAGE="zh")
    assert (code, said.rstrip()[-1]) == (2, "。"), said


def test_a_document_in_gb18030_is_read_and_a_finding_says_so(tmp_path):
    made = make_project(tmp_path / "project")
    made.source.write_bytes(SOUND.encode("gb18030"))
    done = forked.run([*COMMAND, "check"], cwd=made.root, env=environment())
    assert done.returncode == 0
    assert "not-utf8" in done.stdout


def test_a_python_that_is_too_old(tmp_path):
    # Whatever brings it there: an older one is told before it meets what it cannot read.
    old = "import sys; sys.version_info = (3, 10, 12, 'final', 0); import generator"
    done = subprocess.run(
        [sys.executable, "-c", old], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("leimu needs Python 3.11 or newer, and ")
    assert "is Python 3.10. Make the virtual environment with a newer one." in done.stderr


@pytest.mark.parametrize("value", ["abc", "-5", "", "1.5", "９", str(2**32), "0" * 11 + "9" * 14, "9" * 5000])
def test_a_time_that_is_none(tmp_path, value):
    made = make_project(tmp_path / "project")
    code, said = run([*COMMAND, "build"], made.root, SOURCE_DATE_EPOCH=value)
    assert (code, said.count("\n")) == (2, 1)
    assert "SOURCE_DATE_EPOCH: expected seconds since 1970" in said
    assert not (made.root / "site").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path):
    made = make_project(tmp_path / "project")
    made.source.chmod(0)
    code, said = run([*COMMAND, "check"], made.root)
    assert (code, said.count("\n")) == (2, 1)


@pytest.mark.parametrize("name", ["no source", "an unknown key", "a broken template", "a theme that fails"])
def test_mkdocs_tells_it_without_a_traceback_too(tmp_path, name):
    failure = next(each for each in FAILURES if each.name == name)
    made = make_project(tmp_path / "project")
    failure.bring(made)
    code, said = run([*MKDOCS, "build", "--quiet"], made.root, NO_MKDOCS_2_WARNING="1")
    assert code == 1
    assert failure.words in said
