"""The link check of a project without the web, and the command for it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator.cli import run
from generator.config import load_settings, standalone
from generator.links.verdict import Verdict
from generator.site.linking import check_offline
from tests.links.server import GOOD as GOOD_PAGE
from tests.links.server import response, serving

ROOT = Path(__file__).parents[2]
GOOD = "https://a.example/x"


def verdicts(folder: Path, text: str) -> dict[str, Verdict]:
    (folder / "rules.md").write_text(f"# 说明\n\n{text}\n", encoding="utf-8")
    checked = check_offline(standalone([folder / "rules.md"], folder))
    return {answer.target.url: answer.verdict for answer in checked.answers}


@pytest.mark.parametrize(
    ("href", "verdict"),
    [
        (GOOD, Verdict.SKIPPED),
        ("//a.example/x", Verdict.SKIPPED),
        ("mailto:a@a.example", Verdict.OK),
        ("mailto:nobody", Verdict.REFUSED),
        ("tel:+86-10-1234", Verdict.OK),
        ("tel:call", Verdict.REFUSED),
        ("#说明", Verdict.OK),
        ("#nowhere", Verdict.BROKEN),
        ("#mark", Verdict.OK),
        ("#span", Verdict.OK),
        ("rules.md", Verdict.OK),
        ("other.md", Verdict.BROKEN),
        ("http:///x", Verdict.REFUSED),
        ("https://a_b.example/", Verdict.REFUSED),
        ("file:///etc/passwd", Verdict.REFUSED),
        ("javascript:alert(1)", Verdict.REFUSED),
        ("weixin://dl/business", Verdict.SKIPPED),
    ],
)
def test_what_can_be_known_without_the_web(tmp_path: Path, href: str, verdict: Verdict) -> None:
    text = f'[甲](id:mark) <span id="span"></span>\n\n<a href="{href}">乙</a>'
    assert verdicts(tmp_path, text)[href] is verdict


def test_the_seed_names_every_address_with_its_line() -> None:
    settings = load_settings(ROOT / "mkdocs.yml")
    assert settings
    checked = check_offline(settings)
    written = checked.catalogue.sources[0].text
    uses = [use for answer in checked.answers for use in answer.target.uses]
    assert len(uses) == len(re.findall(r"https?://", written))
    assert all(written[use.span.start :].startswith("http") for use in uses)


def test_an_ignored_finding_fails_nothing_but_the_verdict_stays(tmp_path: Path) -> None:
    text = "<!-- leimu: ignore=missing-anchor the anchor comes next week -->\n\n[甲](#nowhere)"
    assert verdicts(tmp_path, text)["#nowhere"] is Verdict.BROKEN
    checked = check_offline(standalone([tmp_path / "rules.md"], tmp_path))
    assert checked.judged.findings == ()


def test_the_command_tells_and_ends_as_promised(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules.md").write_text(f"# 说明\n\n[甲]({GOOD}) [乙](#nowhere)\n", encoding="utf-8")
    assert run(["links", "rules.md", "--offline", "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert [link["verdict"] for link in data["links"]] == ["skipped", "broken"]
    assert data["links"][1]["uses"] == [{"file": "rules.md", "line": 3, "column": 30}]
    assert run(["links", "rules.md", "--offline"]) == 1
    assert capsys.readouterr().out.endswith("2 addresses in 2 places: 1 broken, 1 skipped\n")
    assert run(["links", "rules.md", "--offline", "--format", "github"]) == 1
    assert capsys.readouterr().out.startswith("::error file=rules.md,line=3,")


@pytest.mark.slow
def test_the_web_is_asked(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    with serving({"/good": response(200, GOOD_PAGE), "/moved": response(301, "", "Location: /good")}) as server:
        text = f"# 说明\n\n[甲]({server.base}/good) [乙]({server.base}/moved) [丙](#说明)\n"
        (tmp_path / "rules.md").write_text(text, encoding="utf-8")
        command = ["links", "rules.md", "--no-cache", "--retries", "0", "--timeout", "5", "--format", "json"]
        assert run([*command, "--allow-net", "127.0.0.2"]) == 0
        told = [(link["verdict"], link["status"]) for link in json.loads(capsys.readouterr().out)["links"]]
        assert told == [("ok", 200), ("redirected", 200), ("ok", None)]
        assert {asked.path for asked in server.seen} == {"/good", "/moved"}
        # Without leave nobody is asked in a network of one's own, and what is denied stays so.
        seen = len(server.seen)
        assert run(command) == 1
        assert json.loads(capsys.readouterr().out)["summary"]["refused"] == 2
        assert run([*command, "--allow-net", "127.0.0.0/8", "--deny-net", "127.0.0.2/32"]) == 1
        assert json.loads(capsys.readouterr().out)["summary"]["refused"] == 2
        assert len(server.seen) == seen
        # A fault in the host is for nobody to ask; one behind it keeps no browser from asking.
        text = f'# 说明\n\n<a href="http://{server.base}/x">甲</a> <a href="{server.base}/good?a b">乙</a>\n'
        (tmp_path / "rules.md").write_text(text, encoding="utf-8")
        assert run([*command, "--allow-net", "127.0.0.2"]) == 1
        links = json.loads(capsys.readouterr().out)["links"]
        assert [link["verdict"] for link in links] == ["refused", "ok"]
        (tmp_path / "rules.md").write_text(f"# 说明\n\n{server.base}/gone\n", encoding="utf-8")
        assert run([*command, "--allow-net", "127.0.0.2"]) == 1
        assert json.loads(capsys.readouterr().out)["links"][0]["verdict"] == "broken"


def test_a_network_that_is_none_is_said(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules.md").write_text("# 说明\n", encoding="utf-8")
    assert run(["links", "rules.md", "--allow-net", "everything"]) == 2
    assert "10.0.0.0/8" in capsys.readouterr().err
