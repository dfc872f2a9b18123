"""Judging a catalogue by all the rules."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING

from generator.rules.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalogue import Catalogue
    from generator.findings import Finding, Severity

_AS_THEY_ARE: Mapping[str, Severity | None] = MappingProxyType({})


def judge(catalogue: Catalogue, levels: Mapping[str, Severity | None] = _AS_THEY_ARE) -> tuple[Finding, ...]:
    """Return what all rules say of a catalogue, by source and place, nothing twice.

    ``levels`` sets the severity of rules by their names; None turns a rule off.  A name that is no rule's
    raises :class:`ValueError`, which names the nearest one.
    """
    for name in levels:
        _known(name)
    return tuple(sorted(dict.fromkeys(_all(catalogue, levels)), key=_order))


def _all(catalogue: Catalogue, levels: Mapping[str, Severity | None]) -> Iterator[Finding]:
    for rule in RULES:
        severity = levels.get(rule.name, rule.severity)
        if severity is None:
            continue
        for finding in rule.check(catalogue):
            yield replace(finding, severity=severity)


def _order(finding: Finding) -> tuple[int, int, int, str, str]:
    return (finding.source, finding.span.start, finding.span.end, finding.code, finding.message)


def _known(name: str) -> None:
    """Raise ValueError for a name that is no rule's."""
    names = [rule.name for rule in RULES]
    if name in names:
        return
    near = get_close_matches(name, names, n=1)
    guess = f"did you mean {near[0]}?" if near else f"the rules are {', '.join(names)}"
    raise ValueError(f"no rule is called {name}; {guess}")
