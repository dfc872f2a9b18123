"""Translating a catalogue: the same type, nothing lost, and what lacks is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue import Catalogue, Choose, Notice, Pending, Qualification
from generator.locales.translating import translate
from generator.locales.units import units
from tests.locales.words import ENGLISH, HANT, card, fresh, read, seed, translated, words

OFF = replace(ENGLISH, opencc=None)


def untold(catalogue: Catalogue) -> Catalogue:
    """Return a translation without what it knows of being one."""
    return replace(
        catalogue,
        translation=None,
        groups=tuple(replace(each, original=None) for each in catalogue.groups),
        qualifications=tuple(replace(each, original=None) for each in catalogue.qualifications),
        categories=tuple(replace(each, original=None) for each in catalogue.categories),
    )


def test_without_translations_the_catalogue_says_what_the_source_says() -> None:
    catalogue = seed()
    said = untold(translate(catalogue, words(fresh(catalogue))))
    for before, after in zip(catalogue.categories, said.categories, strict=True):
        assert (after.path, after.scope, after.scenario, after.notices, after.body, after.fields) == (
            before.path, before.scope, before.scenario, before.notices, before.body, before.fields
        )  # fmt: skip
    assert said.sources == catalogue.sources
    assert said.groups == catalogue.groups
    assert said.qualifications == catalogue.qualifications


def test_a_translation_reaches_every_part() -> None:
    catalogue = seed()
    said = translate(catalogue, words(translated(catalogue)))
    zhibo = said.categories[0]
    assert zhibo.path == ("[社交]", "[直播]")
    assert zhibo.original == "直播"
    assert zhibo.scope == "[适用于提供在线直播等服务]"
    assert [notice.text.count("[") for notice in zhibo.notices] == [2]
    assert zhibo.fields[1].label == "[类目适用范围]"
    assert zhibo.requirement is not None
    assert isinstance(zhibo.requirement.tree, Choose)
    paper = zhibo.requirement.tree.parts[0]
    assert isinstance(paper, Qualification)
    assert (paper.name, paper.original) == ("[信息网络传播视听节目许可证]", "信息网络传播视听节目许可证")
    assert said.translation is not None
    assert said.translation.pending == {}
    assert set(said.translation.progress.values()) == {
        (done, total) for done, total in said.translation.progress.values() if done == total
    }
    # The text of the source stays, so that every span still means what it meant.
    assert said.sources[0].text == catalogue.sources[0].text


def test_the_count_of_options_is_kept() -> None:
    catalogue = seed()
    said = translate(catalogue, words(translated(catalogue)))
    for before, after in zip(catalogue.categories, said.categories, strict=True):
        assert (before.requirement and before.requirement.options) == (after.requirement and after.requirement.options)


def test_papers_are_found_by_their_translated_names() -> None:
    catalogue = seed()
    said = translate(catalogue, words(translated(catalogue)))
    entry = said.qualification_of("[营业执照]")
    assert entry is not None
    assert entry.original == "营业执照"
    assert len(entry.categories) == 2


@pytest.mark.parametrize(
    ("flags", "why"), [((), Pending.UNTRANSLATED), (("fuzzy",), Pending.OUTDATED)], ids=["none", "fuzzy"]
)
def test_what_lacks_is_shown_as_the_source_has_it_and_known(flags: tuple[str, ...], why: Pending) -> None:
    catalogue = read(f"## 金融业\n\n{card('银行')}")
    file = translated(catalogue)
    for entry in file:
        if entry.msgctxt == "jinrongye/yinhang.scope":
            entry.flags.extend(flags)
            entry.msgstr = "old" if flags else ""
    said = translate(catalogue, words(file))
    category = said.categories[0]
    assert category.scope == "适用于网络服务"
    assert said.translation is not None
    scope = next(each for each in category.fields if each.meaning == "scope")
    assert said.translation.pending[scope.cells[0].html] is why
    assert said.translation.pending[category.scope] is why
    done, total = said.translation.progress[category.id]
    assert done == total - 1


def test_a_paragraph_of_which_one_string_lacks_is_pending_as_a_whole() -> None:
    catalogue = read(f">!\n>- 一\n>- 二\n\n## 金融业\n\n{card('银行')}")
    file = translated(catalogue)
    for entry in file:
        if entry.msgid == "二":
            entry.msgstr = ""
    said = translate(catalogue, words(file))
    (notice,) = (each for each in said.sources[0].introduction if isinstance(each, Notice))
    assert "[一]" in notice.html
    assert said.translation is not None
    assert notice.html in said.translation.pending


def test_traditional_chinese_is_made_by_phrases_and_names_by_characters() -> None:
    catalogue = read(f"## 金融业\n\n{card('网络银行')}")
    said = translate(catalogue, words(fresh(catalogue), HANT))
    category = said.categories[0]
    assert category.scope == "適用於網路服務"
    assert category.path == ("金融業", "網絡銀行")
    assert category.original == "网络银行"
    assert said.translation is not None
    assert said.translation.pending == {}


def test_a_translator_knows_better_than_opencc() -> None:
    catalogue = read(f"## 金融业\n\n{card('银行')}")
    file = fresh(catalogue)
    for entry in file:
        if entry.msgctxt.endswith(".scope"):
            entry.msgstr = "網上服務"
    assert translate(catalogue, words(file, HANT)).categories[0].scope == "網上服務"


def test_quotation_marks_are_those_of_traditional_chinese() -> None:
    catalogue = read(f"## 金融业\n\n{card('银行', scope='业务含“基金”')}")
    assert translate(catalogue, words(fresh(catalogue), HANT)).categories[0].scope == "業務含「基金」"


def test_what_has_no_words_is_no_work() -> None:
    catalogue = read(f"## 金融业\n\n{card('银行', scenario='24/7 · VIP')}")
    assert "24/7 · VIP" not in {unit.text for unit in units(catalogue, "zh")}
    said = translate(catalogue, words(translated(catalogue)))
    assert said.categories[0].scenario == "24/7 · VIP"
    assert said.translation is not None
    assert said.translation.pending == {}


NAMES = st.text(st.sampled_from("甲乙丙丁网络銀 a1<>&*_【】/-"), min_size=1, max_size=12).filter(str.strip)


@given(st.lists(NAMES, min_size=1, max_size=4), NAMES)
def test_extraction_and_translation_see_the_same_strings(names: list[str], scope: str) -> None:
    catalogue = read("## 金融业\n\n" + "\n".join(card(name, scope=scope) for name in names))
    said = translate(catalogue, words(translated(catalogue)))
    assert said.translation is not None
    assert said.translation.pending == {}
    strings = {unit.key for unit in units(catalogue, "zh")}
    assert said.translation.progress.get("", (0, 0))[1] == len(strings)
