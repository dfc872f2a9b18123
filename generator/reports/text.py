"""Findings for people: the place, the message, the line with carets under the wrong characters, the hint."""

from __future__ import annotations

from collections import Counter
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from generator.findings import Finding, Severity
from generator.messages import gettext as _
from generator.messages import ngettext
from generator.reports.excerpt import excerpt, harmless

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
        (_(finding.severity.value), style),
        f" {finding.rule} ({finding.code}): {harmless(finding.message)}",
    )
    shown = excerpt(source, finding.span)
    gutter = " " * len(str(shown.line))
    yield Text.assemble((f"{shown.line} | ", "dim"), shown.text)
    yield Text.assemble((f"{gutter} | ", "dim"), " " * shown.indent, ("^" * shown.carets, style))
    if finding.hint:
        yield Text.assemble((f"{gutter} = ", "dim"), _("hint: {hint}").format(hint=harmless(finding.hint)))
    if finding.fix:
        told = _("fix: {description} ({command})").format(
            description=harmless(finding.fix.description), command=f"leimu {finding.fix.command} --fix"
        )
        yield Text.assemble((f"{gutter} = ", "dim"), told)


def summary(catalogue: Catalogue, findings: Sequence[Finding]) -> str:
    """Return the counts by severity in one line: ``2 errors and 1 warning in 1 of 3 files``."""
    count = len(catalogue.sources)
    files = ngettext("{count} file", "{count} files", count).format(count=count)
    if not findings:
        return _("No findings in {files}").format(files=files)
    counts = _listed(_counts(Counter(finding.severity for finding in findings)))
    hit = len({finding.source for finding in findings})
    return _("{counts} in {hit} of {files}").format(counts=counts, hit=hit, files=files)


def _counts(found: Mapping[Severity, int]) -> list[str]:
    """Return the counts that are not 0, the heaviest first."""
    errors, warnings, infos = (found.get(severity, 0) for severity in reversed(Severity))
    told = {
        ngettext("{count} error", "{count} errors", errors): errors,
        ngettext("{count} warning", "{count} warnings", warnings): warnings,
        ngettext("{count} info", "{count} info", infos): infos,
    }
    return [words.format(count=count) for words, count in told.items() if count]


def _listed(parts: list[str]) -> str:
    """Return one to three parts as a list in words."""
    match parts:
        case [first, second, third]:
            return _("{first}, {second} and {third}").format(first=first, second=second, third=third)
        case [first, second]:
            return _("{first} and {second}").format(first=first, second=second)
        case _only:
            return "".join(parts)
