"""The language of messages: where it comes from, and how it is spoken."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from collections.abc import Iterator
from contextvars import Context, copy_context
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po

from generator import messages

ROOT = Path(__file__).parents[1]
TRANSLATIONS = [ROOT / "generator" / "messages" / f"{language}.po" for language in messages.languages()[1:]]
SOURCES = sorted((ROOT / "generator").rglob("*.py"))
MARKS = {"_", "gettext", "ngettext", "noted"}
"""The names of the functions that mark a message."""
TOLD = {
    "BadParameter", "BrokenTemplateError", "ConfigError", "OptionError", "OutputError", "SiteError", "SourceError",
    "TreeError", "UsageError", "_BadEntryError", "Fix", "Wording", "finding", "progress", "say", "warning",
}  # fmt: skip
"""What is called with words that users read."""


def script() -> ModuleType:
    """Return the script that brings the translations up to date, which is part of no package."""
    spec = importlib.util.spec_from_file_location("ci_messages", ROOT / ".ci" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def translations(file: Path) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened, locale=file.stem)


def entries(file: Path) -> Iterator[tuple[Entry, str, str]]:
    """Yield each entry with its last original and its last translation: the plural where it has one."""
    for entry in translations(file):
        if entry.id:
            forms = [text if isinstance(text, str) else text[-1] for text in (entry.id, entry.string)]
            yield entry, forms[0], forms[1]


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
        assert messages.language() == "zh"
    assert messages.language() == "en"


def test_whoever_speaks_first_is_listened_to() -> None:
    def spoken() -> list[str]:
        said = [messages.language()]
        messages.speak_unless_spoken("zh")
        said.append(messages.language())
        messages.speak_unless_spoken("en")
        said.append(messages.language())
        messages.speak("en")
        return [*said, messages.language()]

    assert Context().run(spoken) == ["en", "zh", "zh", "en"]


def test_one_context_does_not_speak_for_another() -> None:
    with messages.speaking("en"):
        copy_context().run(messages.speak, "zh")
        assert messages.language() == "en"


@pytest.mark.parametrize(
    ("clause", "english", "chinese"),
    [("a b", "a b.", "a b。"), ("is it?", "is it?", "is it?"), ("是吗？", "是吗？", "是吗？")],
)
def test_a_clause_becomes_a_sentence(clause: str, english: str, chinese: str) -> None:
    with messages.speaking("en"):
        assert messages.sentence(clause) == english
    with messages.speaking("zh"):
        assert messages.sentence(clause) == chinese


EACH = pytest.mark.parametrize("file", TRANSLATIONS, ids=lambda file: file.stem)


# What reads the code of leimu runs none of it.
@pytest.mark.no_cover
@EACH
def test_a_file_of_translations_is_up_to_date(file: Path) -> None:
    assert script().updated(file) == file.read_bytes(), "Run make messages, and translate what it leaves empty."


@EACH
def test_every_message_is_translated(file: Path) -> None:
    bad = [entry.id for entry, _, text in entries(file) if entry.fuzzy or not text.strip()]
    assert bad == []
    assert not translations(file).obsolete


@EACH
def test_a_file_of_translations_has_neither_lines_nor_dates(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    places = [line for line in text.splitlines() if line.startswith("#:")]
    assert places
    assert not [place for place in places if re.search(r":\d", place)]
    assert "Date" not in text


# What reads the code of leimu runs none of it.
@pytest.mark.slow
@pytest.mark.no_cover
def test_a_reworded_message_is_to_be_looked_over(tmp_path: Path) -> None:
    file = tmp_path / "zh.po"
    now = TRANSLATIONS[0].read_text(encoding="utf-8")
    # As if the code had been reworded since: one message was another, one was not there, one is there no more.
    then = now.replace('msgid "declares {claim} but lists {options}"', 'msgid "declares {claim} and lists {options}"')
    then = re.sub(r'#: \S+\nmsgid "Checking"\nmsgstr ".*"\n\n', "", then)
    file.write_text(f'{then}\nmsgid "Not in the code"\nmsgstr "不在代码中"\n', encoding="utf-8")
    text = script().updated(file).decode()
    changed = text[text.index("#| msgid") :]
    assert changed.startswith('#| msgid "declares {claim} and lists {options}"\nmsgid "declares {claim} but lists')
    assert changed.splitlines()[2].startswith('msgstr "声明为')
    assert "#, fuzzy, python-brace-format\n#| msgid" in text
    assert 'msgid "Checking"\nmsgstr ""\n' in text
    assert "Not in the code" not in text
    assert script().updated(TRANSLATIONS[0]).decode() == now


def fields(text: str) -> set[tuple[str, str | None, str | None]]:
    return {(name, spec, how) for _, name, spec, how in Formatter().parse(text) if name is not None}


@EACH
def test_translations_have_the_placeholders_of_their_messages(file: Path) -> None:
    pairs = [(message, text) for entry, message, text in entries(file) if "python-brace-format" in entry.flags]
    assert len(pairs) > 100
    assert [message for message, text in pairs if fields(message) != fields(text)] == []
    # A brace elsewhere would be written as it stands.
    rest = [(message, text) for entry, message, text in entries(file) if "python-brace-format" not in entry.flags]
    assert [message for message, text in rest if re.findall(r"\{\w*\}", text) != re.findall(r"\{\w*\}", message)] == []


@EACH
def test_translations_name_the_same_options_files_and_code(file: Path) -> None:
    code = re.compile(r"(?<![\w-])--[a-z][a-z-]*|\b[a-z]+\.(?:yml|md|json)\b|`[!-~]+`|\]\([a-z-]+\.md\)")
    # Words within code that a reader replaces are translated too.
    other = [m for _, m, text in entries(file) if sorted({*code.findall(m)}) != sorted({*code.findall(text)})]
    assert [message for message in other if not re.search(r"\[name\]|RULE|on a line of its own", message)] == []


def test_chinese_is_punctuated_as_chinese() -> None:
    for _, message, text in entries(ROOT / "generator" / "messages" / "zh.po"):
        assert re.search("[^!-~ ]", text), message
        assert message.endswith(".") == text.endswith("。"), message
        assert message.endswith("?") == text.endswith("？"), message
        assert text == text.strip(), message
        for found in re.finditer("[\u4e00-\u9fff][,;:?!.](?![a-z/0-9])|[,;?!][\u4e00-\u9fff]| [，。；：？！）]", text):
            # What is quoted stands in the message too.
            assert found[0] in message, (message, found[0])


def calls(node: ast.AST, names: set[str]) -> Iterator[ast.Call]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            name = inner.func.attr if isinstance(inner.func, ast.Attribute) else getattr(inner.func, "id", "")
            if name in names:
                yield inner


# What reads the code of leimu runs none of it.
@pytest.mark.no_cover
@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.relative_to(ROOT / "generator").as_posix())
def test_messages_are_marked_where_they_can_be_found(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    # Extraction does not look into f-strings, at least not under every Python.
    hidden = [call for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for call in calls(node, MARKS)]
    looked_up = {ast.unparse(call) for call in hidden if not isinstance(call.args[0], ast.Constant)}
    assert [ast.unparse(call) for call in hidden if ast.unparse(call) not in looked_up] == []
    # What is formatted before it is marked is found nowhere.
    assert [ast.unparse(call) for call in calls(tree, MARKS) if isinstance(call.args[0], ast.JoinedStr)] == []
    # Pages speak the language of their readers, from a list of their own.
    for call in calls(tree, TOLD - {"say"} if {"pages", "site"}.intersection(file.parts) else TOLD):
        marked = {id(inner) for mark in calls(call, MARKS) for inner in ast.walk(mark)}
        words = [node for node in ast.walk(call) if isinstance(node, ast.Constant) and id(node) not in marked]
        assert [word.value for word in words if re.search("[a-z]{2,} [a-z]", str(word.value))] == []
