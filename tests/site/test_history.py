"""The past of the sources by git: told where there is one, and left out without a word where there is none."""

from __future__ import annotations

import logging
import os
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.exports.differences import Kind
from generator.site import history, repository
from generator.site.history import Chronicle, History
from generator.site.kept_changes import NAME
from generator.site.reading import read
from tests.site.past import NOBODY, Past, alone, past
from tests.site.scratch import GROUP, SOUND, card

TWO = SOUND + "\n" + card("信托", "xintuo", scenario="信托讲座")


def edited(scenario: str, text: str = SOUND) -> str:
    return text.replace("理财讲座", scenario)


@pytest.fixture
def made(tmp_path: Path) -> Past:
    return past(tmp_path / "project")


def told(found: History) -> list[list[tuple[str, str | None, str | None]]]:
    return [[(each.kind.value, each.before, each.after) for each in revision.changes] for revision in found.revisions]


def scenarios(found: History) -> list[str | None]:
    """Return the new scenarios, newest first; None for the first publication."""
    return [revision.changes[0].after if revision.changes else None for revision in found.revisions]


def test_each_commit_of_meaning_is_a_revision_newest_first(made: Past) -> None:
    second = made.commit(edited("新的场景"))
    made.commit(edited("新的场景").replace("\n\n", "\n\n\n"))
    made.project.write("README.md", "no source\n")
    made.commit()
    fourth = made.commit(edited("又一场景"))
    found = made.read()
    assert told(found) == [[("scenario", "新的场景", "又一场景")], [("scenario", "理财讲座", "新的场景")], []]
    assert [revision.id for revision in found.revisions[:2]] == [fourth, second]
    assert [revision.when.isoformat() for revision in found.revisions] == [
        "2026-03-05T23:30:00+08:00",
        "2026-03-02T23:30:00+08:00",
        "2026-03-01T23:30:00+08:00",
    ]
    assert [revision.published for revision in found.revisions] == [None, None, 1]


def test_what_is_found_out_is_kept_with_each_project(tmp_path: Path) -> None:
    # MkDocs keeps one plugin for all that a process builds.
    chronicle = Chronicle()
    for name in ("one", "two"):
        made = past(tmp_path / name)
        made.commit(edited("新的场景"))
        made.read(chronicle)
        assert (made.root / NAME).is_file()


def test_nothing_of_who_made_it_is_told(made: Past) -> None:
    made.commit(edited("新的场景"))
    assert "ecret" not in repr(made.read())
    assert "ecret" not in (made.root / NAME).read_text(encoding="utf-8")


