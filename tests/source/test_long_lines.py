"""However much stands on one line, it is looked at a few times and no more.

What is copied out of the text is counted, not time: to copy the rest of the line for each comment or table takes the
square of them.  What regular expressions do cannot be counted; there the sizes are such that minutes would pass.
"""

from __future__ import annotations

import re
from typing import SupportsIndex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue import Span
from generator.source import read_text
from generator.source.code_spans import CodeSpans, code_spans
from generator.source.inline import _literal
from generator.source.lines import Lines, line_starts
from generator.source.markup import Ahead
from generator.source.masking import Masker, mask
from generator.source.vocabulary import load

VOCABULARY = load(None)


class Watched(str):
    """A text that counts how many characters are copied out of it, or passed over while something is sought."""

    __slots__ = ()
    work = 0

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        found = super().__getitem__(key)
        Watched.work += len(found)
        return found

    def find(self, sought: str, start: SupportsIndex | None = 0, end: SupportsIndex | None = None) -> int:
        found = super().find(sought, start, end)
        Watched.work += (len(self) if found < 0 else found) - int(start or 0)
        return found


def masked(text: str) -> Masker:
    watched = Watched(text)
    Watched.work = 0
    return mask(watched, Lines(watched, 0, line_starts(text)), VOCABULARY)


MANY = 1_000
UNITS = {
    "comments": "<!--甲-->", "comments and words": "甲 <!--乙--> ", "tables": "<table></table>",
    "whole tables": "<table><tr><td>甲</td></tr></table>", "quoted tables": ">! 甲<table></table>",
    "notices": ">!甲：<table></table>", "bare notices": ">! <table></table>", "alerts": "<dx-alert>甲</dx-alert>",
    "comments and code": "`甲`<!--甲-->", "comments in code": "`<!--甲-->`", "unclosed tables": "<table><title>",
    "cut tables": "<table><tr><td><textarea>", "blanks": "<!--甲-->" + " " * 20,
}  # fmt: skip


# The same lines again and again, which take three times as long where each is counted.
@pytest.mark.no_cover
@pytest.mark.parametrize("kind", UNITS)
@pytest.mark.parametrize("below", ["", "甲" * 10_000, "- 甲 <!-- 乙 --></dx-alert></title></textarea>"])
def test_a_line_is_copied_a_few_times_whatever_it_holds(kind: str, below: str) -> None:
    text = f"甲 {UNITS[kind] * MANY}\n{below}\n"
    masker = masked(text)
    assert len(masker.masked.lines) > 2
    assert Watched.work <= 30 * len(text)


LONG = {
    "blanks before a fence": "甲 \n\n" + " " * 200_000 + "甲`",
    "blanks below a bar": "甲|乙\n" + " " * 200_000 + "-",
    "comments after a second table": "<table><table>" + "<!--甲-->" * 20_000 + "甲",
    "letters in an alert": "<dx-alert " + "a" * 200_000 + ">甲</dx-alert>",
    "backticks": "甲" + "`" * 200_000 + "<!-- leimu: ignore=x y -->",
    "ever longer backticks": "甲"
    + "".join("`" * length + "甲" for length in range(600, 0, -1))
    + "<!-- 甲 -->" * 9_000,
    "ever shorter fences": "".join("~" * length + "\n# 甲\n" for length in range(600, 2, -1)) + "~\n" * 60_000,
    "tables hidden from each other": "<table><tr><td><!--\n# 甲\n" * 5_000 + "-->",
}


# The same lines again and again, which take three times as long where each is counted.
@pytest.mark.no_cover
@pytest.mark.parametrize("kind", LONG)
def test_a_long_run_is_masked_at_once(kind: str) -> None:
    masker = mask(LONG[kind], Lines(LONG[kind], 0, line_starts(LONG[kind])), VOCABULARY)
    assert sum(map(len, masker.masked.lines)) > 3


def test_ever_longer_backticks_hide_no_comment_to_leimu() -> None:
    text = (
        "## 甲\n\n"
        + "".join("`" * length + "甲" for length in range(400, 0, -1))
        + "<!-- leimu: ignore=a-b 乙 -->" * 3_000
    )
    assert len(read_text(text).sources[0].ignores) == 3_000


# -- What is quick says the same as what is simple ------------------------------------------------------------------

_SIMPLE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
ticks = st.lists(st.sampled_from(["`", "``", "```", "甲", " ", "<!--"]), max_size=30).map("".join)


@given(ticks, st.lists(ticks, max_size=3))
def test_code_spans_are_those_of_the_expression(line: str, further: list[str]) -> None:
    text = "\n".join([line, *further])
    assert list(code_spans(text)) == [found.span() for found in _SIMPLE.finditer(text)]


@given(ticks, st.data())
def test_a_line_that_is_begun_anew_holds_other_spans(line: str, data: st.DataObject) -> None:
    spans = CodeSpans(line, 0, len(line))
    at = since = 0
    for _ in range(data.draw(st.integers(0, 6))):
        # Where code begins is where something is found outside of code, or further on.
        at = data.draw(st.integers(at, len(line)))
        expected = any(start < at < end for start, end in (found.span() for found in _SIMPLE.finditer(line, since)))
        if line[at : at + 1] == "`":
            continue
        assert spans.hold(at, since) is expected
        if not expected and data.draw(st.booleans()):
            since = at


@given(st.text("ab", max_size=30), st.lists(st.integers(0, 30), max_size=10), st.sampled_from(["a", "b", "ab", "ba"]))
def test_looking_ahead_finds_what_stands_next(text: str, places: list[int], sought: str) -> None:
    ahead = Ahead(text)
    for at in places:
        assert ahead.find(sought, min(at, len(text))) == text.find(sought, min(at, len(text)))
        assert ahead.find(re.compile(sought), min(at, len(text))) == text.find(sought, min(at, len(text)))


_LITERAL = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])|(?P<ticks>`++)(?P<code>(?:[^`]|(?!(?P=ticks)(?!`))`++)++)(?P=ticks)(?!`)"
)


@given(st.lists(st.sampled_from(["`", "``", "```", "甲", " ", "\\", "*", "\n"]), max_size=30).map("".join))
def test_literal_marks_are_those_of_the_expression(text: str) -> None:
    places = [
        (found.span(), found.span("escaped" if found["escaped"] else "code")) for found in _LITERAL.finditer(text)
    ]
    expected = [(Span(*whole), Span(*shown)) for whole, shown in places]
    assert [(Span(mark.start, mark.end), mark.shown) for mark in _literal(text, 0, len(text))] == expected


@pytest.mark.parametrize("name", ["ſcript", "ſtyle", "textarea", "SCRIPT"])
def test_only_letters_of_ascii_make_a_name(name: str) -> None:
    """The long s is an "s" to the regex engine that minds no capitals, and made a name that nobody knew."""
    text = f"# 甲\n\n<table>\n<tr><td><{name}>乙</{name}></td><td>丙</td></tr>\n<tr><td>丁</td>\n</table>\n"
    (table,) = read_text(text).sources[0].tables
    assert len(table.rows) == 2
