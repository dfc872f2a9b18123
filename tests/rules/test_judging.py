"""Judging: order, levels, silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from generator.catalogue import Ignore, Repair, RepairKind, Span
from generator.findings import Severity
from generator.rules import RULES, judge
from tests.rules.factory import catalogue, category, source


def broken(*starts: int) -> tuple[Repair, ...]:
    return tuple(Repair(RepairKind.STRAY_END, "b", Span(start, start + 1)) for start in starts)


def test_findings_come_by_source_and_place() -> None:
    first, second = source("abcdef", "a.md", repairs=broken(4, 1)), source("abcdef", "b.md", repairs=broken(0))
    ragged = Repair(RepairKind.RAGGED_ROW, "tr", Span(1, 2))
    third = source("abcdef", "c.md", repairs=(ragged, *broken(1)))
    places = [(found.source, found.span.start, found.code) for found in judge(catalogue(first, second, third))]
    assert places == [(0, 1, "R103"), (0, 4, "R103"), (1, 0, "R103"), (2, 1, "R103"), (2, 1, "R104")]


def test_nothing_is_told_twice() -> None:
    assert len(judge(catalogue(source("abc", repairs=broken(1, 1))))) == 1


def test_an_empty_catalogue_is_beyond_reproach() -> None:
    assert judge(catalogue()) == ()
    assert judge(catalogue(source(""))) == ()


def test_a_level_sets_the_severity() -> None:
    (finding,) = judge(catalogue(source("abc", repairs=broken(1))), {"malformed-html": Severity.INFO})
    assert finding.severity is Severity.INFO


def test_a_rule_can_be_turned_off() -> None:
    text = "银行"
    bare = category((text,), Span(0, 2), meanings=())
    judged = catalogue(source(text, repairs=broken(1)), categories=(bare,))
    assert {finding.rule for finding in judge(judged)} == {"missing-table", "malformed-html"}
    assert {finding.rule for finding in judge(judged, {"malformed-html": None})} == {"missing-table"}
    assert judge(judged, {rule.name: None for rule in RULES}) == ()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("count-missmatch", "no rule is called count-missmatch; did you mean count-mismatch?"),
        ("Q", "no rule is called Q; the rules are missing-row, duplicate-category, "),
    ],
)
def test_an_unknown_rule_is_named_with_the_nearest(name: str, said: str) -> None:
    with pytest.raises(ValueError, match="no rule is called") as caught:
        judge(catalogue(), {name: None})
    assert str(caught.value).startswith(said)


def test_severities_are_ordered_by_weight() -> None:
    assert max(Severity) is Severity.ERROR
    assert sorted(Severity) == [Severity.INFO, Severity.WARNING, Severity.ERROR]
    assert Severity.INFO < Severity.WARNING <= Severity.WARNING < Severity.ERROR
    assert Severity.ERROR >= Severity.ERROR > Severity.INFO
    assert not Severity.ERROR < Severity.INFO


def test_a_level_may_be_given_by_code() -> None:
    judged = catalogue(source("abc", repairs=broken(1)))
    assert judge(judged, {"R103": None}) == ()
    (finding,) = judge(judged, {"r103": Severity.INFO})
    assert finding.severity is Severity.INFO


@pytest.mark.parametrize(
    ("until", "rules"), [(date(2026, 5, 1), {"unused-ignore"}), (date(2026, 4, 30), {"expired-ignore"})]
)
def test_the_last_day_of_an_ignore_still_counts(until: date, rules: set[str]) -> None:
    text = "<!-- leimu: ignore=missing-row x -->"
    ignore = Ignore(("missing-row",), until, "x", Span(0, len(text)), Span(0, len(text)))
    judged = catalogue(replace(source(text), ignores=(ignore,)))
    assert {finding.rule for finding in judge(judged, today=date(2026, 5, 1))} == rules


def test_an_ignore_of_a_rule_that_is_off_is_left_alone() -> None:
    text = "<!-- leimu: ignore=missing-row x -->"
    ignore = Ignore(("missing-row",), None, "x", Span(0, len(text)), Span(0, len(text)))
    assert judge(catalogue(replace(source(text), ignores=(ignore,))), {"missing-row": None}) == ()
