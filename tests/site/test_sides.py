"""Links among the sources at a revision: followed within the repository as git had it then, refused outside of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import cli
from tests.site.scratch import SOUND
from tests.site.test_differing import git

OTHER = SOUND.replace("理财讲座", "新的场景")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "repository"
    for name in ("docs", "texts"):
        (root / name).mkdir(parents=True)
    (root / "texts/rules.md").write_text(SOUND, encoding="utf-8")
    (tmp_path / "secret.md").write_text(OTHER, encoding="utf-8")
    git(tmp_path, "init", "-q", "repository")
    monkeypatch.chdir(root)
    return root


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "x")


def diff(capsys: pytest.CaptureFixture[str], *sides: str) -> tuple[int, str]:
    code = cli.run(["diff", *sides])
    seen = capsys.readouterr()
    return code, seen.out + seen.err


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("docs/a.md", "../texts/rules.md"),
        ("docs/a.md", ".././docs//../texts/rules.md"),
        ("docs/a.md", "b.md"),
        ("docs/a.MD", "../again/rules.md"),
    ],
)
def test_a_link_holds_what_it_led_to_then(
    folder: Path, name: str, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).symlink_to(target)
    if target == "b.md":
        (folder / "docs/b.md").symlink_to("../texts/rules.md")
    (folder / "again").symlink_to("texts")
    commit(folder)
    # What it leads to today is another thing.
    assert diff(capsys, f"HEAD:{name}", name) == (0, "Nothing has changed.\n")
    assert diff(capsys, "HEAD:docs", "docs") == (0, "Nothing has changed.\n")
    (folder / "texts/rules.md").write_text(OTHER, encoding="utf-8")
    for side in (name, "docs"):
        code, said = diff(capsys, f"HEAD:{side}", side)
        assert code == 1
        assert "    - 理财讲座\n    + 新的场景\n" in said


def test_a_path_leads_through_links_to_directories(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "docs/deep").symlink_to("../texts")
    commit(folder)
    assert diff(capsys, "HEAD:docs/deep/rules.md", "texts/rules.md") == (0, "Nothing has changed.\n")
    assert diff(capsys, "HEAD:docs/deep", "texts") == (0, "Nothing has changed.\n")
    # A directory that is a link is not walked, no more than on a disk.
    assert diff(capsys, "HEAD:docs", "texts") == (2, "HEAD:docs: holds no Markdown at HEAD.\n")


@pytest.mark.parametrize(
    "target",
    [
        "../../secret.md",
        "{}/secret.md",
        "/etc/passwd",
        "../.git/x.md",
        "../key.pem",
        "../.hidden/a.md",
        "../../x/../y.md",
    ],
)
def test_a_link_out_of_the_repository_is_refused(folder: Path, target: str, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "key.pem").write_text("x", encoding="utf-8")
    (folder / ".hidden").mkdir()
    (folder / ".hidden/a.md").write_text(SOUND, encoding="utf-8")
    (folder / "docs/rules.md").write_text(SOUND, encoding="utf-8")
    (folder / "docs/a.md").symlink_to(target.format(folder.parent))
    commit(folder)
    code, said = diff(capsys, "HEAD:docs", "texts")
    if target == "../.git/x.md":
        # Git holds no such file: the link led to nothing, and is passed over as on a disk.
        assert (code, said) == (0, "Nothing has changed.\n")
        return
    assert code == 2
    assert said.startswith("HEAD:docs/a.md: it is a link to something that is no Markdown file of the project. ")
    assert "新的场景" not in said


@pytest.mark.parametrize("target", ["nothing.md", "a.md", "../texts/rules.md/x", "b.md"])
def test_a_link_that_leads_to_nothing_then_is_told(
    folder: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "docs/a.md").symlink_to(target.format(folder.parent))
    (folder / "docs/b.md").symlink_to("a.md")
    commit(folder)
    code, said = diff(capsys, "HEAD:docs/a.md", "texts")
    assert code == 2
    assert said.startswith("HEAD:docs/a.md: there is nothing at docs/a.md in HEAD. The path counts from ")


@pytest.mark.parametrize("target", ["../../secret.md", "{}/secret.md", "/etc/passwd"])
def test_a_link_that_is_named_and_leads_out_is_told(
    folder: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "docs/a.md").symlink_to(target.format(folder.parent))
    (folder / "docs/up").symlink_to("../..")
    commit(folder)
    said = "leads out of the repository, where git holds nothing. Name a file or directory within it.\n"
    for side in ("HEAD:docs/a.md", "HEAD:docs/up", "HEAD:docs/up/secret.md", "HEAD:../secret.md"):
        assert diff(capsys, side, "texts") == (2, f"{side}: {said}")


def test_a_link_may_lead_within_the_directory_or_the_project_one_stands_in(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "docs/a.md").symlink_to("../texts/rules.md")
    commit(folder)
    monkeypatch.chdir(folder / "docs")
    assert diff(capsys, "HEAD:a.md", "../texts") == (0, "Nothing has changed.\n")
    code, said = diff(capsys, "HEAD:.", "../texts")
    assert code == 2
    assert "it is a link to something that is no Markdown file of the project" in said
