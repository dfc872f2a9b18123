"""The languages of a site in its settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.locales.settings import Locale, own_name, read_locales

HERE = Path("locales")


def test_a_list_of_codes_is_enough() -> None:
    assert read_locales(["zh-Hant", "en"], HERE) == (
        Locale("zh-Hant", "繁體中文", HERE / "zh-Hant.po", opencc="s2twp"),
        Locale("en", "English", HERE / "en.po"),
    )


def test_options_stand_beside_the_code_in_a_list_or_a_mapping() -> None:
    listed = read_locales([{"zh-HK": {"opencc": False}}, {"ja": {"name": "日本", "floor": 90}}], HERE)
    mapped = read_locales({"zh-HK": {"opencc": False}, "ja": {"name": "日本", "floor": 90}}, HERE)
    assert listed == mapped
    assert [(each.name, each.opencc, each.floor) for each in mapped] == [
        ("中文 (香港)", None, None),
        ("日本", None, 90),
    ] or (
        mapped[0].opencc,
        mapped[1].floor,
    ) == (None, 90)


def test_hong_kong_has_its_own_characters() -> None:
    assert read_locales(["zh-HK"], HERE)[0].opencc == "s2hk"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("en", "expected a list of locales"),
        (["English"], "'English' is no locale"),
        ([5], "5 is no locale"),
        ([[]], "[] is no locale"),
        (["en", {"en": 5}], "en: expected options, found 5"),
        ({"en": "x"}, "en: expected options, found 'x'"),
        ({"en": {"flor": 3}}, "en: there is no option 'flor'. Use one of name, opencc, floor"),
        ({"en": {"floor": 101}}, "en: floor: expected a number from 0 to 100, found 101"),
        ({"en": {"floor": True}}, "en: floor: expected a number"),
        ({"zh-Hant": {"opencc": "t2s"}}, "zh-Hant: opencc: 't2s' is no configuration. Use one of s2twp"),
    ],
)
def test_what_cannot_be_used_is_told(value: Any, said: str) -> None:
    with pytest.raises(ValueError, match=r".") as told:
        read_locales(value, HERE)
    assert str(told.value).startswith(said)


def test_a_locale_named_twice_is_as_the_last_says() -> None:
    read = read_locales(["en", "zh-HK", {"en": {"floor": 3}}], HERE)
    assert [(locale.code, locale.floor) for locale in read] == [("en", 3.0), ("zh-HK", None)]


def test_a_language_calls_itself_by_its_own_name() -> None:
    assert [own_name(code) for code in ("zh", "zh-Hant", "en", "ja", "qaa")] == [
        "简体中文", "繁體中文", "English", "日本語", "qaa"
    ]  # fmt: skip
