"""The index reads characters as pypinyin does, which it does not import."""

from __future__ import annotations

import pytest
from pypinyin import Style, pinyin

from generator.site import search_index


def pinyin_of(char: str) -> tuple[str, ...]:
    found = pinyin(char, style=Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys(sound for sound in found if sound.isascii()))


def test_every_character_is_read_as_pypinyin_reads_it() -> None:
    assert search_index._table() is not None
    every = list(map(chr, range(0x3400, 0xA000)))
    unlike = [char for char in every if search_index._readings.__wrapped__(char) != pinyin_of(char)]
    assert unlike == []


def test_without_its_file_pypinyin_itself_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "_table", lambda: None)
    assert search_index._readings.__wrapped__("行") == pinyin_of("行") != ()
