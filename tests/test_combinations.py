"""Multiplying a requirement out."""

from __future__ import annotations

from dataclasses import replace

from generator.catalogue import (
    All,
    Catalogue,
    Choose,
    Nothing,
    Qualification,
    QualificationEntry,
    Requirement,
    Span,
    Tree,
)
from generator.combinations import Use, combinations, combinations_by_category, uses
from tests.rules.factory import catalogue, category, source

HERE = Span(0, 1)
A, B, C, D = (Qualification(name, HERE) for name in "abcd")


def test_nothing_required_has_no_way() -> None:
    assert combinations(Nothing(HERE)) == ()


def test_ways_keep_the_order_and_are_never_merged() -> None:
    tree = Choose(1, (A, All((A, B), HERE), A), HERE)
    assert combinations(tree) == (("a",), ("a", "b"), ("a",))


def test_two_of_three_gives_every_pair_multiplied_out() -> None:
    tree = Choose(2, (A, Choose(1, (B, C), HERE), D), HERE)
    assert combinations(tree) == (("a", "b"), ("a", "c"), ("a", "d"), ("b", "d"), ("c", "d"))


def test_a_choice_of_more_than_is_listed_asks_for_all() -> None:
    assert combinations(Choose(3, (A, B), HERE)) == (("a", "b"),)


def test_nothing_for_one_party_is_a_way_without_papers() -> None:
    assert combinations(Choose(1, (Nothing(HERE), A), HERE)) == ((), ("a",))


def test_the_limit_is_counted_before_anything_is_made() -> None:
    two = Choose(1, (A, B), HERE)
    assert combinations(All((two,) * 10_000, HERE)) is None
    assert combinations(Choose(500, (A,) * 1000, HERE)) is None
    assert combinations(All((two, two), HERE), limit=3) is None
    assert len(combinations(All((two, two), HERE), limit=4) or ()) == 4


def accepting(*trees: Tree | None, entries: tuple[QualificationEntry, ...]) -> Catalogue:
    """Return a catalogue of categories that are called 0, 1, 2 … and have these requirements."""
    made = (
        category((str(number),), HERE, requirement=Requirement(None, tree, "x", HERE) if tree else None)
        for number, tree in enumerate(trees)
    )
    return replace(catalogue(source("x"), categories=tuple(made)), qualifications=entries)


def test_the_ways_of_every_category() -> None:
    held = accepting(
        Choose(1, (A, B), HERE), Nothing(HERE), None, All((Choose(1, (A, B), HERE),) * 2, HERE), entries=()
    )
    assert combinations_by_category(held, limit=3) == {"0": (("a",), ("b",)), "1": (), "2": (), "3": None}


def test_a_paper_is_used_in_the_ways_that_name_it_by_any_name() -> None:
    entries = (QualificationEntry("x", "a", ("0", "1", "2"), ("b",)), QualificationEntry("y", "c", ("0", "1")))
    first = Choose(1, (A, All((A, B, C), HERE), C), HERE)
    held = accepting(first, All((Choose(1, (A, C), HERE),) * 2, HERE), Choose(0, (A,), HERE), entries=entries)
    assert uses(held, combinations_by_category(held, limit=3)) == {
        "x": (Use("0", (0, 1)), Use("1", None), Use("2", ())),
        "y": (Use("0", (1, 2)), Use("1", None)),
    }
