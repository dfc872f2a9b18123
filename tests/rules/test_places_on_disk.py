"""Local addresses between sources and files that really lie on a disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.findings import Finding
from generator.rules import judge, places_on_disk
from generator.rules.nearest import Names
from generator.source.reading import ReadSettings, read_files

ELSEWHERE = "write the whole address, https://… and all, of a page of another site"
RULES = ("broken-local-link", "missing-anchor", "malformed-url")


def said(base: Path, words: str, docs: str | None = "docs") -> list[Finding]:
    """Return what is said of links in one of two sources."""
    for name, text in {
        "sources/a.md": f"{words}\n",
        "sources/费用.md": "## 费用\n\n<a id=fees></a>见上。\n",
        "sources/images/Step.png": "",
        "docs/guide.txt": "",
        "docs/start.md": "",
        "content/pic.png": "",
        "sources/notes.org": "",
        "other.txt": "",
    }.items():
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_text(text, encoding="utf-8")
    files = [base / "sources" / "a.md", base / "sources" / "费用.md"]
    found = judge(read_files(files, settings=ReadSettings(base=base)), base=base, docs=base / docs if docs else None)
    return [finding for finding in found if finding.rule in RULES]


@pytest.mark.parametrize(
    "address",
    ["费用.md", "%E8%B4%B9%E7%94%A8.md#fees", "./费用.md?x=1#%E8%B4%B9%E7%94%A8", "images/Step.png", "images/",
     "../other.txt#L1", "../sources/../other.txt", "/guide.txt", "/start/", "/start.html", "/", "../../",
     "notes.org", "notes.org#x"],
)  # fmt: skip
def test_what_is_there_is_no_fault(tmp_path: Path, address: str) -> None:
    assert said(tmp_path, f"[见]({address})") == []


@pytest.mark.parametrize(
    ("address", "rule", "hint"),
    [
        ("images/step.png", "broken-local-link", "did you mean images/Step.png?"),
        ("images/Stop.png", "broken-local-link", "did you mean images/Step.png?"),
        ("费率.md", "broken-local-link", "did you mean 费用.md?"),
        ("/images/Step.png", "broken-local-link", ELSEWHERE),
        ("../../no-such-file-anywhere.md", "broken-local-link", "check the name, or add the file"),
        ("/other.txt", "broken-local-link", ELSEWHERE),
        ("/content/pic.png", "broken-local-link", ELSEWHERE),
        ("../../../../../../../../etc/passwdd", "broken-local-link", "check the name, or add the file"),
        ("minutes.org", "malformed-url", "write https://minutes.org"),
        ("a.md/x", "broken-local-link", "check the name, or add the file"),
        ("费用.md#fee", "missing-anchor", "did you mean #fees?"),
        ("no%00such-file.html", "broken-local-link", "check the name, or add the file"),
    ],
)
def test_what_is_not_there_is_told(tmp_path: Path, address: str, rule: str, hint: str) -> None:
    (finding,) = said(tmp_path, f"[见]({address})")
    assert (finding.rule, finding.hint) == (rule, hint)


def test_a_capital_letter_has_one_right_answer(tmp_path: Path) -> None:
    (finding,) = said(tmp_path, "![图](images/STEP.png)")
    assert finding.fix
    assert [words for _, words in finding.fix.edits] == ["images/Step.png"]


@pytest.mark.parametrize(
    ("docs", "rules"), [("content", []), ("docs", ["broken-local-link"]), (None, ["broken-local-link"])]
)
def test_what_is_published_is_what_the_settings_say(tmp_path: Path, docs: str | None, rules: list[str]) -> None:
    assert [finding.rule for finding in said(tmp_path, "![图](/pic.png)", docs)] == rules


def test_a_source_outside_the_base_is_a_guess_and_its_neighbour_is_none(tmp_path: Path) -> None:
    base = tmp_path / "project"
    for name in ("sources/a.md", "../beside/other.md", "../beside/secret.md"):
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_text("", encoding="utf-8")
    (base / "sources" / "a.md").write_text(
        "[甲](../../beside/othre.md) [乙](../../beside/secrte.md)\n", encoding="utf-8"
    )
    files = [base / "sources" / "a.md", base / "../beside/other.md"]
    found = judge(read_files(files, settings=ReadSettings(base=base)), base=base)
    assert [finding.hint for finding in found if finding.rule == "broken-local-link"] == [
        "did you mean ../../beside/other.md?",
        "check the name, or add the file",
    ]


def test_a_directory_is_listed_and_folded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    monkeypatch.setattr(places_on_disk, "Names", lambda names: made.append(1) or Names(names))
    found = said(tmp_path, "\n".join(f"[见](images/step{number}.png)" for number in range(50)))
    assert (len(found), len(made)) == (50, 1)
