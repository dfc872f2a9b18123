"""`leimu export`: files and streams, in every language of a project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator import cli
from tests.site.scratch import Project, make_project


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = make_project(tmp_path / "project", config="plugins:\n  - leimu:\n      locales: [zh-Hant]\n")
    monkeypatch.chdir(made.root)
    return made


@pytest.mark.parametrize("form", ["json", "csv", "wechat", "douyin"])
def test_an_export_goes_to_standard_output_or_into_a_file(
    project: Project, form: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert cli.run(["export", form]) == 0
    streamed = capsysbinary.readouterr().out
    assert cli.run(["export", form, "--output", "out"]) == 0
    assert (project.root / "out").read_bytes() == streamed
    assert "金融许可证" in streamed.decode()


@pytest.mark.usefixtures("project")
def test_the_json_is_that_of_parse(capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["parse", "--format", "json"])
    parsed = capsys.readouterr().out
    cli.run(["export", "json"])
    assert capsys.readouterr().out == parsed


@pytest.mark.usefixtures("project")
def test_an_export_speaks_a_language_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["export", "json", "--locale", "zh-Hant"]) == 0
    assert json.loads(capsys.readouterr().out)["categories"][0]["path"] == ["金融業", "銀行"]
    assert cli.run(["export", "json", "--locale", "zh"]) == 0
    assert cli.run(["export", "json", "--locale", "de"]) == 2
    assert "de: the project has no such locale; it has zh, zh-Hant." in capsys.readouterr().err


def test_a_spreadsheet_needs_a_file(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["export", "xlsx"]) == 2
    assert "name a file with --output" in capsys.readouterr().err
    assert cli.run(["export", "xlsx", "--output", "out.xlsx"]) == 0
    assert (project.root / "out.xlsx").read_bytes().startswith(b"PK")


def test_a_file_that_cannot_be_written_is_told(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    (project.root / "taken").mkdir()
    assert cli.run(["export", "csv", "--output", "taken"]) == 2
    assert "taken: cannot be written" in capsys.readouterr().err


def test_what_a_shape_cannot_say_goes_to_standard_error(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    source = project.source.read_text(encoding="utf-8").replace("《金融许可证》", "《金融许可证》（适用于政府主体）")
    project.source.write_text(source, encoding="utf-8")
    assert cli.run(["export", "wechat"]) == 0
    seen = capsys.readouterr()
    json.loads(seen.out)
    assert "inexpressible (X001): WeChat has no place for" in seen.err
