"""What is said of translations: how many, and what is wrong with them."""

from __future__ import annotations

import polib
import pytest

from generator.catalogue import Catalogue
from generator.findings import TranslationFault
from generator.locales.checking import faults, status
from generator.locales.units import units
from tests.locales.words import ENGLISH, HANT, card, fresh, read, translated

BANK = read(f"## 金融业\n\n{card('银行', scope='适用于 3 项《金融许可证》服务')}")


def told(catalogue: Catalogue, file: polib.POFile) -> list[TranslationFault]:
    return list(faults(ENGLISH, units(catalogue, "zh"), file))


def with_scope(said: str) -> list[TranslationFault]:
    file = translated(BANK)
    for entry in file:
        entry.msgstr = f"[{entry.msgid}]" if "." not in entry.msgctxt or "scope" not in entry.msgctxt else said
    return told(BANK, file)


def test_a_whole_translation_is_beyond_reproach() -> None:
    assert told(BANK, translated(BANK)) == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("For 3 《金融许可证》", []),
        ("For 3 [金融许可证] services", []),
        ("For services with 《金融许可证》", ["the number 3 is missing"]),
        ("For 3 of 4 《金融许可证》", ["the number 4 is not in the source"]),
        ("For 3 services", ["the paper 《金融许可证》 is not named, neither so nor as “[金融许可证]”"]),
        ("For <a1>3</a1> 《金融许可证》", ["links and other markup: – became </a1> <a1>"]),
    ],
)
def test_a_translation_that_differs_is_told_with_what_differs(said: str, words: list[str]) -> None:
    found = with_scope(said)
    assert [fault.message.partition("differs from it: ")[2] for fault in found] == words
    assert {fault.rule for fault in found} <= {"translation-mismatch"}
    for fault in found:
        assert fault.span is not None
        assert BANK.sources[0].slice(fault.span) == "适用于 3 项《金融许可证》服务"


def test_a_numeral_in_words_may_become_a_digit() -> None:
    catalogue = read(f"## 金融业\n\n{card('银行', scope='两个工作日内')}")
    file = translated(catalogue)
    for entry in file:
        if entry.msgctxt.endswith(".scope"):
            entry.msgstr = "within 2 working days"
    assert told(catalogue, file) == []


def test_two_papers_with_one_name_are_told() -> None:
    file = translated(BANK)
    for entry in file:
        if entry.msgctxt.startswith("qualifications/"):
            entry.msgstr = "Licence"
    found = [fault.message for fault in told(BANK, file) if "one name" in fault.message]
    assert found == ["en: “信托许可证” and “金融许可证” have one name in the translation: Licence"]


def test_what_lacks_and_what_is_outdated_is_told_where_it_stands() -> None:
    file = translated(BANK)
    for entry in file:
        if entry.msgctxt.endswith(".scope"):
            entry.msgstr = ""
        if entry.msgctxt.endswith(".scenario"):
            entry.flags.append("fuzzy")
    assert {(fault.rule, BANK.sources[0].slice(fault.span)) for fault in told(BANK, file) if fault.span} == {
        ("untranslated", "适用于 3 项《金融许可证》服务"),
        ("fuzzy-translation", "理财讲座"),
    }


def test_what_is_left_over_is_told_once() -> None:
    file = translated(BANK)
    for text in ("旧一", "旧二"):
        file.append(polib.POEntry(msgctxt="gone", msgid=text, msgstr="old", obsolete=True))
    (fault,) = told(BANK, file)
    assert fault.rule == "obsolete-translation"
    assert "2 translations" in fault.message
    assert fault.span is None


def test_opencc_lacks_nothing() -> None:
    assert list(faults(HANT, units(BANK, "zh"), fresh(BANK))) == []


def test_the_status_counts_every_string_once() -> None:
    strings = units(BANK, "zh")
    file = translated(BANK)
    file[0].msgstr = ""
    file[1].flags.append("fuzzy")
    file.append(polib.POEntry(msgctxt="gone", msgid="旧", msgstr="old", obsolete=True))
    found = status(ENGLISH, strings, file)
    assert (found.total, found.translated, found.fuzzy, found.untranslated, found.obsolete) == (
        len(strings), len(strings) - 2, 1, 1, 1
    )  # fmt: skip
    assert found.percent == pytest.approx(100 * (len(strings) - 2) / len(strings))
    made = status(HANT, strings, fresh(BANK))
    assert (made.converted, made.percent) == (len(strings), 100)
    assert status(ENGLISH, [], polib.POFile()).percent == 100
