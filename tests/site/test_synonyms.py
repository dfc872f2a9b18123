"""What readers call things: the editors' file for the search."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config import ConfigError
from generator.site.synonyms import Synonyms, read_synonyms
from generator.source import read_text
from tests.site.scratch import SOUND

CATALOGUE = read_text(SOUND, "rules.md")
ROOT = Path(__file__).parents[2]


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "synonyms.yml"
    file.write_text(text, encoding="utf-8")
    return file


def test_words_stand_under_ids_and_names(tmp_path: Path) -> None:
    text = (
        "categories: {jinrong/yinhang: [存款, bank]}\ngroups: {jinrong: [钱]}\n"
        "qualifications: {金融许可证: [金融牌照]}\n"
    )
    words = read_synonyms(written(tmp_path, text), CATALOGUE)
    assert words.categories == {"jinrong/yinhang": ("存款", "bank")}
    assert words.groups == {"jinrong": ("钱",)}
    assert words.qualifications == {"jinrongxukezheng": ("金融牌照",)}


@pytest.mark.parametrize("text", ["", "# nothing\n", "categories:\n"])
def test_a_file_may_say_nothing(tmp_path: Path, text: str) -> None:
    assert read_synonyms(written(tmp_path, text), CATALOGUE) == Synonyms()


def test_a_file_need_not_be_there(tmp_path: Path) -> None:
    assert read_synonyms(tmp_path / "none.yml", CATALOGUE) == read_synonyms(None, CATALOGUE) == Synonyms()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("categories: {jinrong/yinhan: [x]}", "the catalogue has no 'jinrong/yinhan'. Did you mean 'jinrong/yinhang'?"),
        ("qualifications: {驾驶证: [x]}", "the catalogue has no '驾驶证'. Take it out, or mend its name."),
        ("categories: {jinrong/yinhang: [no]}", "expected a list of words; put numbers, yes and no in quotes."),
        ("categories: {jinrong/yinhang: 存款}", "jinrong/yinhang: expected a list of words"),
        ("categories: [存款]", "categories: expected a mapping of names to lists of words."),
        ("words: {a: [b]}", "expected a mapping with the keys categories, groups, qualifications."),
        ("- a", "expected a mapping with the keys"),
        ("a: [b", "synonyms.yml:1: cannot be read"),
        ("!!python/object:os.system {}", "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_told_with_the_file(tmp_path: Path, text: str, said: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(ConfigError) as told:
        read_synonyms(file, CATALOGUE)
    assert said in str(told.value)
    assert str(file) in str(told.value)


def test_our_own_file_is_large_and_can_be_used() -> None:
    catalogue = read_text((ROOT / "catalogue/sources/mini-program-live.md").read_text(encoding="utf-8"))
    file = ROOT / "catalogue" / "synonyms.yml"
    named = {entry.name: entry.id for entry in catalogue.qualifications}
    assert len(named) == 35
    text = file.read_text(encoding="utf-8")
    assert text.count(",") > 500
