"""Judging a catalogue by all the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from generator.messages import gettext as _
from generator.rules.ignoring import Silence
from generator.rules.registry import RULES, RULES_ON_IGNORES
from generator.rules.rule import Context

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.catalogue import Catalogue
    from generator.findings import Finding, Severity
    from generator.rules.rule import Rule

_AS_THEY_ARE: Mapping[str, Severity | None] = MappingProxyType({})
_HERE = Path()


def judge(
    catalogue: Catalogue,
    levels: Mapping[str, Severity | None] = _AS_THEY_ARE,
    *,
    base: Path = _HERE,
    today: date | None = None,
) -> tuple[Finding, ...]:
    """Return what all rules say of a catalogue, by source and place, nothing twice, nothing that an editor ignores.

    ``levels`` sets the severity of rules by their names or codes; None turns a rule off.  A name that is no rule's
    raises :class:`ValueError`, which names the nearest one.  ``base`` is the directory that the names of the
    sources are relative to, ``today`` the day on which ignores are or are not expired (None: the machine's).
    """
    levels = {rule_named(name).name: level for name, level in levels.items()}
    context = Context(catalogue, base, today or date.today())  # noqa: DTZ011 - an editor's day is the local one
    silence = Silence(catalogue, context.today)
    found = [finding for finding in _said(RULES, context, levels) if not silence.covers(finding)]
    context = replace(context, ignored=silence.used | silence.idle(levels))
    found += _said(RULES_ON_IGNORES, context, levels)
    return tuple(sorted(dict.fromkeys(found), key=_order))


def rule_named(name: str) -> Rule:
    """Return the rule of that name or code; ValueError names the nearest one, or all."""
    rules = {key: rule for rule in (*RULES, *RULES_ON_IGNORES) for key in (rule.name, rule.code.lower())}
    if rule := rules.get(name.lower()):
        return rule
    near = get_close_matches(name.lower(), rules, n=1)
    if near:
        raise ValueError(_("no rule is called {name}; did you mean {near}?").format(name=name, near=near[0]))
    known = ", ".join(dict.fromkeys(rule.name for rule in rules.values()))
    raise ValueError(_("no rule is called {name}; the rules are {known}").format(name=name, known=known))


def _said(rules: Iterable[Rule], context: Context, levels: Mapping[str, Severity | None]) -> Iterator[Finding]:
    for rule in rules:
        severity = levels.get(rule.name, rule.severity)
        if severity is not None:
            for finding in rule.check(context):
                yield finding if finding.severity is severity else replace(finding, severity=severity)


def _order(finding: Finding) -> tuple[int, int, int, str, str]:
    return (finding.source, finding.span.start, finding.span.end, finding.code, finding.message)
