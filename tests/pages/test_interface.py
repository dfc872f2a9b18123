"""The interface's words: all there, none left over, placeholders kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from generator.pages.interface import Interface, plural_categories, wording

ROOT = Path(__file__).parents[2]
LOCALES = sorted(path.stem for path in (ROOT / "generator/pages/interface").glob("*.yml"))
FILES = sorted([*ROOT.glob("templates/pages/*.jinja"), *ROOT.glob("generator/pages/*.py")])
SITE = sorted(ROOT.glob("generator/site/*.py"))
WHOLE = [locale for locale in LOCALES if locale != "en"]
"""English is what the keys say; its file holds only what differs from them."""
PLACEHOLDER = re.compile(r"\{\w+\}")


def used() -> set[str]:
    """Return every message that a template or module says."""
    said = re.compile(r'\b(?:say|offer)\(\s*"([^"]+)"')
    texts = [path.read_text(encoding="utf-8") for path in [*FILES, *SITE]]
    indirect = re.compile(r'(?:NoticeKind\.\w+: |set message = )"([^"]+)"(?: if [^"]+ else "([^"]+)")?')
    found = {message for text in texts for message in said.findall(text)}
    return found | {message for text in texts for pair in indirect.findall(text) for message in pair if message}


@pytest.mark.parametrize("locale", WHOLE)
def test_every_message_is_worded_and_none_is_left_over(locale: str) -> None:
    assert set(wording(locale)) == used()


def test_english_rewords_only_what_is_said() -> None:
    assert set(wording("en")) <= used()


def test_english_counts_one_thing_as_one() -> None:
    say = Interface.of("en")
    assert [say("{n} categories", n=number) for number in (0, 1, 2)] == ["0 categories", "1 category", "2 categories"]


def test_numbers_are_written_as_the_locale_writes_them() -> None:
    assert Interface.of("en")("{n} categories", n=12345) == "12,345 categories"
    assert Interface.of("de")("{n} categories", n=12345) == "12.345 categories"
    assert Interface.of("qaa-unknown")("{n} categories", n=1) == "1 categories"
    assert Interface.of("en").percent(7) == "7%"


def test_a_project_words_its_own_language() -> None:
    forms = {"one": "{n} catégorie", "other": "{n} catégories"}
    say = Interface.of("fr", {"{n} categories": forms, "Home": "Accueil"})
    assert [say("{n} categories", n=number) for number in (1, 2)] == ["1 catégorie", "2 catégories"]
    assert say("Home") == "Accueil"
    assert plural_categories("fr")[0] == "one"
    assert plural_categories("ja") == ("other",)


@pytest.mark.parametrize("locale", LOCALES)
def test_placeholders_are_kept(locale: str) -> None:
    wrong = [
        each
        for each, wordings in wording(locale).items()
        for said in ([wordings] if isinstance(wordings, str) else [wordings["other"]])
        if sorted(PLACEHOLDER.findall(each)) != sorted(PLACEHOLDER.findall(said))
    ]
    assert wrong == []


@pytest.mark.parametrize("locale", LOCALES)
def test_files_repeat_no_key(locale: str) -> None:
    text = (ROOT / f"generator/pages/interface/{locale}.yml").read_text(encoding="utf-8")
    assert len(re.findall(r'^"', text, re.MULTILINE)) == len(yaml.safe_load(text))


def test_values_with_braces_are_kept() -> None:
    assert Interface.of("zh")("{n} categories", n="{x}") == "{x} 个类目"


@pytest.mark.parametrize("said", ["{m} papers", "{", "}", "{0}", "{n.__class__}", "{n:>99999999999}", "{n!r}"])
def test_a_slip_of_a_translator_is_shown_and_nothing_more(said: str) -> None:
    assert Interface("en", {"{n} papers": said})("{n} papers", n="x") == said


def test_templates_and_code_hold_no_chinese() -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    templates = [path for path in FILES if path.suffix == ".jinja"]
    assert [path.name for path in templates if chinese.search(path.read_text(encoding="utf-8"))] == []
