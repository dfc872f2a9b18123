"""What is judged again is judged as if for the first time."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.catalogue import Catalogue
from generator.findings import Severity
from generator.rules import RULES, Memory, judge
from generator.source import Memory as Reading
from generator.source import ReadSettings, read_named
from tests.edits import EDITS, edited
from tests.profiles import examples

SEED = (Path(__file__).parents[2] / "catalogue/sources/mini-program-live.md").read_text(encoding="utf-8")
CASES = Path(__file__).parent / "cases"
ALONE = [rule for rule in RULES if rule.alone]


def read(text: str, memory: Reading) -> Catalogue:
    return read_named([("a.md", text.encode("utf-8", "surrogatepass"))], ReadSettings(), memory)


@settings(max_examples=examples(12))
@given(EDITS, st.sampled_from([SEED, SEED.replace("选1", "选9"), SEED.replace("（", "(")]))
def test_after_any_edits_all_is_found_again(edits: list[object], text: str) -> None:
    reading, memory = Reading(), Memory()
    for document in edited(text, edits):
        catalogue = read(document, reading)
        assert judge(catalogue, memory=memory) == judge(read(document, Reading()))


def test_every_case_of_every_rule_is_found_after_every_other() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(CASES.rglob("*.md"))]
    reading, memory = Reading(), Memory()
    found = 0
    for one, other in zip(texts, [*texts[1:], *texts[:1]], strict=True):
        for document in (one, f"{one}\n\n{other}", f"{one}\n\n一行。\n\n{other}"):
            findings = judge(read(document, Reading()))
            assert judge(read(document, reading), memory=memory) == findings
            found += len(findings)
    assert found > len(texts)


def test_what_is_passed_over_is_what_the_rules_that_look_at_categories_by_themselves_pass_over() -> None:
    memory, names = Memory(), {rule.name for rule in ALONE}
    catalogue = read(SEED, Reading())
    told = {finding.category for finding in judge(catalogue, memory=memory) if finding.rule in names}
    silent = {category.path for category in memory._last[1].values()}
    assert silent <= {category.path for category in catalogue.categories} - told
    assert told
    assert len(silent) > 4


@pytest.mark.parametrize("rule", ALONE, ids=[rule.name for rule in ALONE])
def test_a_rule_that_was_off_speaks_when_it_is_turned_on(rule: object) -> None:
    name = rule.name  # type: ignore[attr-defined]
    text = rule.documentation.wrong  # type: ignore[attr-defined]
    reading, memory = Reading(), Memory()
    document = f"首段。\n\n{text}\n"
    assert all(finding.rule != name for finding in judge(read(document, reading), {name: None}, memory=memory))
    for level in (Severity.INFO, Severity.ERROR):
        findings = judge(read(document, reading), {name: level}, memory=memory)
        assert findings == judge(read(document, Reading()), {name: level})
        assert {finding.severity for finding in findings if finding.rule == name} == {level}


def test_only_what_was_judged_last_is_kept() -> None:
    reading, memory = Reading(), Memory()
    for number in range(4):
        judge(read(SEED.replace("直播", f"直播{number}", 40), reading), memory=memory)
    known = len(memory._last[1])
    assert 0 < known <= len(read(SEED, reading).categories)
    judge(read("甲\n", reading), memory=memory)
    assert memory._last[1] == {}
