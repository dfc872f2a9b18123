"""Findings for people: the place, the message, the line with carets under the wrong characters, the hint."""

from __future__ import annotations

from collections import Counter
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from generator.findings import Finding, Severity
from generator.reports.excerpt import excerpt, harmless

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.catalogue import Catalogue

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold blue"}


def render(catalogue: Catalogue, findings: Sequence[Finding]) -> str:
    """Return the findings as plain text, with a summary on the last line."""
    return "".join(f"{line.plain}\n" for line in _lines(catalogue, findings))


def paragraph(catalogue: Catalogue, finding: Finding) -> str:
    """Return what the plain text says of one finding, a line feed at the end of each line."""
    return "".join(f"{line.plain}\n" for line in _finding(catalogue, finding))


def render_coloured(catalogue: Catalogue, findings: Sequence[Finding]) -> str:
    """Return the same text with the escape codes of a terminal's colours."""
    written = StringIO()
    console = Console(file=written, force_terminal=True, color_system="standard", highlight=False, legacy_windows=False)
    for line in _lines(catalogue, findings):
        console.print(line, soft_wrap=True)
    return written.getvalue()


def _lines(catalogue: Catalogue, findings: Sequence[Finding]) -> Iterator[Text]:
    for finding in findings:
        yield from _finding(catalogue, finding)
        yield Text()
    yield Text(summary(catalogue, findings), style="bold")


def _finding(catalogue: Catalogue, finding: Finding) -> Iterator[Text]:
    source = catalogue.sources[finding.source]
    start = source.position(finding.span.start)
    style = _STYLES[finding.severity]
    yield Text.assemble(
        (f"{harmless(source.file)}:{start.line}:{start.column}", "bold"),
        " ",
        (finding.severity.value, style),
        f" {finding.rule} ({finding.code}): {harmless(finding.message)}",
    )
    shown = excerpt(source, finding.span)
    gutter = " " * len(str(shown.line))
    yield Text.assemble((f"{shown.line} | ", "dim"), shown.text)
    yield Text.assemble((f"{gutter} | ", "dim"), " " * shown.indent, ("^" * shown.carets, style))
    if finding.hint:
        yield Text.assemble((f"{gutter} = ", "dim"), f"hint: {harmless(finding.hint)}")


def summary(catalogue: Catalogue, findings: Sequence[Finding]) -> str:
    """Return the counts by severity in one line: ``2 errors and 1 warning in 1 of 3 files``."""
    files = _plural(len(catalogue.sources), "file")
    if not findings:
        return f"No findings in {files}"
    counts = Counter(finding.severity for finding in findings)
    parts = [_plural(counts[severity], severity.value) for severity in reversed(Severity) if counts[severity]]
    hit = len({finding.source for finding in findings})
    return f"{' and '.join(', '.join(parts).rsplit(', ', 1))} in {hit} of {files}"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 or noun == "info" else f"{count} {noun}s"
