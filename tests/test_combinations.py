"""Multiplying a requirement out."""

from __future__ import annotations

from generator.catalogue import All, Choose, Nothing, Qualification, Span
from generator.combinations import combinations

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
