"""Whole documents, read and judged: what fires, what stays silent.

A case is one file, ``RULE.fires….md`` or ``RULE.silent….md``: the Markdown, a line ``=====expect``, and the text
report.  Set LEIMU_UPDATE=1 to write the reports anew, and read what changed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator import reports
from generator.catalogue import Catalogue
from generator.findings import Severity
from generator.rules import RULES, Rule, judge
from generator.source import read_text
from tests.rules.translations import translations
from tests.rules.web import web

CASES = sorted(Path(__file__).with_name("cases").glob("*.md"))
MARK = "=====expect\n"
ENCODINGS = {"not-utf8.fires": "gb18030"}
NO_EXAMPLE = {"not-utf8"}
"""Rules whose examples show a terminal, because no text can show the fault."""
EXCERPTS = {"missing-title", "missing-official-link"}
"""Rules about what an excerpt of a document need not have; they are off, but in their own cases."""
SEED = Path(__file__).parents[2] / "catalogue" / "sources" / "mini-program-live.md"


def levels(rule: str) -> dict[str, Severity | None]:
    """Return the levels under which a case of a rule is judged."""
    known = {known.name for known in RULES}
    return dict.fromkeys(sorted(EXCERPTS & known - {rule}))


EXAMPLES = pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.name not in NO_EXAMPLE], ids=lambda rule: rule.name
)


def read(text: str, encoding: str = "utf-8") -> Catalogue:
    return read_text(text.encode(encoding), "rules.md")


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_case(case: Path) -> None:
    text, _, expected = case.read_text(encoding="utf-8").partition(MARK)
    catalogue = read(text, ENCODINGS.get(case.stem, "utf-8"))
    rule, kind = case.stem.split(".")
    findings = judge(catalogue, levels(rule), web=web(catalogue), translations=translations(catalogue))
    report = reports.render("text", catalogue, findings)
    if os.environ.get("LEIMU_UPDATE"):
        case.write_text(f"{text}{MARK}{report}", encoding="utf-8", newline="\n")
    assert {finding.rule for finding in findings} == ({rule} if kind.startswith("fires") else set())
    assert report == expected or os.environ.get("LEIMU_UPDATE")


@pytest.mark.parametrize("kind", ["fires", "silent"])
def test_every_rule_has_a_case_of_each_kind(kind: str) -> None:
    assert {case.stem.split(".")[0] for case in CASES if f".{kind}" in case.name} == {rule.name for rule in RULES}


@EXAMPLES
def test_the_wrong_example_of_a_page_fires_its_rule_alone(rule: Rule) -> None:
    wrong = read(rule.documentation.wrong)
    assert {
        finding.rule for finding in judge(wrong, levels(rule.name), web=web(wrong), translations=translations(wrong))
    } == {rule.name}


@EXAMPLES
def test_the_right_example_of_a_page_is_beyond_reproach(rule: Rule) -> None:
    right = read(rule.documentation.right)
    assert judge(right, levels(rule.name), web=web(right), translations=translations(right)) == ()
