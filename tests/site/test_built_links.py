"""``leimu links --site``: the pages of a built site, as reports tell of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cli import run
from tests.links.server import GOOD, response, serving

PAGE = '<!doctype html>\n<html lang="{lang}"><head><title>x</title></head>\n<body>{body}</body></html>\n'


def write(folder: Path, name: str, body: str, lang: str = "zh") -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PAGE.format(lang=lang, body=body), encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "site", "index.html", '<a href="类目/">甲</a> <a href="%E7%B1%BB%E7%9B%AE/#%E4%B8%80">乙</a>')
    write(
        tmp_path / "site", "类目/index.html", '<h1 id="一">一</h1> <a href="../gone/">丙</a> <a href="../#none">丁</a>'
    )
    write(tmp_path / "site", "en/index.html", '<a href="../类目/">other</a> <a href="../" hreflang="zh">中文</a>', "en")
    return tmp_path / "site"


@pytest.mark.usefixtures("site")
def test_files_places_and_languages_are_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["links", "--site", "site", "--offline", "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    broken = {link["url"]: link["uses"] for link in data["links"] if link["verdict"] == "broken"}
    assert broken == {
        "../gone/": [{"file": "类目/index.html", "line": 3, "column": 34}],
        "../#none": [{"file": "类目/index.html", "line": 3, "column": 59}],
    }
    assert data["summary"]["broken"] == 2
    assert run(["links", "--site", "site", "--offline", "--format", "github"]) == 1
    out = capsys.readouterr().out
    assert "locale-change" in out
    assert out.count("locale-change") == 1


def test_a_whole_site_has_no_findings(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(site, "类目/index.html", '<h1 id="一">一</h1> <a href="mailto:a@a.example">丙</a>')
    write(site, "en/index.html", '<a href="../" hreflang="zh">中文</a>', "en")
    assert run(["links", "--site", "site", "--offline", "--strict"]) == 0
    assert " ok" in capsys.readouterr().out


@pytest.mark.slow
def test_the_web_is_asked_about_the_rest(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving({"/good": response(200, GOOD)}) as server:
        write(
            site,
            "类目/index.html",
            f'<h1 id="一">一</h1> <a href="{server.base}/good">丙</a> <img src="{server.base}/x.png">',
        )
        command = ["links", "--site", "site", "--allow-net", "127.0.0.2", "--format", "json", "--retries", "0"]
        assert run([*command, "--no-cache"]) == 1
        links = {link["url"]: link["verdict"] for link in json.loads(capsys.readouterr().out)["links"]}
        assert (links[f"{server.base}/good"], links[f"{server.base}/x.png"]) == ("ok", "broken")


@pytest.mark.parametrize("folder", ["nowhere", "empty"])
def test_a_directory_without_pages_is_said(tmp_path: Path, monkeypatch, capsys, folder: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    assert run(["links", "--site", folder]) == 2
    assert "Build the site first" in capsys.readouterr().err


@pytest.mark.usefixtures("site")
def test_what_is_of_no_use_for_a_site_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["links", "--site", "site", "--fix"]) == 2
    assert "--site checks a built site as a whole" in capsys.readouterr().err
