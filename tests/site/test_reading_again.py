"""A server reads, judges and translates again what has changed; what comes of it is what a new process makes."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Literal, cast

import polib
import pytest
from mkdocs.config import load_config

from generator import cli
from generator.config import Settings, load_settings
from generator.moving import home_of
from generator.rules import Memory as RulesMemory
from generator.site import languages as speaking
from generator.site import reading, translations
from generator.site.languages import Language, languages
from generator.site.reading import Judged, read_and_judge, remember
from generator.source import Memory
from tests.site.scratch import SOUND, Project, card, make_project

if TYPE_CHECKING:
    from generator.site.plugin import LeimuPlugin

CONFIG = """\
plugins:
  - search
  - leimu: {locales: [zh-Hant, en]}
"""
EDITS = (
    ("理财讲座", "理财讲座二"),
    ("2选1", "9选1"),
    ("## ", "又一段。\n\n## "),
    ("</table>", ""),
    ("《", "（"),
    ("### ", "### 新"),
)


def forget(patch: pytest.MonkeyPatch) -> None:
    """Let everything be as in a process that has just begun."""
    patch.setattr(reading, "_AGAIN", Event())
    patch.setattr(reading, "_MEMORY", Memory())
    patch.setattr(reading, "_JUDGED", RulesMemory())
    patch.setattr(translations, "_MEMORY", type(translations._MEMORY)())
    patch.setattr(translations, "_CHECKED", type(translations._CHECKED)())
    speaking._kept.cache_clear()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = make_project(tmp_path / "project", config=CONFIG)
    made.source.write_text(f"{SOUND}\n{card('保险', 'baoxian')}\n", encoding="utf-8")
    monkeypatch.chdir(made.root)
    assert cli.run(["locales", "update"]) == 0
    file = polib.pofile(str(made.root / "catalogue/locales/en.po"), wrapwidth=0)
    for number, entry in enumerate(file):
        entry.msgstr = f"EN {entry.msgid}" if number % 4 else ""
    file.save()
    forget(monkeypatch)
    return made


def settings_of(project: Project) -> Settings:
    settings = load_settings(project.config)
    assert settings is not None
    return settings


def made_of(project: Project) -> tuple[Judged, tuple[Language, ...]]:
    judged = read_and_judge(settings_of(project))
    return judged, languages(settings_of(project), judged.catalogue)


def is_kept(judged: Judged) -> bool:
    return any(home_of(category)[0] is not category for category in judged.catalogue.categories)


def test_after_each_edit_all_is_what_a_new_process_makes(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    source = project.source
    remember()
    again = [made_of(project)]
    written = [source.read_text(encoding="utf-8")]
    for before, after in EDITS:
        assert before in written[-1]
        written.append(written[-1].replace(before, after, 1))
        source.write_text(written[-1], encoding="utf-8")
        again.append(made_of(project))
    assert all(is_kept(judged) for judged, _spoken in again)
    for text, due in zip(written, again, strict=True):
        source.write_text(text, encoding="utf-8")
        forget(monkeypatch)
        assert made_of(project) == due


def test_a_translation_that_changes_is_heeded(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    remember()
    made_of(project)
    file = polib.pofile(str(project.root / "catalogue/locales/en.po"), wrapwidth=0)
    for entry in file:
        entry.msgstr = f"{entry.msgid} again"
    file.save()
    again = made_of(project)
    assert again[1][2].catalogue.categories[0].name.endswith(" again")
    forget(monkeypatch)
    assert made_of(project) == again


def test_who_reads_once_reads_as_a_whole(project: Project) -> None:
    first, second, third = (read_and_judge(settings_of(project)) for _ in range(3))
    assert [is_kept(judged) for judged in (first, second, third)] == [False, True, True]
    assert first == second == third
    assert second.catalogue.categories[0] is third.catalogue.categories[0]


@pytest.mark.parametrize(("name", "kept"), [("serve", True), ("build", False)])
def test_a_command_that_serves_reads_again(project: Project, name: Literal["serve", "build"], kept: bool) -> None:
    config = load_config(str(project.config))
    config.plugins.on_startup(command=name, dirty=False)
    config.plugins["leimu"].on_config(config)
    judged = cast("LeimuPlugin", config.plugins["leimu"]).making.judged
    config.plugins.on_shutdown()
    assert judged
    assert is_kept(judged) is kept
