"""Everything that was mended while reading is told, by exactly one rule, at its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.catalogue import Repair, RepairKind, Span
from generator.rules import judge
from tests.rules.factory import at, catalogue, category, source

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("repairs.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[f"{case['kind']}-{case['name']}" for case in CASES])
def test_each_kind_is_told_once(case: dict[str, Any]) -> None:
    text = case["text"]
    opened = at(text, case["opened"]) if "opened" in case else None
    repair = Repair(RepairKind(case["kind"]), case["name"], at(text, case["at"]), opened, case.get("detail", ""))
    (finding,) = judge(catalogue(source(text, repairs=(repair,))))
    assert (finding.rule, finding.message) == (case["rule"], case["message"])
    assert finding.span == repair.span
    assert finding.hint
    assert "{" not in finding.message + finding.hint


def test_no_kind_is_left_untold() -> None:
    assert {case["kind"] for case in CASES} == {kind.value for kind in RepairKind}


def test_a_repair_belongs_to_the_category_that_holds_it() -> None:
    text = "导言</b>\n银行</b>信托</b>"
    ends = [at(text, "</b>", nth) for nth in range(3)]
    bank = category(("金融", "银行"), Span(at(text, "银行").start, at(text, "信托").start))
    trust = category(("金融", "信托"), Span(at(text, "信托").start, len(text)))
    repairs = tuple(Repair(RepairKind.STRAY_END, "b", span) for span in ends)
    findings = judge(catalogue(source(text, repairs=repairs), categories=(bank, trust)))
    assert [finding.category for finding in findings] == [None, bank.path, trust.path]


def test_a_repair_behind_the_last_character_belongs_to_the_last_category() -> None:
    text = "<table>银行"
    bank = category(("银行",), Span(0, len(text)))
    repair = Repair(RepairKind.UNCLOSED, "table", Span(len(text), len(text)), at(text, "<table>"))
    (finding,) = judge(catalogue(source(text, repairs=(repair,)), categories=(bank,)))
    assert finding.category == ("银行",)


def test_a_category_of_another_source_holds_nothing_of_this_one() -> None:
    repair = Repair(RepairKind.STRAY_END, "b", Span(0, 4))
    first, second = source("银行", "a.md"), source("</b>", "b.md", repairs=(repair,))
    (finding,) = judge(catalogue(first, second, categories=(category(("银行",), Span(0, 2)),)))
    assert (finding.source, finding.category) == (1, None)


def test_a_long_quotation_is_cut() -> None:
    text = "<td " + "x" * 500
    repair = Repair(RepairKind.BROKEN_TAG, "td", Span(0, len(text)))
    (finding,) = judge(catalogue(source(text, repairs=(repair,))))
    assert finding.message == f"the tag <td {'x' * 36}… is cut off or cannot be read"
