"""`leimu diff`: two files, two directories, or revisions of git."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from generator import cli
from tests.site.scratch import SOUND, card


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments], cwd=folder, check=True, capture_output=True
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/rules.md").write_text(SOUND, encoding="utf-8")
    return tmp_path


def edit(folder: Path) -> None:
    (folder / "docs/rules.md").write_text(SOUND.replace("理财讲座", "新的场景"), encoding="utf-8")


def test_two_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "new.md").write_text(SOUND.replace("理财讲座", "新的场景"), encoding="utf-8")
    assert cli.run(["diff", "docs/rules.md", "docs/rules.md"]) == 0
    assert capsys.readouterr().out == "Nothing has changed.\n"
    assert cli.run(["diff", "docs/rules.md", "new.md"]) == 1
    assert capsys.readouterr().out == (
        "金融业 / 银行\n  scenario changed\n    - 理财讲座\n    + 新的场景\n\n1 change\n"
    )


def test_two_directories(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "more").mkdir()
    (folder / "more/a.md").write_text(SOUND, encoding="utf-8")
    (folder / "more/b.md").write_text("## 工具\n\n" + card("客服", "kefu"), encoding="utf-8")
    assert cli.run(["diff", "docs", "more", "--format", "json"]) == 1
    (change,) = json.loads(capsys.readouterr().out)["changes"]
    assert (change["kind"], change["after"]) == ("category-added", "工具 / 客服")


@pytest.mark.parametrize("path", ["docs/rules.md", "docs", "docs/"])
def test_a_revision_and_what_is_there_now(folder: Path, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    assert cli.run(["diff", f"HEAD:{path}", path]) == 0
    edit(folder)
    assert cli.run(["diff", f"HEAD:{path}", path]) == 1
    git(folder, "commit", "-qam", "two")
    assert cli.run(["diff", f"HEAD~1:{path}", f"HEAD:{path}", "--format", "markdown"]) == 1
    assert "- **scenario changed** ~~理财讲座~~ 新的场景" in capsys.readouterr().out


def test_a_revision_counts_from_where_one_stands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    monkeypatch.chdir(folder / "docs")
    assert cli.run(["diff", "HEAD:rules.md", "rules.md"]) == 0


@pytest.mark.parametrize(
    ("old", "said"),
    [
        (
            "none.md",
            "none.md: there is no such file or directory. Name one, or a revision of git as in HEAD~1:none.md.",
        ),
        ("v9:docs", "v9:docs: git knows no revision v9"),
        ("HEAD:none", "HEAD:none: there is nothing at none in HEAD."),
        ("HEAD:pictures", "HEAD:pictures: holds no Markdown at HEAD."),
        ("--upload-pack=x:docs", ""),
        (":docs", ":docs: there is no such file or directory."),
    ],
)
def test_what_is_not_there_is_told(folder: Path, old: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pictures").mkdir()
    (folder / "pictures/x.png").write_bytes(b"x")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    assert cli.run(["diff", old, "docs"]) == 2
    seen = capsys.readouterr()
    assert seen.out == ""
    assert said in seen.err
    assert "Traceback" not in seen.err


def test_the_names_of_a_project_count(folder: Path) -> None:
    (folder / "mkdocs.yml").write_text("site_name: x\nplugins: [leimu]\n", encoding="utf-8")
    (folder / "catalogue").mkdir()
    (folder / "catalogue/labels.yml").write_text("scenario: [播什么]\n", encoding="utf-8")
    (folder / "new.md").write_text(SOUND.replace("小程序直播场景", "播什么"), encoding="utf-8")
    assert cli.run(["diff", "docs/rules.md", "new.md"]) == 0


def test_a_revision_is_read_from_a_directory_below_the_root(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "docs/inner").mkdir()
    (folder / "docs/rules.md").rename(folder / "docs/inner/rules.md")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    monkeypatch.chdir(folder / "docs")
    assert cli.run(["diff", "HEAD:inner", "inner"]) == 0
    assert capsys.readouterr().out == "Nothing has changed.\n"


def test_a_revision_has_the_sources_that_a_directory_has(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "docs/MORE.MD").write_text("## 工具\n\n" + card("客服", "kefu"), encoding="utf-8")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    assert cli.run(["diff", "HEAD:docs", "docs"]) == 0
    assert capsys.readouterr().out == "Nothing has changed.\n"
