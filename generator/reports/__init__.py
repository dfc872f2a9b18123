"""Telling what the rules found: one format a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from generator.catalogue import Catalogue
from generator.findings import Finding
from generator.reports import github, json, junit, sarif, text
from generator.reports.rule_info import RuleInfo

__all__ = ["FORMATS", "Format", "RuleInfo", "render"]

Format: TypeAlias = Callable[[Catalogue, Sequence[Finding], Sequence[RuleInfo]], str]


def _of_findings(renderer: Callable[[Catalogue, Sequence[Finding]], str]) -> Format:
    """Return the format of a renderer that needs to know nothing of the rules."""

    def rendered(catalogue: Catalogue, findings: Sequence[Finding], _rules: Sequence[RuleInfo]) -> str:
        return renderer(catalogue, findings)

    return rendered


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "text": _of_findings(text.render),
        "json": _of_findings(json.render),
        "sarif": sarif.render,
        "junit": _of_findings(junit.render),
        "github": _of_findings(github.render),
    }
)
"""Every format by its name; each gives a text that ends with a line feed."""


def render(name: str, catalogue: Catalogue, findings: Sequence[Finding], rules: Sequence[RuleInfo] = ()) -> str:
    """Return the report of the findings in the format of that name; ValueError names the formats there are.

    ``rules`` are all rules that were asked; a format that lists them (SARIF) knows no others.
    """
    if name not in FORMATS:
        raise ValueError(f"no report has the format {name}; the formats are {', '.join(FORMATS)}")
    return FORMATS[name](catalogue, findings, rules)
