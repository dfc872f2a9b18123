"""What holds for every format: its golden file, its end, and that any findings can be told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings

from generator import reports
from generator.catalogue import Catalogue, Span
from generator.findings import Finding
from generator.reports.region import region
from generator.rules import RULES
from tests.profiles import examples
from tests.reports.samples import read, reported, sample
from tests.rules.factory import catalogue

GOLDEN = Path(__file__).parent
SUFFIXES = {"text": "txt", "json": "json", "sarif": "sarif", "junit": "xml", "github": "log"}


@pytest.mark.parametrize("form", reports.FORMATS)
def test_the_whole_report(form: str) -> None:
    known = [rule for rule in RULES if rule.name in {"count-mismatch", "front-matter"}]
    told = reports.render(form, *sample(), known).replace(f'"{reports.sarif.__version__}"', '"VERSION"')
    golden = GOLDEN / f"golden-{form}.{SUFFIXES[form]}"
    if os.environ.get("LEIMU_UPDATE"):
        golden.write_text(told, encoding="utf-8", newline="")
    assert told == golden.read_bytes().decode()


@pytest.mark.parametrize("form", reports.FORMATS)
def test_a_report_ends_with_a_line_feed(form: str) -> None:
    for told in (reports.render(form, catalogue(), []), reports.render(form, *sample())):
        assert told.endswith("\n")
        assert not told.endswith("\n\n")


@pytest.mark.slow
@pytest.mark.parametrize("form", reports.FORMATS)
@settings(max_examples=examples(50, deep=1_000))
@given(reported())
def test_any_findings_can_be_told_and_written(form: str, given_: tuple[Catalogue, list[Finding]]) -> None:
    told = reports.render(form, *given_, RULES)
    assert told == reports.render(form, *given_, RULES)
    assert told.encode().endswith(b"\n")


@given(reported())
def test_a_region_is_its_span(given_: tuple[Catalogue, list[Finding]]) -> None:
    files, findings = given_
    for finding in findings:
        source = files.sources[finding.source]
        place = region(source, finding.span)
        start, end = (source.line_starts[at.line - 1] + at.column - 1 for at in (place.start, place.end))
        assert Span(start, end) == finding.span


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("", 1, 1), ("a", 1, 2), ("a\n", 1, 3), ("a\r\n", 1, 4), ("a\r", 1, 3), ("a\n\n", 2, 2), ("a\n酒", 2, 2)],
)
def test_the_end_of_a_file_stands_on_its_last_line(text: str, line: int, column: int) -> None:
    place = region(read(text), Span(len(text), len(text)))
    assert (place.start.line, place.start.column) == (line, column)
    assert place.start == place.end


def test_a_line_feed_inside_a_file_is_told_with_the_next_line() -> None:
    place = region(read("a\nb\n"), Span(0, 2))
    assert (place.end.line, place.end.column) == (2, 1)
