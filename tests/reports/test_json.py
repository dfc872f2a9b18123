"""The JSON report holds what its readers rely on, and nothing else."""

from __future__ import annotations

import json

import pytest

from generator import reports
from generator.catalogue import Span
from generator.findings import Finding, Fix, Severity
from tests.rules.factory import at, catalogue, source

TEXT = "## 金融业\n资质要求（3选1）\n"
DECLARED = at(TEXT, "3选1")


def render(finding: Finding) -> object:
    return json.loads(reports.render("json", catalogue(source(TEXT)), [finding]))


def test_every_key_of_a_finding() -> None:
    fix = Fix("declare 2选1", ((DECLARED, "2选1"),))
    span = DECLARED
    path = ("金融业", "银行")
    found = Finding("count-mismatch", "R201", Severity.ERROR, "declares 3选1", "write 2选1", 0, span, path, fix)
    place = {"line": 2, "column": 6, "end_line": 2, "end_column": 9}
    expected = {
        "rule": "count-mismatch",
        "code": "R201",
        "severity": "error",
        "message": "declares 3选1",
        "hint": "write 2选1",
        "file": "rules.md",
        **place,
        "category": ["金融业", "银行"],
        "fix": {"description": "declare 2选1", "edits": [{**place, "text": "2选1"}]},
    }
    assert render(found) == {"findings": [expected]}


def test_what_is_not_known_is_null() -> None:
    told = render(Finding("not-utf8", "R108", Severity.WARNING, "m", None, 0, Span(0, len(TEXT))))
    assert told == {
        "findings": [
            {
                "rule": "not-utf8",
                "code": "R108",
                "severity": "warning",
                "message": "m",
                "hint": None,
                "file": "rules.md",
                "line": 1,
                "column": 1,
                "end_line": 3,
                "end_column": 1,
                "category": None,
                "fix": None,
            }
        ]
    }


def test_nothing_found_is_an_empty_list() -> None:
    assert reports.render("json", catalogue(), []) == '{\n  "findings": []\n}\n'


def test_an_unknown_format_is_named_with_those_there_are() -> None:
    with pytest.raises(
        ValueError, match="no report has the format yaml; the formats are text, json, sarif, junit, github"
    ):
        reports.render("yaml", catalogue(), [])
