"""Workflows, the action and the hook: sound in form, safe against strangers, and of options that exist.

actionlint's package on PyPI downloads its program from another host when it is installed, so it cannot be used
here; the schemas that GitHub and GitLab publish and zizmor's audits stand in its place.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from generator import cli
from generator.site.resting import NAME as RECORD
from tests.site.scratch import environment

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PAGES = ROOT / "deploy" / "github-pages.yml"
"""To be copied by who publishes there, so it is held to the same."""
ACTION = ROOT / "action.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
CI_PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent
BLOCKS = [found[1] for found in re.finditer(r"^```yaml\n(.*?)^```$", CI_PAGE, re.MULTILINE | re.DOTALL)]
WHOLE = [block for block in BLOCKS if block.startswith("name:")]
OWNERS = {"actions", "github", "leimu"}


def loaded(text: str) -> Any:
    # YAML 1.1 reads the key "on" as true.
    return yaml.safe_load(text)


def schema(name: str, *files: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BIN / "check-jsonschema", "--builtin-schema", f"vendor.{name}", *files],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )


def scripts(data: Any) -> list[str]:
    """Return every script of a workflow or action."""
    if isinstance(data, dict):
        own = [data["run"]] if isinstance(data.get("run"), str) else []
        return own + [script for value in data.values() for script in scripts(value)]
    return [script for item in data for script in scripts(item)] if isinstance(data, list) else []


def uses(data: Any) -> list[str]:
    if isinstance(data, dict):
        own = [data["uses"]] if isinstance(data.get("uses"), str) else []
        return own + [use for value in data.values() for use in uses(value)]
    return [use for item in data for use in uses(item)] if isinstance(data, list) else []


def options() -> set[str]:
    command = typer.main.get_command(cli.app).commands["links"]  # type: ignore[attr-defined]
    return {name for parameter in command.params for name in parameter.opts if name.startswith("--")}


@pytest.mark.slow
def test_workflows_have_the_form_that_github_asks_for(tmp_path: Path) -> None:
    pages = [tmp_path / f"{number}.yml" for number in range(len(WHOLE))]
    for page, block in zip(pages, WHOLE, strict=True):
        page.write_text(block, encoding="utf-8")
    run = schema("github-workflows", *WORKFLOWS, PAGES, *pages)
    assert run.returncode == 0, run.stdout
    assert (len(WORKFLOWS), len(WHOLE)) == (2, 1)


@pytest.mark.slow
def test_the_action_and_the_hook_have_their_form() -> None:
    run = schema("github-actions", ACTION)
    assert run.returncode == 0, run.stdout
    (hook,) = loaded(HOOKS.read_text(encoding="utf-8"))
    assert hook["entry"].split()[:2] == ["leimu", "links"]
    assert set(hook["entry"].split()[2:]) <= options()
    assert not hook["pass_filenames"]
    assert re.search(hook["files"], "catalogue/sources/rules.md")


@pytest.mark.slow
def test_the_job_for_gitlab_has_its_form(tmp_path: Path) -> None:
    (block,) = (block for block in BLOCKS if "CI_PIPELINE_SOURCE" in block)
    (tmp_path / "gitlab.yml").write_text(block, encoding="utf-8")
    run = schema("gitlab-ci", tmp_path / "gitlab.yml")
    assert run.returncode == 0, run.stdout


@pytest.mark.slow
def test_a_wrong_workflow_would_be_found(tmp_path: Path) -> None:
    wrong = WORKFLOWS[0].read_text(encoding="utf-8").replace("runs-on:", "run-on:")
    (tmp_path / "wrong.yml").write_text(wrong, encoding="utf-8")
    assert schema("github-workflows", tmp_path / "wrong.yml").returncode == 1


@pytest.mark.slow
def test_no_stranger_can_misuse_them() -> None:
    run = subprocess.run(
        [
            BIN / "zizmor",
            "--offline",
            "--no-config",
            "--format",
            "json",
            "--min-severity",
            "medium",
            *WORKFLOWS,
            PAGES,
            ACTION,
        ],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )
    found = {finding["ident"] for finding in json.loads(run.stdout)}
    # Actions of GitHub itself are named by their versions, as its own documents do.
    assert found <= {"unpinned-uses"}, run.stdout


@pytest.mark.parametrize("file", [*WORKFLOWS, PAGES, ACTION], ids=lambda file: file.name)
def test_scripts_hold_nothing_that_others_write(file: Path) -> None:
    found = scripts(loaded(file.read_text(encoding="utf-8")))
    assert found
    for script in found:
        assert "${{" not in script
        assert subprocess.run(["bash", "-n"], input=script, text=True, check=False).returncode == 0


@pytest.mark.parametrize("file", [*WORKFLOWS, PAGES, ACTION], ids=lambda file: file.name)
def test_only_actions_of_known_owners_are_used(file: Path) -> None:
    for use in uses(loaded(file.read_text(encoding="utf-8"))):
        assert use == "./" or use.partition("/")[0] in OWNERS


def test_the_inputs_that_are_given_are_those_of_the_action() -> None:
    inputs = set(loaded(ACTION.read_text(encoding="utf-8"))["inputs"])
    for data in [loaded(file.read_text(encoding="utf-8")) for file in WORKFLOWS] + [loaded(block) for block in WHOLE]:
        for job in data["jobs"].values():
            for step in job["steps"]:
                if step.get("uses") in ("./", "leimu/leimu@main"):
                    assert set(step["with"]) <= inputs
    named = re.findall(r"`([a-z-]+)`", CI_PAGE[CI_PAGE.index("The inputs are") : CI_PAGE.index("the output")])
    assert set(named) == inputs


def test_the_site_is_published_by_a_job_that_sees_no_code_and_built_by_one_that_may_not_write() -> None:
    data = loaded(PAGES.read_text(encoding="utf-8"))
    assert data["permissions"] == {}
    building, publishing = data["jobs"]["build"], data["jobs"]["deploy"]
    assert set(building["permissions"].values()) == {"read"}
    assert publishing["permissions"] == {"pages": "write", "id-token": "write"}
    assert scripts(publishing) == []
    assert [use.partition("@")[0] for use in uses(publishing)] == ["actions/deploy-pages"]
    checkout = building["steps"][0]["with"]
    assert (checkout["fetch-depth"], checkout["persist-credentials"]) == (0, False)


def test_the_site_is_built_as_strictly_as_it_can_be() -> None:
    steps = loaded(PAGES.read_text(encoding="utf-8"))["jobs"]["build"]["steps"]
    install, check, build = scripts(steps)
    assert "--require-hashes --no-deps -r requirements/site.txt" in install
    command = typer.main.get_command(cli.app).commands["check"]  # type: ignore[attr-defined]
    known = {name for parameter in command.params for name in parameter.opts}
    assert set(re.findall(r"--[a-z-]+", check)) <= known
    assert "mkdocs build --strict" in build
    # Both ends of the address: the workflow sets it, and this project's settings read it.
    assert "SITE_URL" in next(step["env"] for step in steps if step.get("run") == build)
    assert "site_url: !ENV [SITE_URL," in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert steps[-1]["with"]["path"] == re.search(r"--site-dir (\S+)", build)[1]  # type: ignore[index]


def test_what_a_build_takes_over_is_kept_between_runs() -> None:
    steps = loaded(PAGES.read_text(encoding="utf-8"))["jobs"]["build"]["steps"]
    (kept,) = (number for number, step in enumerate(steps) if step.get("uses", "").startswith("actions/cache@"))
    assert steps[kept]["with"]["path"].split() == [steps[-1]["with"]["path"], RECORD]
    assert kept < next(number for number, step in enumerate(steps) if "mkdocs build" in step.get("run", ""))
    # A cache is never written anew under its name: each run has one of its own, and begins with the last.
    assert "github.run_id" in steps[kept]["with"]["key"]
    assert steps[kept]["with"]["key"].startswith(steps[kept]["with"]["restore-keys"])


def test_what_is_locked_is_audited_and_the_lowest_versions_are_run():
    jobs = loaded((ROOT / ".github/workflows/dependencies.yml").read_text(encoding="utf-8"))["jobs"]
    audit, lowest = ("\n".join(scripts(jobs[name])) for name in ("audit", "lowest"))
    assert "pip install --quiet --require-hashes --no-deps -r requirements/audit.txt" in audit
    audited = re.search(r"^\S+/pip-audit (.*)$", audit, re.MULTILINE)[1]  # type: ignore[index]
    assert audited.split() == [
        "--require-hashes",
        "--disable-pip",
        "-r",
        "requirements/site.txt",
        "-r",
        "requirements/dev.txt",
    ]
    assert "make test-lowest" in lowest
    named = re.findall(r"requirements/\S+\.txt", f"{audit}\n{lowest}")
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_every_option_of_the_action_exists() -> None:
    (script,) = (script for script in scripts(loaded(ACTION.read_text(encoding="utf-8"))) if "command=(" in script)
    assert set(re.findall(r"--[a-z-]+", script)) <= options()


@pytest.mark.slow
def test_the_action_runs(tmp_path: Path) -> None:
    """Run the action's own script with what callers write, hostile and not."""
    (script,) = (script for script in scripts(loaded(ACTION.read_text(encoding="utf-8"))) if "command=(" in script)
    room = tmp_path / "room" / "bin"
    room.mkdir(parents=True)
    (room / "leimu").symlink_to(BIN / "leimu")
    (tmp_path / "a rules.md").write_text("# 说明\n\n[甲](#nowhere) $(touch x)\n", encoding="utf-8")
    run = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=tmp_path,
        text=True,
        capture_output=True,
        check=False,
        env=environment(
            ROOM=str(room.parent),
            SOURCES="a rules.md\n",
            ARGUMENTS="--offline\n--strict\n",
            SINCE="",
            CACHE="c",
            SARIF="out put.sarif",
            MARKDOWN="",
            GITHUB_OUTPUT=str(tmp_path / "output"),
        ),
    )
    assert run.returncode == 1, run.stderr
    assert "missing-anchor" in run.stdout
    assert (tmp_path / "output").read_text(encoding="utf-8") == "status=1\n"
    assert json.loads((tmp_path / "out put.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert not (tmp_path / "x").exists()
