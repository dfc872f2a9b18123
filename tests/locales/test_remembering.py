"""What is said, noted and checked again is what it is for the first time."""

from __future__ import annotations

from pathlib import Path

import polib
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.catalogue import Catalogue, Pending
from generator.locales import checking
from generator.locales.checking import faults
from generator.locales.remembering import Memory
from generator.locales.translating import Words, translate
from generator.locales.units import units
from generator.moving import home_of
from generator.source import Memory as Reading
from generator.source import ReadSettings, read_named
from tests.edits import EDITS, edited
from tests.locales.words import ENGLISH, HANT, card, fresh
from tests.profiles import examples

SEED = (Path(__file__).parents[2] / "catalogue/sources/mini-program-live.md").read_text(encoding="utf-8")
TEXT = "首段。\n\n## 金融业\n\n" + "\n".join(card(name, paper=f"{name}证") for name in ("银行", "保险", "证券"))


def read(text: str, memory: Reading | None = None) -> Catalogue:
    return read_named([("a.md", text.encode("utf-8", "surrogatepass"))], ReadSettings(), memory)


def half_translated(catalogue: Catalogue, *, every: int = 3) -> polib.POFile:
    """Return translations of which some lack, some are outdated, and some differ."""
    file = fresh(catalogue)
    for number, entry in enumerate(file):
        if number % every:
            entry.msgstr = f"T{number % 7} {entry.msgid[number % 5 :]}"
        if number % 11 == 0:
            entry.flags.append("fuzzy")
    return file


@settings(max_examples=examples(12))
@given(EDITS, st.sampled_from([SEED, TEXT]), st.integers(2, 4))
def test_after_any_edits_a_catalogue_is_said_as_if_for_the_first_time(
    edits: list[object], text: str, every: int
) -> None:
    file = half_translated(read(text), every=every)
    words = Words.of_file(ENGLISH, "zh", file)
    reading, noting, speaking, checked = Reading(), Memory(), Memory(), checking.Memory()
    for document in edited(text, edits):
        again, first = read(document, reading), read(document)
        noted = units(again, "zh", (), noting)
        assert noted == units(first, "zh")
        assert translate(again, words, speaking) == translate(first, words)
        assert list(faults(ENGLISH, noted, file, checked)) == list(faults(ENGLISH, noted, file))


def test_what_has_not_changed_is_the_very_same() -> None:
    reading, speaking = Reading(), Memory()
    words = Words.of_file(HANT, "zh", fresh(read(TEXT)))
    first = translate(read(TEXT, reading), words, speaking).categories
    again = translate(read(TEXT.replace("证券证", "股证"), reading), words, speaking).categories
    assert [one is other for one, other in zip(first, again, strict=True)] == [True, True, False]
    moved = translate(read("又一段。\n\n" + TEXT, reading), words, speaking).categories
    assert [home_of(one)[0] is home_of(other)[0] for one, other in zip(first, moved, strict=True)] == [
        True,
        True,
        False,
    ]


def test_other_words_are_heeded() -> None:
    reading, speaking, checked = Reading(), Memory(), checking.Memory()
    catalogue = read(TEXT, reading)
    for every in (2, 3, 2):
        file = half_translated(catalogue, every=every)
        words = Words.of_file(ENGLISH, "zh", file)
        assert translate(read(TEXT, reading), words, speaking) == translate(catalogue, words)
        strings = units(catalogue, "zh")
        assert list(faults(ENGLISH, strings, file, checked)) == list(faults(ENGLISH, strings, file))


def test_other_names_of_groups_and_papers_are_heeded() -> None:
    reading, speaking = Reading(), Memory()
    file = fresh(read(TEXT))
    for said in ("Bank", "Bench", ""):
        for entry in file:
            if entry.msgid in ("金融业", "银行证"):
                entry.msgstr = said
        words = Words.of_file(ENGLISH, "zh", file)
        again = translate(read(TEXT, reading), words, speaking)
        assert again == translate(read(TEXT), words)
        assert again.categories[0].path[0] == (said or "金融业")


def test_what_one_category_lacks_is_not_put_down_to_the_next() -> None:
    file = fresh(read(TEXT))
    for entry in file:
        entry.msgstr = "" if entry.msgctxt == "link" else f"T {entry.msgid}"
    said = translate(read(TEXT), Words.of_file(ENGLISH, "zh", file))
    assert said.translation is not None
    assert said.translation.pending == {"标准直播": Pending.UNTRANSLATED}


def test_notes_of_another_language_are_other_notes() -> None:
    reading, noting = Reading(), Memory()
    catalogue = read("## 金融\n\n" + card("ABC", scenario="XYZ"), reading)
    assert units(catalogue, "zh", (), noting) == units(catalogue, "zh")
    assert units(catalogue, "en", (), noting) == units(catalogue, "en") != units(catalogue, "zh")


def test_only_what_was_said_last_is_kept() -> None:
    reading, noting, checked = Reading(), Memory(), checking.Memory()
    file = half_translated(read(TEXT))
    for number in range(4):
        catalogue = read(TEXT.replace("理财", f"理财{number}"), reading)
        list(faults(ENGLISH, units(catalogue, "zh", (), noting), file, checked))
    assert len(noting._last) == 2
    assert len(checked._last) == 1
    assert len(checked._last["en"][2]) <= len(file)
