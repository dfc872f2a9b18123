"""The workflow commands say exactly what GitHub's runner reads out of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from generator import reports
from generator.catalogue import Catalogue, Span
from generator.findings import Finding, Severity
from tests.reports.samples import FILE, TEXT, read, reported, sample
from tests.rules.factory import at, catalogue

COMMAND = re.compile(r"::(error|warning|notice) ((?:\w+=[^,:\r\n]*)(?:,\w+=[^,:\r\n]*)*)::([^\r\n]*)")


def unescaped(text: str) -> str:
    """Undo what a command's escapes do, as the runner does: the percent sign last."""
    for sign, escape in ((":", "%3A"), (",", "%2C"), ("\r", "%0D"), ("\n", "%0A"), ("%", "%25")):
        text = text.replace(escape, sign)
    return text


def commands(told: str) -> list[tuple[str, dict[str, str], str]]:
    """Return (command, properties, message) of each line but the summary."""
    found = []
    for line in told.split("\n")[:-2]:
        command, written, message = COMMAND.fullmatch(line).groups()
        properties = dict(part.split("=", 1) for part in written.split(","))
        data = message.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
        found.append((command, {name: unescaped(value) for name, value in properties.items()}, data))
    return found


def shown(text: str) -> str:
    """Return a text without what steers a terminal."""
    return re.sub(r"(?![\t\r\n])[\0-\x1f\x7f-\x9f]", "\ufffd", text)


def told(finding: Finding) -> str:
    return reports.render("github", catalogue(read(TEXT, FILE)), [finding]).split("\n")[0]


def test_a_finding_on_one_line() -> None:
    finding = Finding("count-mismatch", "R201", Severity.ERROR, "50%: a, b\r\nc", "mend:\nit", 0, at(TEXT, "3选1"))
    assert told(finding) == (
        "::error file=目录/100%25 of #1%2C v%3A 2.md,line=2,endLine=2,col=15,endColumn=18,"
        "title=count-mismatch (R201)::50%25: a, b%0D%0Ac%0Amend:%0Ait"
    )


def test_a_finding_over_several_lines_has_no_columns() -> None:
    finding = Finding("ragged-table", "R104", Severity.WARNING, "m", None, 0, Span(0, len(TEXT) - 1))
    assert told(finding).startswith("::warning file=")
    assert ",line=1,endLine=4,title=" in told(finding)


@pytest.mark.parametrize(("severity", "command"), [("error", "error"), ("warning", "warning"), ("info", "notice")])
def test_each_severity_has_its_command(severity: str, command: str) -> None:
    finding = Finding("some-rule", "R999", Severity(severity), "m", None, 0, Span(0, 0))
    assert told(finding).startswith(f"::{command} ")


def test_the_log_ends_with_the_summary() -> None:
    assert reports.render("github", *sample()).endswith("\n4 errors, 2 warnings and 1 info in 3 of 4 files\n")
    assert reports.render("github", catalogue(read("")), []) == "No findings in 1 file\n"


@given(reported())
def test_a_finding_in_is_a_command_out(given_: tuple[Catalogue, list[Finding]]) -> None:
    files, findings = given_
    found = commands(reports.render("github", *given_))
    assert len(found) == len(findings)
    for finding, (_, properties, message) in zip(findings, found, strict=True):
        assert message == shown(f"{finding.message}\n{finding.hint}" if finding.hint else finding.message)
        assert properties["file"] == shown(files.sources[finding.source].file)
        assert properties["title"] == f"{finding.rule} ({finding.code})"
        assert int(properties["line"]) <= int(properties["endLine"]) <= len(files.sources[0].line_starts)
