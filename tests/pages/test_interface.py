"""The interface's words: all there, none left over, placeholders kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from generator.pages.interface import Interface, wording

ROOT = Path(__file__).parents[2]
LOCALES = sorted(path.stem for path in (ROOT / "generator/pages/interface").glob("*.yml"))
FILES = sorted([*ROOT.glob("templates/pages/*.jinja"), *ROOT.glob("generator/pages/*.py")])
PLACEHOLDER = re.compile(r"\{\w+\}")


def used() -> set[str]:
    """Return every message that a template or module says."""
    said = re.compile(r'\bsay\(\s*"([^"]+)"')
    texts = [path.read_text(encoding="utf-8") for path in FILES]
    indirect = re.compile(r'(?:NoticeKind\.\w+: |set message = )"([^"]+)"(?: if [^"]+ else "([^"]+)")?')
    found = {message for text in texts for message in said.findall(text)}
    return found | {message for text in texts for pair in indirect.findall(text) for message in pair if message}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_message_is_worded_and_none_is_left_over(locale: str) -> None:
    assert set(wording(locale)) == used()


@pytest.mark.parametrize("locale", LOCALES)
def test_placeholders_are_kept(locale: str) -> None:
    wrong = [
        each
        for each, said in wording(locale).items()
        if sorted(PLACEHOLDER.findall(each)) != sorted(PLACEHOLDER.findall(said))
    ]
    assert wrong == []


@pytest.mark.parametrize("locale", LOCALES)
def test_files_repeat_no_key(locale: str) -> None:
    text = (ROOT / f"generator/pages/interface/{locale}.yml").read_text(encoding="utf-8")
    assert len(re.findall(r'^"', text, re.MULTILINE)) == len(yaml.safe_load(text))


def test_values_with_braces_are_kept() -> None:
    assert Interface.of("zh")("{n} categories", n="{x}") == "{x} 个类目"


def test_templates_and_code_hold_no_chinese() -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    templates = [path for path in FILES if path.suffix == ".jinja"]
    assert [path.name for path in templates if chinese.search(path.read_text(encoding="utf-8"))] == []
