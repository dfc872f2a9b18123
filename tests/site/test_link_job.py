"""The link check as a job: caches, patience, changed lines, shards, fixes, reports, and being broken off."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.cli import run
from generator.config import load_settings
from generator.site.changes import Lines, changed_lines
from generator.site.linking import Part
from tests.links.server import GOOD, Server, response, serving
from tests.site.scratch import environment

ROOT = Path(__file__).parents[2]
LOCAL = ("--allow-net", "127.0.0.2", "--timeout", "5", "--retries", "0", "--pause", "0")

pytestmark = pytest.mark.slow  # servers on loopback, and processes


@pytest.fixture
def server() -> Iterator[Server]:
    behaviours = {
        "/good": response(200, GOOD, 'ETag: "1"'),
        "/moved": response(301, "", "Location: /good"),
        "/moved-twice": response(308, "", "Location: /moved"),
        "/moved-then": response(301, "", "Location: /elsewhere"),
        "/elsewhere": response(302, "", "Location: /good"),
        "/gone": response(404, "x"),
        "/down": response(503, "x"),
        "/robots.txt": response(200, "User-agent: leimu\nDisallow: /private\n", kind="text/plain"),
        "/private/x": response(200, GOOD),
    }
    with serving(behaviours) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with one source to be written."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nplugins: [leimu]\n", encoding="utf-8")
    (tmp_path / "catalogue" / "sources").mkdir(parents=True)
    return tmp_path


def write(folder: Path, text: str) -> Path:
    file = folder / "catalogue" / "sources" / "rules.md"
    file.write_text(f"# 说明\n\n{text}", encoding="utf-8")
    return file


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = run(["links", *LOCAL, "--format", "json", *arguments])
    data = json.loads(capsys.readouterr().out)
    return code, {link["url"].rpartition("/")[2]: link for link in data["links"]}


def test_a_good_verdict_is_not_asked_for_again_and_no_cache_asks(folder, server, capsys) -> None:
    write(folder, f"{server.base}/good {server.base}/gone\n")
    for _time in range(2):
        code, links = told(capsys)
        assert (code, links["good"]["verdict"], links["gone"]["verdict"]) == (1, "ok", "broken")
    assert (server.count("/good"), server.count("/gone")) == (1, 2)
    told(capsys, "--no-cache")
    assert server.count("/good") == 2


def test_a_stale_verdict_is_asked_for_with_what_the_server_gave(folder, server, capsys) -> None:
    (folder / "mkdocs.yml").write_text(
        "site_name: x\nplugins:\n  - leimu:\n      links: {fresh: 0 days}\n", encoding="utf-8"
    )
    write(folder, f"{server.base}/good\n")
    told(capsys)
    told(capsys)
    assert [asked.headers.get("if-none-match") for asked in server.seen] == [None, '"1"']


def test_a_cache_of_garbage_harms_nothing(folder, server, capsys) -> None:
    write(folder, f"{server.base}/good\n")
    (folder / ".leimu-links.sqlite").write_bytes(b"garbage" * 999)
    assert told(capsys)[0] == 0
    assert told(capsys)[0] == 0
    assert server.count("/good") == 1


def test_a_cache_that_cannot_be_written_is_said(folder, server, capsys) -> None:
    write(folder, f"{server.base}/good\n")
    assert run(["links", *LOCAL, "--cache", "nowhere/x/cache"]) == 0
    assert "this run is not remembered" in capsys.readouterr().err


def test_in_ci_what_may_pass_counts_in_the_second_run(folder, server, capsys, monkeypatch) -> None:
    monkeypatch.setenv("CI", "true")
    write(folder, f"{server.base}/down\n")
    assert run(["links", *LOCAL, "--format", "github"]) == 0
    assert "unsteady-link" in capsys.readouterr().out
    assert run(["links", *LOCAL, "--format", "github"]) == 1
    assert "::error" in capsys.readouterr().out
    write(folder, f"{server.base}/gone\n")
    assert run(["links", *LOCAL]) == 1
    # Where nothing can be kept, nobody would know of a second run.
    write(folder, f"{server.base}/down\n")
    assert run(["links", *LOCAL, "--cache", "nowhere/x"]) == 1


def test_the_settings_say_how_long_a_link_has_to_fail(folder, server, capsys) -> None:
    (folder / "mkdocs.yml").write_text(
        "site_name: x\nplugins:\n  - leimu:\n      links: {fail_after: 3 days}\n", encoding="utf-8"
    )
    write(folder, f"{server.base}/down\n")
    assert [told(capsys)[0] for _time in range(3)] == [0, 0, 0]


def test_fix_writes_what_has_moved_for_good_and_nothing_else(folder, server, capsys) -> None:
    text = f"[甲]({server.base}/moved) [乙]({server.base}/moved-twice) [丙]({server.base}/elsewhere) "
    text += f"[丁]({server.base}/gone)\n"
    file = write(folder, text)
    before = file.read_text(encoding="utf-8")
    assert run(["links", *LOCAL, "--diff", "--no-cache"]) == 1
    assert "+[甲](" in capsys.readouterr().out
    assert file.read_text(encoding="utf-8") == before
    assert run(["links", *LOCAL, "--fix", "--no-cache"]) == 1
    assert "Mended 2 findings in 1 file." in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == before.replace("/moved-twice", "/good").replace("/moved", "/good")


def test_a_way_that_is_not_permanent_to_its_end_is_not_written(folder, server) -> None:
    file = write(folder, f"[甲]({server.base}/moved-then)\n")
    before = file.read_text(encoding="utf-8")
    assert run(["links", *LOCAL, "--fix", "--no-cache"]) == 0
    assert file.read_text(encoding="utf-8") == before


def test_fix_writes_into_the_definition_and_into_no_label(folder, server) -> None:
    file = write(folder, f"[甲][r] [r]\n\n[r]: {server.base}/moved\n\n<a href='{server.base}/moved'>x</a>\n")
    assert run(["links", *LOCAL, "--fix", "--no-cache"]) == 0
    base = server.base
    assert (
        file.read_text(encoding="utf-8")
        == f"# 说明\n\n[甲][r] [r]\n\n[r]: {base}/good\n\n<a href='{base}/good'>x</a>\n"
    )


def test_reports_are_written_beside(folder, server, capsys) -> None:
    write(folder, f"{server.base}/gone {server.base}/moved\n")
    arguments = [part for form in ("sarif", "markdown", "junit", "json") for part in ("--report", f"{form}=out/{form}")]
    assert run(["links", *LOCAL, *arguments]) == 1
    assert capsys.readouterr().out.endswith("2 addresses in 2 places: 1 redirected, 1 broken\n")
    results = json.loads((folder / "out" / "sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == ["broken-link", "moved-link"]
    markdown = (folder / "out" / "markdown").read_text(encoding="utf-8")
    assert (
        f"### broken (1)\n\n- `{server.base}/gone`: the server answers 404\n  `catalogue/sources/rules.md:3`"
        in markdown
    )
    assert json.loads((folder / "out" / "json").read_text(encoding="utf-8"))["summary"]["broken"] == 1
    assert run(["links", *LOCAL, "--report", "pdf=x"]) == 2
    assert "--report pdf=x" in capsys.readouterr().err


def test_an_ignore_and_the_levels_count(folder, server, capsys) -> None:
    write(folder, f"<!-- leimu: ignore=broken-link until=2999-01-31 it comes back -->\n\n{server.base}/gone\n")
    code, links = told(capsys)
    assert (code, links["gone"]["verdict"]) == (0, "broken")
    # Whoever does not ask the web cannot know whether the comment is needed.
    assert run(["check"]) == 0
    assert "unused-ignore" not in capsys.readouterr().out
    (folder / "mkdocs.yml").write_text(
        "site_name: x\nplugins:\n  - leimu:\n      findings: {broken-link: warning}\n", encoding="utf-8"
    )
    write(folder, f"{server.base}/gone\n")
    assert told(capsys)[0] == 0
    assert told(capsys, "--strict")[0] == 1


def test_robots_txt_is_kept_to_where_the_settings_say_so(folder, server, capsys) -> None:
    write(folder, f"{server.base}/private/x {server.base}/good\n")
    assert told(capsys, "--no-cache")[1]["x"]["verdict"] == "ok"
    (folder / "mkdocs.yml").write_text(
        "site_name: x\nplugins:\n  - leimu:\n      links: {robots: true}\n", encoding="utf-8"
    )
    _code, links = told(capsys, "--no-cache")
    assert (links["x"]["verdict"], links["good"]["verdict"]) == ("skipped", "ok")
    assert server.count("/robots.txt") == 1
    assert server.count("/private/x") == 1


def test_sites_that_are_skipped_or_accepted(folder, server, capsys) -> None:
    (folder / "mkdocs.yml").write_text(
        "site_name: x\nplugins:\n  - leimu:\n      links:\n        sites:\n"
        "          127.0.0.2: {accept: [404]}\n          127.0.0.3: {skip: only staff}\n",
        encoding="utf-8",
    )
    write(folder, f"{server.base}/gone http://127.0.0.3:1/x\n")
    code, links = told(capsys, "--no-cache")
    assert code == 0
    assert (links["gone"]["verdict"], links["x"]["verdict"], links["x"]["reason"]) == ("ok", "skipped", "only staff")


def test_shards_share_every_address_and_none_twice(folder, server, capsys) -> None:
    write(folder, "".join(f"{server.base}/good?{number}\n\n" for number in range(40)))
    parts = [set(told(capsys, "--shard", f"{number}/3", "--no-cache")[1]) for number in (1, 2, 3)]
    assert len(set().union(*parts)) == sum(map(len, parts)) == 40
    assert all(parts)
    assert run(["links", "--shard", "4/3"]) == 2
    assert "2/5" in capsys.readouterr().err
    assert Part(shard=(1, 1)).holds("x")


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=x", "-c", "user.email=x@x.example", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, env=environment())


def test_only_links_in_changed_lines_are_asked(folder, server, capsys) -> None:
    file = write(folder, f"[甲]({server.base}/gone)\n\n[乙]({server.base}/down)\n")
    git(folder, "init")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "x")
    assert told(capsys, "--changed-since", "HEAD") == (0, {})
    file.write_text(file.read_text(encoding="utf-8").replace("[乙]", "[丙]"), encoding="utf-8")
    (file.parent / "new.md").write_text(f"# 新\n\n{server.base}/good\n", encoding="utf-8")
    code, links = told(capsys, "--changed-since", "HEAD")
    assert (code, set(links)) == (1, {"down", "good"})
    assert server.count("/gone") == 0
    assert run(["links", "--changed-since", "nowhere"]) == 2
    assert "git knows no revision nowhere" in capsys.readouterr().err
    assert run(["links", "--changed-since", "--output=x"]) == 2
    assert not (folder / "x").exists()


def test_lines_are_counted_as_git_counts_them(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("1\n2\n3\n4\n5\n", encoding="utf-8")
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "x")
    (tmp_path / "a.md").write_text("1\nb\nc\n3\n4\n", encoding="utf-8")
    lines = changed_lines(tmp_path, "HEAD", ["a.md", "b.md"])
    assert [line for line in range(1, 7) if line in lines["a.md"]] == [2, 3]
    assert lines["b.md"] == Lines(None)


def test_a_project_without_git_is_told(folder, capsys) -> None:
    write(folder, "x\n")
    assert run(["links", "--changed-since", "HEAD"]) == 2
    assert "git knows no revision HEAD" in capsys.readouterr().err


def command(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "generator", "links", *LOCAL, *arguments],
        cwd=folder,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(PYTHONPATH=str(ROOT)),
    )


def test_breaking_off_tells_what_is_known(folder, server) -> None:
    write(folder, "".join(f"{server.base}/good?{number}\n\n" for number in range(40)))
    process = command(folder, "--pause", "0.2", "--per-host", "1")
    until = time.monotonic() + 30
    while len(server.seen) < 3 and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert out.splitlines()[-1].startswith("40 addresses in 40 places: ")
    assert " ok, " in out.splitlines()[-1]
    assert "broken off" in out
    # What was learned until then is known to the next run.
    asked = len(server.seen)
    again = command(folder, "--pause", "0")
    assert again.wait(60) == 0
    again.communicate()
    assert len(server.seen) - asked <= 40 - 2


def test_after_a_kill_and_with_two_at_once_the_next_run_is_right(folder, server) -> None:
    write(folder, "".join(f"{server.base}/good?{number}\n\n" for number in range(60)) + f"{server.base}/gone\n")
    killed = command(folder, "--pause", "0.05")
    until = time.monotonic() + 30
    while len(server.seen) < 10 and time.monotonic() < until:
        time.sleep(0.02)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    both = [command(folder, "--format", "json") for _number in range(2)]
    for process in both:
        out, _err = process.communicate(timeout=60)
        assert process.returncode == 1
        summary = json.loads(out)["summary"]
        assert (summary["ok"], summary["broken"]) == (60, 1)


def test_a_host_is_asked_no_faster_than_the_limits_say(folder, server, capsys) -> None:
    write(folder, "".join(f"{server.base}/good?{number}\n\n" for number in range(12)))
    began = time.monotonic()
    told(capsys, "--no-cache", "--pause", "0.1")
    assert time.monotonic() - began >= 11 * 0.1
    assert len(server.seen) == 12


def test_the_agent_is_honest_and_names_the_contact(folder, server, capsys) -> None:
    (folder / "mkdocs.yml").write_text(
        "site_name: x\nplugins:\n  - leimu:\n      links: {contact: https://help.example/contact}\n", encoding="utf-8"
    )
    write(folder, f"{server.base}/good\n")
    told(capsys)
    agent = server.seen[0].headers["user-agent"]
    assert "leimu/" in agent
    assert "+https://help.example/contact" in agent


def test_the_table_of_signs_can_be_extended(folder, server, capsys) -> None:
    (folder / "signs.yml").write_text("missing: {words: ['内容很完整']}\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: x\nplugins:\n  - leimu:\n      links: {signs: signs.yml}\n", encoding="utf-8"
    )
    write(folder, f"{server.base}/good\n")
    assert told(capsys, "--no-cache")[1]["good"]["verdict"] == "broken"
    (folder / "signs.yml").write_text("missing: {words: ['(']}\n", encoding="utf-8")
    assert run(["links", *LOCAL]) == 2
    assert "signs" in capsys.readouterr().err


def test_the_settings_of_this_project_can_be_read() -> None:
    settings = load_settings(ROOT / "mkdocs.yml")
    assert settings
    assert settings.links.cache == ROOT / ".leimu-links.sqlite"
