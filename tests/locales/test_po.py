"""PO files: out and in again is the identity, nothing is lost when the source moves, and nothing churns."""

from __future__ import annotations

from pathlib import Path
from random import Random

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.locales.po import TranslationError, dump, load, update
from generator.locales.translating import translate
from tests.locales.words import card, fresh, read, seed, translated, words

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


def parsed(data: bytes) -> polib.POFile:
    return polib.pofile(data.decode(), wrapwidth=0)


def said(file: polib.POFile) -> dict[tuple[str, str], str]:
    return {(entry.msgctxt, entry.msgid): entry.msgstr for entry in file if not entry.obsolete}


def document(*cards: str) -> str:
    return "## 金融业\n\n" + "\n".join(cards)


@given(st.dictionaries(st.tuples(TEXT, TEXT), TEXT, max_size=8))
def test_out_and_in_is_the_identity(strings: dict[tuple[str, str], str]) -> None:
    file = polib.POFile(wrapwidth=0)
    for (context, text), translation in strings.items():
        file.append(polib.POEntry(msgctxt=context, msgid=text, msgstr=translation))
    assert said(parsed(dump(file))) == strings
    assert dump(parsed(dump(file))) == dump(file)


def test_a_translated_catalogue_goes_through_its_file_unchanged() -> None:
    catalogue = seed()
    file = translated(catalogue)
    assert translate(catalogue, words(parsed(dump(file)))) == translate(catalogue, words(file))


def test_a_second_update_changes_no_byte() -> None:
    catalogue = seed()
    once = dump(update(translated(catalogue), fresh(catalogue), "en"))
    assert dump(update(parsed(once), fresh(catalogue), "en")) == once
    assert b"POT-Creation-Date" not in once
    assert b"PO-Revision-Date" not in once


CARDS = [card(name, scope=f"适用于{name}服务") for name in ("银行", "信托", "保险", "证券")]


@given(st.permutations(CARDS))
def test_reordering_the_source_loses_no_translation(cards: list[str]) -> None:
    before, after = read(document(*CARDS)), read(document(*cards))
    file = update(translated(before), fresh(after), "en")
    assert all(entry.msgstr == f"[{entry.msgid}]" and not entry.fuzzy for entry in file if not entry.obsolete)
    assert [entry for entry in file if entry.obsolete] == []


def test_a_renamed_heading_loses_nothing_but_itself() -> None:
    before, after = read(document(card("银行"))), read(document(card("商业银行")))
    file = update(translated(before), fresh(after), "en")
    new = {entry.msgid: entry for entry in file if not entry.obsolete}
    assert new["商业银行"].fuzzy
    assert new["商业银行"].previous_msgid == "银行"
    others = [entry for text, entry in new.items() if text != "商业银行"]
    assert all(entry.msgstr == f"[{entry.msgid}]" and not entry.fuzzy for entry in others)


def test_a_reworded_string_is_fuzzy_and_says_what_it_was() -> None:
    before = read(document(card("银行", scope="适用于网络服务")))
    after = read(document(card("银行", scope="适用于网络服务和门店")))
    file = update(translated(before), fresh(after), "en")
    (entry,) = (each for each in file if each.msgctxt.endswith(".scope"))
    assert (entry.fuzzy, entry.msgstr, entry.previous_msgid) == (True, "[适用于网络服务]", "适用于网络服务")
    # Reworded once more, it still tells what the translation was made for.
    third = read(document(card("银行", scope="适用于网络服务及所有门店")))
    (entry,) = (each for each in update(file, fresh(third), "en") if each.msgctxt.endswith(".scope"))
    assert (entry.msgstr, entry.previous_msgid) == ("[适用于网络服务]", "适用于网络服务")


def test_what_readers_see_of_a_reworded_string_is_the_source() -> None:
    before = read(document(card("银行", scope="适用于网络服务")))
    after = read(document(card("银行", scope="适用于网络服务和门店")))
    file = update(translated(before), fresh(after), "en")
    assert translate(after, words(file)).categories[0].scope == "适用于网络服务和门店"


def test_what_is_gone_is_obsolete_and_comes_back() -> None:
    both, one = read(document(card("银行"), card("信托", scope="适用于信托"))), read(document(card("银行")))
    file = update(translated(both), fresh(one), "en")
    assert "适用于信托" in {entry.msgid for entry in file if entry.obsolete}
    again = update(parsed(dump(file)), fresh(both), "en")
    assert all(entry.msgstr == f"[{entry.msgid}]" for entry in again)
    assert [entry for entry in again if entry.obsolete] == []


def test_a_new_thing_like_an_old_one_is_offered_that_as_fuzzy_or_nothing() -> None:
    before = read(document(card("银行", scope="适用于银行业务在线服务或交易")))
    after = read(document(card("银行", scope="适用于银行业务在线服务或交易"), card("信托", scope="完全不同的说法")))
    file = update(translated(before), fresh(after), "en")
    new = {entry.msgid: entry for entry in file}
    assert (new["完全不同的说法"].msgstr, new["完全不同的说法"].fuzzy) == ("", False)
    assert new["适用于银行业务在线服务或交易"].msgstr == "[适用于银行业务在线服务或交易]"


def test_comments_of_translators_are_kept() -> None:
    catalogue = read(document(card("银行")))
    file = translated(catalogue)
    file[0].tcomment = "问过编辑"
    assert update(parsed(dump(file)), fresh(catalogue), "en")[0].tcomment == "问过编辑"


@pytest.mark.slow
@given(st.randoms(use_true_random=False))
def test_no_translation_is_ever_dropped(random: Random) -> None:
    names = ["银行", "信托", "保险", "证券", "期货", "基金"]
    before = read(document(*(card(name, scope=f"适用于{name}") for name in random.sample(names, 4))))
    after = read(document(*(card(name, scope=f"可用于{name}") for name in random.sample(names, 3))))
    old = translated(before)
    kept = {entry.msgstr for entry in update(old, fresh(after), "en")}
    assert {entry.msgstr for entry in translated(before)} <= kept


@pytest.mark.parametrize(
    ("content", "said_"),
    [
        (b'msgid "a"\nmsgstr "b\n', "en.po:2: "),
        (b'msgid "a"\nmsgstr "b"c"\n', "en.po:2: "),
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b"hello\n", "en.po:1: "),
        (b'msgstr "b"\n', "cannot be read as a PO file"),
    ],
    ids=["open", "quote inside", "encoding", "no PO file", "order"],
)
def test_a_broken_file_is_told_with_its_name(tmp_path: Path, content: bytes, said_: str) -> None:
    file = tmp_path / "en.po"
    file.write_bytes(content)
    with pytest.raises(TranslationError, match=said_) as told:
        load(file)
    assert str(file) in str(told.value)


def test_a_file_that_is_not_there_is_empty_with_the_plural_forms_of_its_language(tmp_path: Path) -> None:
    file = load(tmp_path / "fr.po")
    assert len(file) == 0
    assert "nplurals=2" in file.metadata["Plural-Forms"]
    assert file.metadata["Language"] == "fr"
