"""Findings as JUnit XML, which Jenkins, GitLab and most other build servers show as tests."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from generator.findings import Finding, Severity
from generator.reports.region import region
from generator.reports.text import paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.catalogue import Catalogue, Source

_UNLAWFUL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even as a character reference."""


def render(catalogue: Catalogue, findings: Sequence[Finding]) -> str:
    """Return a test suite for each source, with a test case for each finding or one that passes where there is none.

    Names hold no line numbers, so that a build server knows a finding again after lines have moved.  A character
    that XML cannot hold becomes U+FFFD.
    """
    by_source: list[list[Finding]] = [[] for _ in catalogue.sources]
    for finding in findings:
        by_source[finding.source].append(finding)
    cases = sum(max(len(own), 1) for own in by_source)
    root = Element("testsuites", {"name": "leimu", **_counts(findings, cases)})
    for source, own in zip(catalogue.sources, by_source, strict=True):
        _suite(root, catalogue, source, own)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _suite(root: Element, catalogue: Catalogue, source: Source, findings: Sequence[Finding]) -> None:
    cases = max(len(findings), 1)
    suite = SubElement(root, "testsuite", {"name": _lawful(source.file), **_counts(findings, cases), "skipped": "0"})
    suite.set("file", _lawful(source.file))
    if not findings:
        # A suite without cases is taken for a run that broke off.
        SubElement(suite, "testcase", _named(source, "no findings"))
    seen = Counter[str]()
    for finding in findings:
        name = _name(finding)
        seen[name] += 1
        _case(suite, catalogue, finding, f"{name} #{seen[name]}" if seen[name] > 1 else name)


def _counts(findings: Sequence[Finding], cases: int) -> dict[str, str]:
    failures = sum(_fails(finding) for finding in findings)
    return {"tests": str(cases), "failures": str(failures), "errors": "0", "time": "0"}


def _fails(finding: Finding) -> bool:
    # What is said for information fails no check, not even a strict one, so it fails no test either.
    return finding.severity > Severity.INFO


def _name(finding: Finding) -> str:
    """Return what names a finding for as long as it lasts."""
    return f"{finding.rule} ({' / '.join(finding.category)})" if finding.category else finding.rule


def _case(suite: Element, catalogue: Catalogue, finding: Finding, name: str) -> None:
    source = catalogue.sources[finding.source]
    case = SubElement(suite, "testcase", _named(source, name))
    case.set("line", str(region(source, finding.span).start.line))
    if _fails(finding):
        told = {"type": finding.severity.value, "message": _lawful(finding.message)}
        SubElement(case, "failure", told).text = _lawful(paragraph(catalogue, finding))
    else:
        SubElement(case, "system-out").text = _lawful(paragraph(catalogue, finding))


def _named(source: Source, name: str) -> dict[str, str]:
    """Return the attributes of a test case; servers part class names at their dots."""
    class_name = source.file.removesuffix(".md").strip("./").replace("/", ".")
    names = {"classname": class_name, "name": name, "time": "0", "file": source.file}
    return {key: _lawful(value) for key, value in names.items()}


def _lawful(text: str) -> str:
    """Return a text that XML can hold."""
    return _UNLAWFUL.sub("\N{REPLACEMENT CHARACTER}", text)
