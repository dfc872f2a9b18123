"""The command as users meet it: a process with exit codes, two streams and no traceback."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from generator import __version__, cli
from generator.config import PLUGIN
from tests import forked
from tests.forked import COMMAND
from tests.site.scratch import SOUND, WRONG, Project, card, environment, make_project

pytestmark = pytest.mark.slow  # nearly every test starts a process

WARNING = "plugins: [{leimu: {findings: {count-mismatch: warning}}}]\n"


def leimu(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    run = forked.run([*COMMAND, *arguments], cwd=cwd, env=environment())
    assert "Traceback" not in run.stderr
    return run


def started(*arguments: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a new process, where what Python reads of its environment when it starts is the matter."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=cwd,
        env=environment(**more),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Project]:
    """Make a project under ``tmp_path``; see :func:`make_project`."""
    return partial(make_project, tmp_path / "project")


@pytest.fixture
def loose(tmp_path: Path) -> Path:
    """Return a directory that is no project, with one sound document."""
    (tmp_path / "rules.md").write_text(SOUND, encoding="utf-8")
    return tmp_path


def test_the_version(loose):
    for run in (leimu("--version", cwd=loose), started("--version", cwd=loose)):
        assert (run.returncode, run.stdout, run.stderr) == (0, f"leimu {__version__}\n", "")


@pytest.mark.parametrize("command", ["parse", "check", "render", "build", "serve"])
def test_every_command_has_help_with_examples(command, capsys):
    assert cli.run([command, "--help"]) == 0
    text = capsys.readouterr().out
    assert "Examples:" in text
    assert f"\n    leimu {command}" in text


def test_parse_gives_json_and_nothing_else(loose):
    run = leimu("parse", "rules.md", "--format", "json", cwd=loose)
    assert (run.returncode, run.stderr) == (0, "")
    category = json.loads(run.stdout)["categories"][0]
    assert (category["path"], category["source"]["file"]) == (["金融业", "银行"], "rules.md")


def test_parse_gives_an_outline(loose):
    run = leimu("parse", "rules.md", cwd=loose)
    assert (run.returncode, run.stderr) == (0, "")
    assert "金融业 / 银行" in run.stdout


def test_output_is_utf8_whatever_the_locale(loose):
    for more in ({"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"}, {"PYTHONIOENCODING": "latin-1"}):
        assert "金融业" in started("parse", "rules.md", cwd=loose, **more).stdout


CHECKS = [
    (SOUND, "", [], 0),
    (WRONG, "", [], 1),
    (WRONG, WARNING, [], 0),
    (WRONG, WARNING, ["--strict"], 1),
]


@pytest.mark.parametrize("case", CHECKS)
@pytest.mark.parametrize("command", [["check"], ["check", "--format", "json"], ["render", "out"]])
def test_the_exit_code_tells_of_findings(project, command, case):
    source, config, options, code = case
    made = project(source, config or "plugins: [leimu]\n")
    assert leimu(*command, *options, cwd=made.root).returncode == code


def test_check_gives_json_and_nothing_else(loose):
    (loose / "rules.md").write_text(WRONG, encoding="utf-8")
    run = leimu("check", "rules.md", "--format", "json", cwd=loose)
    assert (run.returncode, run.stderr) == (1, "")
    assert [finding["rule"] for finding in json.loads(run.stdout)["findings"]] == ["count-mismatch"]


def test_a_directory_is_read_whole(loose):
    (loose / "more").mkdir()
    (loose / "more" / "b.md").write_text("## 教育\n\n" + card("学校", "xuexiao"), encoding="utf-8")
    (loose / "rules.md").rename(loose / "more" / "a.md")
    data = json.loads(leimu("parse", "more", "--format", "json", cwd=loose).stdout)
    assert [category["path"][-1] for category in data["categories"]] == ["银行", "学校"]


def test_an_empty_file_is_an_empty_catalogue(loose):
    (loose / "rules.md").write_bytes(b"")
    run = leimu("parse", "rules.md", "--format", "json", cwd=loose)
    assert (run.returncode, json.loads(run.stdout)["categories"]) == (0, [])


def unreadable(loose: Path) -> None:
    (loose / "bytes.md").write_bytes(b"\x00\xff\xfe\x81" * 40)
    (loose / "folder.md").mkdir()
    (loose / "docs").mkdir()
    (loose / "full").mkdir()
    (loose / "full" / "letter.txt").touch()


COULD_NOT_RUN = [
    (["parse", "nowhere.md"], "nowhere.md: there is no such file"),
    (["check", "bytes.md"], "bytes.md"),
    (["parse", "folder.md"], "folder.md: this directory holds no Markdown"),
    (["render", "full", "rules.md"], "full: holds files that leimu did not write"),
    (["build", "rules.md", "--site-dir", "."], "the site cannot go there, since a build empties it"),
    (["build", "rules.md", "--site-dir", "full"], "full: holds files that are no site"),
    (["build", "rules.md", "--site-dir", "rules.md/x"], "rules.md/x: cannot be written or read (Not a directory)."),
    (["serve", "rules.md", "--dev-addr", "nonsense"], "'dev_addr'"),
    (["build"], "no mkdocs.yml here or above. Name the documents to read"),
    (["build", "nowhere.md"], "nowhere.md: there is no such file"),
    (["parse", "rules.md", "--format", "xml"], "'xml'"),
    (["prase"], "No such command 'prase'. Did you mean 'parse'? See leimu --help."),
    (["build", "rules.md", "--locale", "!"], "--locale: '!' is no locale"),
]


@pytest.mark.parametrize(("arguments", "words"), COULD_NOT_RUN)
def test_what_cannot_run_ends_with_2_and_one_sentence(loose, arguments, words):
    unreadable(loose)
    run = leimu(*arguments, cwd=loose)
    assert (run.returncode, run.stdout) == (2, "")
    assert words in run.stderr
    assert run.stderr.count("\n") == 1
    assert (loose / "rules.md").read_text(encoding="utf-8") == SOUND
    assert (loose / "full" / "letter.txt").is_file()
    assert not run.stderr.startswith("Error")


BAD_PROJECTS = [
    (
        "plugins: [{leimu: {sorces: x}}]\n",
        "mkdocs.yml: plugins: leimu: sorces: there is no option 'sorces'. Did you mean",
    ),
    ("plugins: [{leimu: {findings: {missing-raw: off}}}]\n", "plugins: leimu: findings: no rule is called missing-raw"),
    ("plugins: [search]\n", "mkdocs.yml: the leimu plugin is not in it"),
    ("plugins: [leimu\n", "mkdocs.yml:4:"),
]


@pytest.mark.parametrize(("config", "words"), BAD_PROJECTS)
@pytest.mark.parametrize("command", ["check", "build"])
def test_a_broken_project_is_told_alike_by_every_command(project, config, words, command):
    made = project(config=config)
    run = leimu(command, cwd=made.root)
    assert run.returncode == 2
    assert words in run.stderr


def test_a_stranger_gets_a_help_centre_from_one_file(loose):
    run = leimu("build", "rules.md", cwd=loose)
    assert (run.returncode, run.stdout) == (0, "")
    assert run.stderr == f"Built 6 pages in {loose / 'site'}.\n"
    assert (loose / "site/jinrong/yinhang/index.html").is_file()
    assert sorted(path.name for path in loose.iterdir()) == ["rules.md", "site"]


def test_a_project_builds_by_its_own_settings_from_any_directory_in_it(project):
    made = project(config="plugins: [leimu]\nsite_dir: public\n", about="# 关于\n")
    run = leimu("build", cwd=made.root / "docs")
    assert run.returncode == 0, run.stderr
    assert (made.root / "public/about/index.html").is_file()
    assert (made.root / "catalogue/ids.yml").is_file()


def test_named_sources_and_a_named_place_go_first(project, tmp_path):
    made = project(config="plugins: [leimu]\n")
    made.write("other.md", "## 教育\n\n" + card("学校", "xuexiao"))
    run = leimu("build", "other.md", "--site-dir", str(tmp_path / "out"), cwd=made.root)
    assert run.returncode == 0, run.stderr
    page = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert ("学校" in page, "银行" in page) == (True, False)


BUILDS = [(WRONG, "", [], 1), (WRONG, WARNING, [], 0), (WRONG, WARNING, ["--strict"], 1), (SOUND, "", ["--strict"], 0)]


@pytest.mark.parametrize(("source", "config", "options", "code"), BUILDS)
def test_a_build_is_whole_and_its_exit_code_tells_of_findings(project, source, config, options, code):
    made = project(source, config or "plugins: [leimu]\n")
    assert leimu("build", *options, cwd=made.root).returncode == code
    assert (made.root / "site/jinrong/yinhang/index.html").is_file()


def test_what_nobody_foresaw_is_one_sentence_that_asks_for_a_report(loose, monkeypatch, capsys):
    def break_down(*_: object) -> None:
        raise RuntimeError("the sky fell")

    monkeypatch.chdir(loose)
    monkeypatch.setattr(cli, "_settings", break_down)
    assert cli.run(["parse", "rules.md"]) == 2
    said = capsys.readouterr().err
    assert "the sky fell" in said
    assert "Please report it" in said
    assert "Traceback" not in said


def test_an_interrupt_is_quiet(loose, monkeypatch, capsys):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.chdir(loose)
    monkeypatch.setattr(cli, "_settings", interrupt)
    assert cli.run(["parse", "rules.md"]) == 130
    assert capsys.readouterr().err == ""


def test_a_reader_that_goes_away_is_no_trouble(loose):
    (loose / "rules.md").write_text(SOUND + card("证券", "zhengquan") * 2000, encoding="utf-8")
    shell = f"{' '.join(map(repr, COMMAND))} parse rules.md --format json | head -c 10; echo $PIPESTATUS"
    run = subprocess.run(
        ["bash", "-c", shell],
        cwd=loose,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert run.stderr == ""
    assert run.stdout.endswith("141\n")


@pytest.mark.parametrize(("redirect", "words"), [(">&-", "output is closed"), (">/dev/full", "No space left")])
def test_output_that_cannot_be_written_is_a_failure(loose, redirect, words):
    shell = f"{' '.join(map(repr, COMMAND))} parse rules.md {redirect}"
    run = subprocess.run(
        ["bash", "-c", shell],
        cwd=loose,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert run.returncode == 2
    assert words in run.stderr
    assert "Traceback" not in run.stderr


def test_reading_imports_no_mkdocs(loose):
    program = "import sys; from generator import cli; cli.run(['check', 'rules.md']); sys.exit('mkdocs' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=loose, env=environment(), capture_output=True, timeout=60, check=False
    )
    assert run.returncode == 0


def test_the_plugin_is_installed_under_its_name():
    from importlib.metadata import entry_points

    assert [point.value for point in entry_points(group="mkdocs.plugins", name=PLUGIN)] == [
        "generator.site.plugin:LeimuPlugin"
    ]


def test_a_long_output_is_whole_even_where_little_fits_at_once(loose):
    (loose / "long.md").write_text("## 甲\n\n" + "字" * 200_000 + "\n", encoding="utf-8")
    run = started("parse", "long.md", "rules.md", "--format", "json", cwd=loose, PYTHONUNBUFFERED="1")
    assert run.returncode == 0
    assert json.loads(run.stdout)["version"] == 1


def test_a_strict_build_says_which_warning_stopped_it(loose):
    (loose / "gb.md").write_bytes(SOUND.encode("gb18030"))
    run = leimu("build", "gb.md", "--strict", cwd=loose)
    assert run.returncode == 1
    assert "not-utf8" in run.stderr


def test_a_tree_is_not_written_where_it_would_be_read(project):
    made = project()
    run = leimu("render", "catalogue/sources/out", cwd=made.root)
    assert run.returncode == 2
    assert "read as content" in run.stderr


def test_the_package_can_be_run(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["leimu", "--version"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("generator", run_name="__main__")
    assert (ended.value.code, capsys.readouterr().out) == (0, f"leimu {__version__}\n")
