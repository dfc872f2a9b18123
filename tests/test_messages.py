"""The language of messages: where it comes from, and how it is spoken."""

from __future__ import annotations

import pytest

from generator import messages


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN"}, "zh"),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "fr:zh_CN:en"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": ""}, "zh"),
        ({"LANG": "zhuang"}, "en"),
        ({"LANG": "de_DE@euro"}, "en"),
    ],
)
def test_the_environment_says_which(environment: dict[str, str], language: str) -> None:
    assert messages.preferred(environment) == language


def test_english_is_the_source() -> None:
    assert messages.languages()[0] == "en"
    assert "zh" in messages.languages()
    with messages.speaking("en"):
        assert messages.gettext("any words at all") == "any words at all"
        assert [messages.ngettext("one", "many", number) for number in (0, 1, 2)] == ["many", "one", "many"]


def test_a_language_without_messages_is_refused() -> None:
    with pytest.raises(ValueError, match="there are no messages in 'fr'; there are en, zh"), messages.speaking("fr"):
        pass


def test_an_unknown_message_is_told_as_it_is() -> None:
    with messages.speaking("zh_CN.UTF-8"):
        assert messages.gettext("no such message is in the file") == "no such message is in the file"
        assert messages.gettext("") == ""


def test_what_was_spoken_before_is_spoken_after() -> None:
    with messages.speaking("zh"):
        with messages.speaking("en"):
            assert messages.gettext("severity") == "severity"
        assert messages._spoken.get() is not None
