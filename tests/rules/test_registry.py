"""The laws of the table of rules."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from generator.findings import Severity
from generator.rules import RULES, Rule
from generator.rules.pages import rule_pages, write
from generator.rules.registry import FAMILIES

RULES_FOLDER = Path(__file__).parents[2] / "generator" / "rules"
DOCS = Path(__file__).parents[2] / "docs" / "rules"
EACH = pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])


def test_codes_and_names_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)


@EACH
def test_names_read_well(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)+", rule.name) or rule.name == "untranslated"
    assert re.fullmatch(r"R\d{3}", rule.code)
    assert rule.code[:2] in FAMILIES


@EACH
def test_documentation_is_whole(rule: Rule) -> None:
    for field in fields(rule.documentation):
        assert getattr(rule.documentation, field.name).strip(), field.name
    assert rule.documentation.wrong != rule.documentation.right
    assert rule.summary.endswith(".")
    assert "\n" not in rule.summary


@EACH
def test_a_rule_stands_in_its_own_file(rule: Rule) -> None:
    assert rule.check.__module__ == f"generator.rules.{rule.name.replace('-', '_')}"


def test_every_rule_is_in_the_table() -> None:
    files = {path.stem for path in RULES_FOLDER.glob("*.py") if "\nRULE = Rule(" in path.read_text(encoding="utf-8")}
    assert files == {rule.name.replace("-", "_") for rule in RULES}


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("missing-row", Severity.ERROR),
        ("duplicate-category", Severity.ERROR),
        ("malformed-html", Severity.ERROR),
        ("ragged-table", Severity.WARNING),
        ("malformed-markdown", Severity.WARNING),
        ("unquoted-notice", Severity.INFO),
        ("front-matter", Severity.ERROR),
        ("not-utf8", Severity.WARNING),
        ("count-mismatch", Severity.ERROR),
        ("unreadable-requirement", Severity.ERROR),
    ],
)
def test_severities_are_those_promised(name: str, severity: Severity) -> None:
    assert {rule.name: rule.severity for rule in RULES}[name] is severity


def test_the_pages_are_those_that_the_rules_make() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}
    assert written == rule_pages(), "stale: run python -m generator.rules.pages"


def test_writing_pages_removes_those_of_rules_that_are_gone(tmp_path: Path) -> None:
    (tmp_path / "gone.md").write_text("old", encoding="utf-8")
    write(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(rule_pages())


@EACH
def test_an_example_cannot_end_its_own_fence(rule: Rule) -> None:
    page = rule_pages()[f"{rule.name}.md"]
    for example in (rule.documentation.wrong, rule.documentation.right):
        opening = next(line for line in page.split(example)[0].splitlines()[::-1] if line)
        fence = re.match("`+", opening)
        assert fence
        assert fence[0] not in example
