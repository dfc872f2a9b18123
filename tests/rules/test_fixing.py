"""Applying fixes: each whole or not at all, never two at one place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue import Span
from generator.findings import Finding, Fix, Severity
from generator.rules.fixing import apply_fixes


def finding(*edits: tuple[int, int, str]) -> Finding:
    fix = Fix("mend it", tuple((Span(start, end), text) for start, end, text in edits))
    return Finding("a-b", "R999", Severity.ERROR, "wrong", None, 0, Span(edits[0][0], edits[0][1]), fix=fix)


def test_edits_are_made_where_they_stand() -> None:
    fixed = apply_fixes("abcdef", [finding((0, 1, "X"), (4, 5, "")), finding((2, 3, "YY"))])
    assert (fixed.text, fixed.fixes) == ("XbYYdf", 2)


def test_what_overlaps_waits() -> None:
    fixed = apply_fixes("abcdef", [finding((0, 3, "X")), finding((2, 4, "Y")), finding((5, 6, "Z"))])
    assert (fixed.text, fixed.fixes) == ("XdeZ", 2)


def test_two_insertions_at_one_place_wait_for_each_other() -> None:
    fixed = apply_fixes("ab", [finding((1, 1, "X")), finding((1, 1, "Y"))])
    assert (fixed.text, fixed.fixes) == ("aXb", 1)


def test_a_fix_is_applied_whole_or_not_at_all() -> None:
    fixed = apply_fixes("abcdef", [finding((2, 3, "X")), finding((0, 1, "Y"), (2, 3, "Z"))])
    assert (fixed.text, fixed.fixes) == ("abXdef", 1)


def test_without_a_fix_nothing_changes() -> None:
    bare = Finding("a-b", "R999", Severity.ERROR, "wrong", None, 0, Span(0, 1))
    assert apply_fixes("abc", [bare]).fixes == 0
    assert apply_fixes("abc", [bare]).text == "abc"


@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 4), st.text("xyz", max_size=3)), max_size=8))
def test_the_characters_between_edits_stay(edits: list[tuple[int, int, str]]) -> None:
    text = "0123456789ABCDEFGHIJ"
    given_fixes = [finding((start, min(start + length, 20), new)) for start, length, new in edits]
    fixed = apply_fixes(text, given_fixes)
    kept = [sign for sign in fixed.text if sign not in "xyz"]
    assert kept == sorted(kept)
    assert fixed.fixes <= len(edits)
    assert bool(fixed.fixes) == bool(edits)
