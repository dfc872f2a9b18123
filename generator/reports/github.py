"""Findings as workflow commands, which GitHub Actions shows beside the lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.findings import Severity
from generator.reports.region import region
from generator.reports.text import summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.catalogue import Catalogue, Source
    from generator.findings import Finding

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}

_CONTROLS = {code: "\N{REPLACEMENT CHARACTER}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\r\n"}
"""What would steer the terminal of someone who reads the log."""

_DATA = _CONTROLS | str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
"""What the text of a command may not hold as it is."""

_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})
"""The same for the value of a property, where colons and commas part."""


def render(catalogue: Catalogue, findings: Sequence[Finding]) -> str:
    """Return a command a line for each finding, and the summary for those who read the log.

    Columns count characters from 1 and an end column stands behind its text, as everywhere.
    """
    lines = [_command(catalogue.sources[finding.source], finding) for finding in findings]
    return "".join(f"{line}\n" for line in [*lines, summary(catalogue, findings)])


def _command(source: Source, finding: Finding) -> str:
    properties = {
        "file": source.file,
        **_place(source, finding),
        "title": f"{finding.rule} ({finding.code})",
    }
    written = ",".join(f"{name}={str(value).translate(_PROPERTY)}" for name, value in properties.items())
    text = f"{finding.message}\n{finding.hint}" if finding.hint else finding.message
    return f"::{_COMMANDS[finding.severity]} {written}::{text.translate(_DATA)}"


def _place(source: Source, finding: Finding) -> Mapping[str, int]:
    place = region(source, finding.span)
    lines = {"line": place.start.line, "endLine": place.end.line}
    if place.start.line != place.end.line:
        # GitHub refuses columns of an annotation over several lines.
        return lines
    return {**lines, "col": place.start.column, "endColumn": place.end.column}
