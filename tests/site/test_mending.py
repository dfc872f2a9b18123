"""Fixing sources: what is written, what is left alone, and that it ends."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from generator.config import Settings, standalone
from generator.rules import RULES
from generator.site import mending
from generator.source import SourceError
from tests.site.scratch import GROUP, SOUND, card

# Item 3 was lost, and the one behind it kept its number: one right answer for the number, none for the count.
GAP = card().replace("2. 《金融机构许可证》", "3. 《金融机构许可证》")
TWICE = SOUND.replace(
    "</td></tr>\n<tr><th>资质", "</td></tr>\n<tr><th>类目适用范围</th><td>适用范围</td></tr>\n<tr><th>资质"
)


def project(folder: Path, data: bytes | str) -> Settings:
    file = folder / "rules.md"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return standalone((file,), folder)


def mended(folder: Path, data: bytes | str) -> bytes:
    """Mend a source on disk and return it; mending once more must change nothing."""
    settings = project(folder, data)
    result = mending.mend(settings)
    mending.write(result.changes)
    assert mending.mend(settings).changes == ()
    return (folder / "rules.md").read_bytes()


def test_a_number_is_mended(tmp_path: Path) -> None:
    assert mended(tmp_path, GROUP + GAP).decode() == SOUND


def test_a_doubled_row_is_removed_with_its_line(tmp_path: Path) -> None:
    assert TWICE != SOUND
    assert mended(tmp_path, TWICE).decode() == SOUND


@pytest.mark.parametrize("prefix", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte-order-mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_encoding_and_line_ends_stay(tmp_path: Path, prefix: bytes, end: str) -> None:
    def written(text: str) -> bytes:
        return prefix + text.replace("\n", end).encode()

    assert mended(tmp_path, written(GROUP + GAP)) == written(SOUND)


def test_another_encoding_stays(tmp_path: Path) -> None:
    assert mended(tmp_path, (GROUP + GAP).encode("gb18030")) == SOUND.encode("gb18030")


def test_nothing_to_mend_changes_nothing(tmp_path: Path) -> None:
    result = mending.mend(project(tmp_path, SOUND))
    assert (result.changes, result.fixes) == ((), 0)
    assert result.judged == result.before


def test_what_an_editor_ignores_is_left_alone(tmp_path: Path) -> None:
    ignored = GROUP + "<!-- leimu: ignore=numbering-gap,mixed-punctuation as the platform has it -->\n\n" + GAP
    assert mending.mend(project(tmp_path, ignored)).changes == ()


def test_a_rule_that_is_off_mends_nothing(tmp_path: Path) -> None:
    settings = project(tmp_path, GROUP + GAP)
    off = Settings(base=settings.base, sources=settings.sources, findings={rule.name: None for rule in RULES})
    assert mending.mend(off).changes == ()


def test_a_file_that_was_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    result = mending.mend(project(tmp_path, GROUP + GAP))
    (tmp_path / "rules.md").write_text("changed", encoding="utf-8")
    with pytest.raises(SourceError, match=r"rules\.md: somebody changed it meanwhile, so it was left alone\. Run"):
        mending.write(result.changes)
    assert (tmp_path / "rules.md").read_text(encoding="utf-8") == "changed"


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    result = mending.mend(project(tmp_path, GROUP + GAP))
    (tmp_path / "rules.md").unlink()
    with pytest.raises(SourceError, match=r"rules\.md: it cannot be written \(No such file"):
        mending.write(result.changes)


@pytest.mark.parametrize("text", [GROUP + GAP, (GROUP + GAP).rstrip("\n"), (GROUP + GAP).replace("\n", "\r\n")])
def test_git_applies_the_diff(tmp_path: Path, text: str) -> None:
    result = mending.mend(project(tmp_path, text))
    (change,) = result.changes
    subprocess.run(
        ["git", "apply", "--unsafe-paths", "-"], input=change.diff().encode(), cwd=tmp_path, check=True, timeout=20
    )
    assert (tmp_path / "rules.md").read_bytes() == change.after


def test_a_link_to_a_file_stays_one(tmp_path: Path) -> None:
    real = tmp_path / "real.md"
    real.write_text(GROUP + GAP, encoding="utf-8")
    (tmp_path / "rules.md").symlink_to(real)
    mending.write(mending.mend(standalone((tmp_path / "rules.md",), tmp_path)).changes)
    assert (tmp_path / "rules.md").is_symlink()
    assert real.read_text(encoding="utf-8") == SOUND


def test_rights_stay(tmp_path: Path) -> None:
    settings = project(tmp_path, GROUP + GAP)
    (tmp_path / "rules.md").chmod(0o640)
    mending.write(mending.mend(settings).changes)
    assert (tmp_path / "rules.md").stat().st_mode & 0o777 == 0o640


def test_git_applies_the_diff_of_a_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    head = card().replace("2. 《金融机构许可证》", "3. 《金融机构许可证》")
    result = mending.mend(project(tmp_path, b"\xef\xbb\xbf" + head.encode()))
    (change,) = result.changes
    subprocess.run(["git", "apply", "-"], input=change.diff().encode(), cwd=tmp_path, check=True, timeout=20)
    assert (tmp_path / "rules.md").read_bytes() == change.after


def test_a_write_protected_file_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = mending.mend(project(tmp_path, GROUP + GAP))
    # Whoever runs the tests as root may write everything.
    monkeypatch.setattr(mending.os, "access", lambda _path, _mode: False)
    with pytest.raises(SourceError, match=r"rules\.md: it is write-protected, so it was left alone\. Check"):
        mending.write(result.changes)
    assert (tmp_path / "rules.md").read_text(encoding="utf-8") == GROUP + GAP


def test_git_applies_the_diff_of_a_file_with_an_odd_name(tmp_path: Path) -> None:
    file = tmp_path / 'a "b"\t中 c\\d.md'
    file.write_text(GROUP + GAP, encoding="utf-8")
    (change,) = mending.mend(standalone((file,), tmp_path)).changes
    subprocess.run(["git", "apply", "-"], input=change.diff().encode(), cwd=tmp_path, check=True, timeout=20)
    assert file.read_bytes() == change.after
