"""Findings as JSON, in the form that ``leimu check --format json`` promises."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.catalogue import Catalogue, Source
    from generator.findings import Finding, Fix

JsonObject: TypeAlias = dict[str, Any]


def render(catalogue: Catalogue, findings: Sequence[Finding]) -> str:
    """Return the findings as one JSON object; lines and columns begin at 1, an end column stands behind its text."""
    told = [_finding(catalogue.sources[finding.source], finding) for finding in findings]
    return json.dumps({"findings": told}, ensure_ascii=False, indent=2) + "\n"


def _finding(source: Source, finding: Finding) -> JsonObject:
    start, end = source.position(finding.span.start), source.position(finding.span.end)
    return {
        "rule": finding.rule,
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "hint": finding.hint,
        "file": source.file,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "category": list(finding.category) if finding.category else None,
        "fix": _fix(source, finding.fix) if finding.fix else None,
    }


def _fix(source: Source, fix: Fix) -> JsonObject:
    edits = []
    for span, text in fix.edits:
        start, end = source.position(span.start), source.position(span.end)
        edits.append(
            {
                "line": start.line,
                "column": start.column,
                "end_line": end.line,
                "end_column": end.column,
                "text": text,
            }
        )
    return {"description": fix.description, "edits": edits}