def test_as_many_as_the_setting_says_and_none_for_0(made: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        made.commit(edited(f"场景{number}"))
    settings = made.settings
    catalogue = read(settings)
    few = Chronicle().read(replace(settings, changes=2), catalogue)
    assert scenarios(few) == ["场景3", "场景2"]
    whole = Chronicle().read(replace(settings, changes=5), catalogue)
    assert scenarios(whole) == ["场景3", "场景2", "场景1", "场景0", None]
    # No more commits are looked at than is bearable: the last of them is not taken for the first of all.
    monkeypatch.setattr(history, "_LOOKED_AT", 1)
    assert scenarios(Chronicle().read(replace(settings, changes=3), catalogue)) == ["场景3", "场景2"]

    def never(*_arguments: object, **_options: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr(repository, "ask_git", never)
    assert Chronicle().read(replace(settings, changes=0), catalogue) == History()


def test_a_merge_is_one_revision_of_the_day_that_it_was_made(made: Past) -> None:
    made.git("checkout", "-qb", "side")
    made.commit(edited("旁支一"))
    made.commit(edited("旁支二"))
    made.git("checkout", "-q", "main")
    made.project.write("README.md", "x\n")
    made.commit()
    made.day += 1
    made.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    found = made.read()
    assert told(found) == [[("scenario", "理财讲座", "旁支二")], []]
    assert found.revisions[0].id == made.git("rev-parse", "HEAD")
    assert found.revisions[0].when.day == 5


def test_a_renamed_source_stays_the_same(made: Past) -> None:
    made.commit(edited("新的场景"))
    made.source.rename(made.source.with_name("live.md"))
    made.commit()
    assert scenarios(made.read()) == ["新的场景", None]
    assert made.read().changed == {"jinrong/yinhang": date(2026, 3, 2)}


def test_sources_that_lay_elsewhere_are_followed(made: Past) -> None:
    made.commit(edited("新的场景"))
    made.source.rename(made.root / "rules.md")
    made.project.write("mkdocs.yml", "site_name: x\nplugins: [{leimu: {sources: rules.md}}]\n")
    made.commit()
    made.commit(edited("又一场景"), made.root / "rules.md")
    assert scenarios(made.read()) == ["又一场景", "新的场景", None]


def test_two_sources_and_one_that_comes_later(made: Past) -> None:
    made.project.write("catalogue/sources/more.md", "## 工具\n\n" + card("客服", "kefu"))
    made.project.write("catalogue/sources/.draft.md", "## 暗\n\n" + card("暗", "an"))
    made.project.write("catalogue/sources/picture.svg", "<svg/>")
    made.commit()
    assert told(made.read()) == [[("category-added", None, "工具 / 客服")], []]
    assert made.read().revisions[1].published == 1


def test_a_link_to_a_file_is_no_source_of_the_past(made: Past) -> None:
    (made.source.parent / "twice.md").symlink_to("rules.md")
    made.commit()
    settings = replace(made.settings, sources=(made.source,))
    assert told(Chronicle().read(settings, read(settings))) == [[]]


@pytest.mark.parametrize("broken", [b"\x00\xff\xfe\x81" * 40, b"PK\x03\x04"])
def test_what_cannot_be_read_is_passed_over(made: Past, broken: bytes) -> None:
    made.commit(edited("新的场景"))
    made.commit(broken)
    last = made.commit(edited("又一场景"))
    found = made.read()
    assert told(found)[0] == [("scenario", "新的场景", "又一场景")]
    assert found.revisions[0].id == last
    assert scenarios(found) == ["又一场景", "新的场景", None]


def test_sources_that_were_away_for_a_while(made: Past) -> None:
    text = made.source.read_text(encoding="utf-8")
    made.source.unlink()
    made.commit()
    made.source.parent.mkdir(exist_ok=True)
    made.commit(text)
    assert told(made.read()) == [[]]


def test_a_first_commit_that_cannot_be_read(tmp_path: Path) -> None:
    made = past(tmp_path / "project")
    made.git("checkout", "-q", "--orphan", "other")
    made.commit(b"\x89PNG")
    second = made.commit(SOUND)
    (first,) = made.read().revisions
    assert (first.id, first.published) == (second, 1)


def test_edits_that_are_not_committed_are_not_told(made: Past) -> None:
    made.commit(TWO)
    made.source.write_text(edited("没有提交", TWO).replace("## 金融业", "新的开头。\n\n## 金融业"), encoding="utf-8")
    found = made.read()
    assert "没有提交" not in repr(found)
    assert told(found) == [[("category-added", None, "金融业 / 信托")], []]
    # The lines have moved, and keep their days.
    assert found.changed == {"jinrong/yinhang": date(2026, 3, 1), "jinrong/xintuo": date(2026, 3, 2)}


def test_the_day_of_a_category_is_that_of_its_newest_line(made: Past) -> None:
    made.commit(TWO)
    made.commit(TWO.replace("信托讲座", "信托"))
    made.commit(TWO.replace("信托讲座", "信托").replace("\n### 信托", "\n\n\n### 信托"))
    assert made.read().changed == {"jinrong/yinhang": date(2026, 3, 1), "jinrong/xintuo": date(2026, 3, 3)}


def test_days_of_a_source_with_other_ends_of_lines_and_another_encoding(made: Past) -> None:
    made.commit(TWO.replace("\n", "\r\n").encode("gb18030"))
    made.commit(TWO.replace("信托讲座", "信托").replace("\n", "\r\n").encode("gb18030"))
    # git alone counts LF; what it has to itself is the same.
    assert made.read().changed == {"jinrong/yinhang": date(2026, 3, 2), "jinrong/xintuo": date(2026, 3, 3)}


def test_days_do_not_hang_on_what_somebody_has_set_for_themselves(made: Past) -> None:
    last = made.commit(edited("新的场景"))
    made.git("config", "blame.ignoreRevsFile", str(made.root / "none"))
    made.git("config", "log.showSignature", "true")
    made.git("config", "diff.renames", "false")
    # git itself gives up where that file is missing: then there are no days, and all the rest.
    assert (made.read().changed, scenarios(made.read())) == ({}, ["新的场景", None])
    made.project.write("none", f"{last}\n")
    assert made.read().changed == {"jinrong/yinhang": date(2026, 3, 2)}


def test_a_file_of_its_own_has_a_past_too(made: Past) -> None:
    made.commit(edited("新的场景"))
    found = alone(made.source)
    assert scenarios(found) == ["新的场景", None]
    assert not list(made.source.parent.glob(".leimu*"))


def test_a_repository_of_the_sources_alone(tmp_path: Path) -> None:
    """The mkdocs.yml lies in a repository, and the sources in another within it."""
    inner = past(tmp_path / "project")
    sources = inner.source.parent
    outer = Past(inner.project)
    (inner.root / ".git").rename(sources / ".git")
    (sources / "rules.md").write_text(SOUND, encoding="utf-8")
    surroundings = {**os.environ, **NOBODY}
    for command in (["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=sources, env=surroundings, check=True, capture_output=True)
    outer.git("init", "-q")
    assert [revision.published for revision in outer.read().revisions] == [1]


# -- names ------------------------------------------------------------------------------------------------------


def test_a_category_goes_by_what_it_is_called_today(made: Past) -> None:
    made.commit(TWO)
    made.commit(TWO.replace("信托讲座", "信托"))
    renamed = TWO.replace("信托讲座", "信托").replace("### 信托", "### 信托业").replace("金融业-信托", "金融业-信托业")
    made.commit(renamed)
    found = made.read()
    assert [[each.category for each in revision.changes][:1] for revision in found.revisions] == [
        ["jinrong/xintuo"], ["jinrong/xintuo"], ["jinrong/xintuo"], [],
    ]  # fmt: skip
    assert [revision.changes[0].kind for revision in found.revisions[:3]] == [
        Kind.CATEGORY_RENAMED,
        Kind.SCENARIO,
        Kind.CATEGORY_ADDED,
    ]


def test_a_category_that_is_gone_has_no_id(made: Past) -> None:
    made.commit(TWO)
    made.commit(SOUND)
    changes = [revision.changes[0] for revision in made.read().revisions[:2]]
    assert [(each.kind.value, each.category, each.path) for each in changes] == [
        ("category-removed", None, ("金融业", "信托")),
        ("category-added", None, ("金融业", "信托")),
    ]


def test_ids_that_editors_chose_are_those_of_the_past(made: Past) -> None:
    made.project.write("catalogue/ids.yml", "categories:\n- {id: jinrong/bank, path: [金融业, 银行]}\n")
    made.commit(edited("新的场景"))
    assert [category.id for category in read(made.settings).categories] == ["jinrong/bank"]
    assert made.read().revisions[0].changes[0].category == "jinrong/bank"


# -- no history -------------------------------------------------------------------------------------------------


def nothing(found: History, log: pytest.LogCaptureFixture) -> None:
    """Assert that nothing is told, and that only a log for those who look for reasons knows why."""
    assert found == History()
    assert [record.levelno for record in log.records if record.name == history.log.name] == [logging.DEBUG]


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG, history.log.name)
    return caplog


def test_a_shallow_clone_tells_nothing(made: Past, tmp_path: Path, log: pytest.LogCaptureFixture) -> None:
    made.commit(edited("新的场景"))
    clone = tmp_path / "clone"
    made.git("clone", "-q", "--depth", "1", made.root.as_uri(), str(clone))
    nothing(Past(replace(made.project, root=clone)).read(), log)
    whole = tmp_path / "whole"
    made.git("clone", "-q", made.root.as_uri(), str(whole))
    assert scenarios(Past(replace(made.project, root=whole)).read()) == ["新的场景", None]


def test_a_partial_clone_asks_nobody_for_what_it_lacks(
    made: Past, tmp_path: Path, log: pytest.LogCaptureFixture
) -> None:
    made.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    made.git("clone", "-q", "--filter=blob:none", made.root.as_uri(), str(clone))
    nothing(Past(replace(made.project, root=clone)).read(), log)


def test_no_git_on_the_path(made: Past, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("PATH", str(made.root))
    nothing(made.read(), log)
    assert "git is not there" in log.records[-1].message


def test_a_git_that_hangs(
    made: Past, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    hanging = tmp_path / "bin" / "git"
    hanging.parent.mkdir()
    hanging.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    hanging.chmod(0o755)
    monkeypatch.setenv("PATH", f"{hanging.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(repository, "SECONDS", 0.2)
    nothing(made.read(), log)


def test_no_repository(tmp_path: Path, log: pytest.LogCaptureFixture) -> None:
    made = past(tmp_path / "project")
    (made.root / ".git").rename(tmp_path / "elsewhere")
    nothing(made.read(), log)


def test_a_repository_without_a_commit(tmp_path: Path, log: pytest.LogCaptureFixture) -> None:
    made = past(tmp_path / "project")
    made.git("checkout", "-q", "--orphan", "other")
    nothing(made.read(), log)


def test_sources_that_git_does_not_know(made: Past) -> None:
    made.git("rm", "-q", "--cached", "-r", "catalogue")
    made.project.write(".gitignore", "catalogue/\n")
    made.git("commit", "-qm", "x")
    assert made.read().changed == {}
    fresh = made.project.write("other/new.md", GROUP + card())
    assert alone(fresh) == History()


def test_a_source_outside_of_the_repository(made: Past, tmp_path: Path, log: pytest.LogCaptureFixture) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("## 工具\n\n" + card("客服", "kefu"), encoding="utf-8")
    settings = replace(made.settings, sources=(made.source, outside))
    nothing(Chronicle().read(settings, read(settings)), log)


def test_a_hook_of_another_repository_changes_nothing(
    made: Past, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.commit(edited("新的场景"))
    other = past(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.root / ".git/index"))
    assert scenarios(made.read()) == ["新的场景", None]


# -- what is remembered -----------------------------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands of git, in order."""
    commands: list[str] = []
    original = repository.ask_git

    def asking(place: Path, *arguments: str, **options: object) -> bytes | None:
        commands.append(next(each for each in arguments if not each.startswith("-")))
        return original(place, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(repository, "ask_git", asking)
    return commands


def test_a_server_reads_the_past_only_when_there_is_a_new_commit(made: Past, asked: list[str]) -> None:
    made.commit(edited("新的场景"))
    chronicle = Chronicle()
    before = made.read(chronicle)
    assert {"rev-list", "ls-tree", "cat-file", "blame"} <= set(asked)
    asked.clear()
    made.source.write_text(edited("正在输入"), encoding="utf-8")
    assert made.read(chronicle).revisions == before.revisions
    assert set(asked) == {"rev-parse", "config"}
    made.commit()
    assert scenarios(made.read(chronicle)) == ["正在输入", "新的场景", None]


def test_a_second_build_reads_no_source_of_the_past(made: Past, asked: list[str]) -> None:
    made.commit(edited("新的场景"))
    first = made.read()
    asked.clear()
    assert made.read() == first
    assert "cat-file" not in asked
    asked.clear()
    made.project.write("catalogue/labels.yml", "scenario: [播什么]\n")
    assert made.read().revisions == first.revisions
    assert "cat-file" in asked, "other words may read another meaning"


@pytest.mark.parametrize(
    "damage",
    [
        b"", b"{", b"null", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"stamp": 1}',
        b'{"stamp": "STAMP", "changes": {"x": [["scenario", 1, [], null, null]]}, "counts": {}}',
        b'{"stamp": "STAMP", "changes": {"x": [["nonsense", null, [], null, null]]}, "counts": {}}',
        b'{"stamp": "STAMP", "changes": {"x": 5}, "counts": {}}',
        b'{"stamp": "STAMP", "changes": {}, "counts": {"x": "1"}}',
        b'{"stamp": "STAMP", "changes": {}, "counts": {"x": true}}',
        b'{"stamp": "STAMP", "changes": {"x": [["scenario", null, "path", null, null]]}, "counts": {}}',
    ],
)  # fmt: skip
def test_a_damaged_file_does_no_harm(made: Past, damage: bytes) -> None:
    made.commit(edited("新的场景"))
    first = made.read()
    kept = made.root / NAME
    whole = kept.read_bytes()
    stamp = history._stamp(made.settings).encode()
    kept.write_bytes(damage.replace(b"STAMP", stamp))
    assert made.read() == first
    assert kept.read_bytes() == whole, "it is made anew"


def test_what_is_out_of_sight_is_not_kept(made: Past) -> None:
    settings = replace(made.settings, changes=1)
    sizes = []
    for number in range(4):
        made.commit(edited(f"场景{number}"))
        Chronicle().read(settings, read(settings))
        sizes.append((made.root / NAME).stat().st_size)
    assert sizes[1] == sizes[2] == sizes[3]


def test_a_place_where_nothing_can_be_written(made: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    from generator.site import kept_changes

    def refuse(_path: Path, _data: bytes) -> None:
        raise PermissionError

    monkeypatch.setattr(kept_changes, "write_atomically", refuse)
    made.commit(edited("新的场景"))
    assert scenarios(made.read()) == ["新的场景", None]


def test_a_time_zone_that_is_none(made: Past) -> None:
    tree = made.git("rev-parse", "HEAD^{tree}")
    person = b"A <a@b.example> 1772000000"
    raw = b"tree " + tree.encode() + b"\nauthor " + person + b" +9999\ncommitter " + person + b" +0000\n\nx\n"
    written = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
        cwd=made.root, input=raw, check=True, capture_output=True,
    )  # fmt: skip
    made.git("reset", "-q", "--hard", written.stdout.decode().strip())
    found = made.read()
    assert [revision.published for revision in found.revisions] == [1]
    assert found.revisions[0].when.utcoffset() is not None
