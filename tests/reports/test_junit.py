"""The JUnit report keeps to what Jenkins, GitLab and the readers of GitHub's actions accept."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree as ET

from hypothesis import given

from generator import reports
from generator.catalogue import Catalogue, Span
from generator.findings import Finding, Severity
from tests.reports.samples import FILE, TEXT, read, reported, sample
from tests.rules.factory import at, catalogue

ELEMENTS = {
    "testsuites": ({"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": ({"name", "tests", "failures", "errors", "skipped", "time", "file"}, {"testcase"}),
    "testcase": ({"name", "classname", "time", "file", "line"}, {"failure", "system-out"}),
    "failure": ({"type", "message"}, set()),
    "system-out": (set(), set()),
}
"""The attributes and children that Jenkins' junit-10.xsd allows an element, as far as the report uses them."""


def parsed(files: Catalogue, findings: list[Finding]) -> ET.Element:
    return ET.fromstring(reports.render("junit", files, findings).encode())


def wrong(element: ET.Element) -> list[str]:
    """Return what of an element and all in it the schema does not know."""
    attributes, children = ELEMENTS[element.tag]
    found = [f"{element.tag} {name}" for name in set(element.keys()) - attributes]
    found += [f"{element.tag} <{child.tag}>" for child in element if child.tag not in children]
    return found + [fault for child in element if child.tag in ELEMENTS for fault in wrong(child)]


def xml_text(text: str) -> str:
    """Return what XML keeps of a text."""
    return re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


def test_the_structure_is_that_of_the_schema() -> None:
    root = parsed(*sample())
    assert root.tag == "testsuites"
    assert wrong(root) == []
    assert {element.tag for element in root.iter()} == set(ELEMENTS)


def test_a_suite_for_each_source() -> None:
    root = parsed(*sample())
    assert [(suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in root] == [
        (FILE, "5", "4"),
        ("empty.md", "1", "1"),
        ("/srv/docs/cr lf.md", "1", "1"),
        ("clean.md", "1", "0"),
    ]
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("8", "6", "0")


def test_a_clean_source_passes_one_test() -> None:
    (suite,) = parsed(catalogue(read("# 酒", "docs/a b.md")), [])
    (case,) = suite
    assert (case.get("classname"), case.get("name"), list(case)) == ("docs.a b", "no findings", [])


def test_what_is_said_for_information_fails_nothing() -> None:
    finding = Finding("mixed-punctuation", "R207", Severity.INFO, "mixes", "write one", 0, at(TEXT, "𠮷"))
    (suite,) = parsed(catalogue(read(TEXT)), [finding])
    assert suite.get("failures") == "0"
    assert [child.tag for child in suite[0]] == ["system-out"]
    assert suite[0][0].text.startswith("rules.md:3:23 info mixed-punctuation (R207): mixes\n")
    assert suite[0][0].text.endswith("hint: write one\n")


def test_a_failure_shows_the_line_with_carets() -> None:
    finding = Finding("count-mismatch", "R201", Severity.WARNING, "m", "h", 0, at(TEXT, "3选1"), ("金融业", "银行"))
    (case,) = parsed(catalogue(read(TEXT)), [finding]).iter("testcase")
    assert (case.get("name"), case.get("line")) == ("count-mismatch (金融业 / 银行)", "2")
    assert (case[0].get("type"), case[0].get("message")) == ("warning", "m")
    shown = case[0].text.splitlines()
    assert shown[1].startswith("2 |     <tr><th>资质要求（3选1）")
    assert shown[2].endswith(" ^^^^")


def test_names_stay_when_lines_move() -> None:
    def names(text: str) -> list[str]:
        place = at(text, "3选1")
        twice = [Finding("count-mismatch", "R201", Severity.ERROR, "m", None, 0, place, ("a",))] * 2
        return [case.get("name") for case in parsed(catalogue(read(text)), twice).iter("testcase")]

    assert names(TEXT) == names(f"\n\n{TEXT}") == ["count-mismatch (a)", "count-mismatch (a) #2"]


def test_what_xml_cannot_hold_is_shown_as_a_sign() -> None:
    finding = Finding("some-rule", "R999", Severity.ERROR, "a\x00\x0b\ufffe\tb\r\nc", None, 0, Span(0, 0))
    (failure,) = parsed(catalogue(read("")), [finding]).iter("failure")
    assert failure.get("message") == "a\ufffd\ufffd\ufffd\tb\r\nc"


@given(reported())
def test_a_finding_in_is_a_test_out(given_: tuple[Catalogue, list[Finding]]) -> None:
    files, findings = given_
    root = parsed(*given_)
    assert wrong(root) == []
    cases = [case for case in root.iter("testcase") if len(case)]
    assert len(cases) == len(findings)
    told = Counter(failure.get("message") for failure in root.iter("failure"))
    assert told == Counter(xml_text(finding.message) for finding in findings if finding.severity is not Severity.INFO)
    for suite in root:
        keys = [(case.get("classname"), case.get("name")) for case in suite]
        assert suite.get("tests") == str(len(keys))
        assert len(set(keys)) == len(keys) or any("#" in str(finding.category) for finding in findings)
    assert sum(int(suite.get("tests")) for suite in root) == int(root.get("tests"))
    assert [suite.get("name") for suite in root] == [xml_text(source.file) for source in files.sources]
