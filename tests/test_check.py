"""``leimu check`` and ``leimu explain`` as editors and CI meet them: fixes, diffs, baselines, formats."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from generator import cli
from generator.rules import RULES
from tests.site.scratch import GROUP, SOUND, WRONG, Project, card, make_project
from tests.test_cli import leimu

pytestmark = pytest.mark.slow  # nearly every test starts a process

GAP = GROUP + card().replace("2. 《金融机构许可证》", "3. 《金融机构许可证》")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a directory that is no project, with a document whose number is wrong."""
    (tmp_path / "rules.md").write_text(GAP, encoding="utf-8")
    return tmp_path


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project whose one category declares a wrong count."""
    return make_project(tmp_path / "project", WRONG)


def check(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return leimu("check", *arguments, cwd=cwd)


def test_fix_writes_the_document_and_tells_what_is_left(folder: Path) -> None:
    run = check("rules.md", "--fix", cwd=folder)
    assert (run.returncode, run.stdout) == (0, "No findings in 1 file\n")
    assert run.stderr == "Mended 1 finding in 1 file.\n"
    assert (folder / "rules.md").read_text(encoding="utf-8") == SOUND
    again = check("rules.md", "--fix", cwd=folder)
    assert again.stderr == "There is nothing to mend that has one right answer.\n"


def test_diff_shows_the_change_and_makes_none(folder: Path) -> None:
    run = check("rules.md", "--diff", cwd=folder)
    assert run.returncode == 0
    assert "\n-3. 《金融机构许可证》</a></td></tr>\n+2. 《金融机构许可证》</a></td></tr>\n" in run.stdout
    assert run.stderr == "--fix would mend 1 finding in 1 file.\n"
    assert (folder / "rules.md").read_text(encoding="utf-8") == GAP
    assert check("rules.md", "--diff", "--strict", cwd=folder).returncode == 1


def test_the_report_says_what_can_be_mended(folder: Path) -> None:
    assert "leimu check --fix" in check("rules.md", cwd=folder).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--fix", "--diff"], "Give one of --fix, --diff and --write-baseline."),
        (["--diff", "--format", "json"], "--diff writes a diff: leave --format out."),
        (["--baseline", "none.json"], "none.json: there is no such baseline. Write it with --write-baseline."),
        (["--write-baseline"], "These documents belong to no project. Name the file: --baseline FILE"),
        (["--format", "xml"], "Invalid value for '--format': 'xml' is not one of 'text', "),
    ],
)
def test_usage_is_explained(folder: Path, arguments: list[str], said: str) -> None:
    run = check("rules.md", *arguments, cwd=folder)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(said)


def test_what_the_baseline_knows_does_not_fail(project: Project) -> None:
    assert check(cwd=project.root).returncode == 1
    written = check("--write-baseline", cwd=project.root)
    assert written.returncode == 0
    assert written.stderr.endswith("catalogue/baseline.json.\n")
    run = check(cwd=project.root)
    assert (run.returncode, run.stdout) == (0, "No findings in 1 file\n")
    assert "1 finding is known from" in run.stderr


def test_only_new_findings_fail(project: Project) -> None:
    check("--write-baseline", cwd=project.root)
    project.source.write_text(f"导言。\n\n{WRONG}\n{card('信托', 'xintuo', choice=4)}", encoding="utf-8")
    run = check("--format", "json", cwd=project.root)
    assert run.returncode == 1
    findings = json.loads(run.stdout)["findings"]
    assert [finding["category"] for finding in findings if finding["rule"] == "count-mismatch"] == [["金融业", "信托"]]


def test_what_is_mended_is_asked_out_of_the_baseline(project: Project) -> None:
    check("--write-baseline", cwd=project.root)
    project.source.write_text(SOUND, encoding="utf-8")
    run = check(cwd=project.root)
    assert run.returncode == 0
    assert "is mended; leimu check --write-baseline takes it out." in run.stderr
    check("--write-baseline", cwd=project.root)
    assert "mended" not in check(cwd=project.root).stderr


def test_the_baseline_of_a_project_is_not_that_of_a_foreign_document(project: Project, tmp_path: Path) -> None:
    check("--write-baseline", cwd=project.root)
    foreign = tmp_path / "foreign.md"
    foreign.write_text(WRONG, encoding="utf-8")
    assert check(str(foreign), cwd=project.root).returncode == 1


def test_a_broken_baseline_is_told(project: Project) -> None:
    (project.root / "catalogue" / "baseline.json").write_text("{", encoding="utf-8")
    run = check(cwd=project.root)
    assert run.returncode == 2
    assert "baseline.json: it is no baseline that can be read" in run.stderr


def test_a_build_knows_the_baseline(project: Project) -> None:
    assert leimu("build", cwd=project.root).returncode == 1
    check("--write-baseline", cwd=project.root)
    assert leimu("build", cwd=project.root).returncode == 0


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "github"])
def test_every_format_reaches_standard_output(project: Project, form: str) -> None:
    run = check("--format", form, cwd=project.root)
    assert run.returncode == 1
    assert "count-mismatch" in run.stdout
    if form in ("json", "sarif"):
        assert json.loads(run.stdout)
    if form == "junit":
        assert ET.fromstring(run.stdout).tag == "testsuites"


def test_sarif_knows_every_rule(project: Project) -> None:
    driver = json.loads(check("--format", "sarif", cwd=project.root).stdout)["runs"][0]["tool"]["driver"]
    assert {rule["id"] for rule in driver["rules"]} == {rule.name for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_every_rule_can_be_explained(rule, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["explain", rule.name]) == 0
    by_name = capsys.readouterr().out
    assert by_name.startswith(f"# {rule.name}\n")
    assert cli.run(["explain", rule.code.lower()]) == 0
    assert capsys.readouterr().out == by_name


def test_explain_lists_all_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["explain"]) == 0
    out = capsys.readouterr().out
    assert [rule.name for rule in RULES if f"| {rule.name} |" not in out] == []


def test_an_unknown_rule_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["explain", "count-missmatch"]) == 2
    assert capsys.readouterr().err == "no rule is called count-missmatch; did you mean count-mismatch?\n"


def test_a_part_of_the_sources_leaves_the_rest_of_the_baseline_alone(project: Project) -> None:
    project.write("catalogue/sources/other.md", WRONG.replace("银行", "信托").replace("yinhang", "xintuo"))
    check("--write-baseline", cwd=project.root)
    file = project.root / "catalogue" / "baseline.json"
    whole = file.read_text(encoding="utf-8")
    assert len(json.loads(whole)["findings"]) == 2
    run = check("catalogue/sources/rules.md", cwd=project.root)
    assert run.returncode == 0
    assert "mended" not in run.stderr
    check("catalogue/sources/rules.md", "--write-baseline", cwd=project.root)
    assert file.read_text(encoding="utf-8") == whole
    project.source.write_text(SOUND, encoding="utf-8")
    check("catalogue/sources/rules.md", "--write-baseline", cwd=project.root)
    assert len(json.loads(file.read_text(encoding="utf-8"))["findings"]) == 1


def test_a_document_is_no_baseline_to_be_written_over(folder: Path) -> None:
    (folder / "other.md").write_text(WRONG, encoding="utf-8")
    run = check("rules.md", "--write-baseline", "--baseline", "other.md", cwd=folder)
    assert run.returncode == 2
    assert "other.md: it is no baseline that can be read" in run.stderr
    assert (folder / "other.md").read_text(encoding="utf-8") == WRONG


def test_an_empty_name_is_no_directory(folder: Path) -> None:
    for arguments in ([""], ["rules.md", "--baseline", "", "--write-baseline"]):
        run = check(*arguments, cwd=folder)
        assert run.returncode == 2
        assert "it is empty" in run.stderr
    assert leimu("explain", "", cwd=folder).returncode == 2
