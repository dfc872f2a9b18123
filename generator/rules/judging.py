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
from generator.rules.registry import RULES, RULES_ON_IGNORES, RULES_ON_SOURCES, RULES_ON_TRANSLATIONS, RULES_ON_WEB
from generator.rules.rule import Context

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.catalogue import Catalogue
    from generator.findings import Finding, Severity, TranslationFault, WebAnswer
    from generator.rules.remembering import Memory
    from generator.rules.rule import Rule

_AS_THEY_ARE: Mapping[str, Severity | None] = MappingProxyType({})
_HERE = Path()


def judge(  # noqa: PLR0913 - what rules may know, one by one
    catalogue: Catalogue,
    levels: Mapping[str, Severity | None] = _AS_THEY_ARE,
    *,
    base: Path = _HERE,
    docs: Path | None = None,
    today: date | None = None,
    web: tuple[WebAnswer, ...] | None = None,
    translations: tuple[TranslationFault, ...] | None = None,
    memory: Memory | None = None,
) -> tuple[Finding, ...]:
    """Return what all rules say of a catalogue, by source and place, nothing twice, nothing that an editor ignores.

    ``levels`` sets the severity of rules by their names or codes; None turns a rule off.  A name that is no rule's
    raises :class:`ValueError`, which names the nearest one.  ``base`` is the directory that the names of the
    sources are relative to, ``docs`` the one whose files a site publishes at its root (None: there is none),
    ``today`` the day on which ignores are or are not expired (None: the machine's), ``web`` what asking the web said
    (None: it was not asked), ``translations`` what is wrong with those (None: there are none).  A ``memory`` lets
    judging be quick where little has changed since it was last used.
    """
    levels = {rule_named(name).name: level for name, level in levels.items()}
    # An editor's day is the local one.
    context = Context(catalogue, base, docs, today or date.today(), frozenset(_names()), web, translations)  # noqa: DTZ011
    silence = Silence(catalogue, context.today)
    said = (
        *_said_alone(context, levels, memory),
        *_said((rule for rule in RULES_ON_SOURCES if not rule.alone), context, levels),
        *_said((*RULES_ON_WEB, *RULES_ON_TRANSLATIONS), context, levels),
    )
    found = [finding for finding in said if not silence.covers(finding)]
    silent = (*(() if web is not None else RULES_ON_WEB), *(() if translations is not None else RULES_ON_TRANSLATIONS))
    off = {key for key, rule in _names().items() if rule in silent or levels.get(rule.name, rule.severity) is None}
    context = replace(context, ignored=frozenset(silence.used | silence.idle(off)))
    found += _said(RULES_ON_IGNORES, context, levels)
    return tuple(sorted(dict.fromkeys(found), key=_order))


def rule_named(name: str) -> Rule:
    """Return the rule of that name or code; ValueError names the nearest one, or all."""
    rules = _names()
    if rule := rules.get(name) or rules.get(name.lower()) or rules.get(name.upper()):
        return rule
    near = get_close_matches(name.lower(), rules, n=1)
    if near:
        raise ValueError(_("no rule is called {name}; did you mean {near}?").format(name=name, near=near[0]))
    known = ", ".join(dict.fromkeys(rule.name for rule in rules.values()))
    raise ValueError(_("no rule is called {name}; the rules are {known}").format(name=name, known=known))


def _names() -> dict[str, Rule]:
    return {key: rule for rule in RULES for key in (rule.name, rule.code)}


def _said(rules: Iterable[Rule], context: Context, levels: Mapping[str, Severity | None]) -> Iterator[Finding]:
    for rule in rules:
        severity = levels.get(rule.name, rule.severity)
        if severity is not None:
            for finding in rule.check(context):
                yield finding if finding.severity is severity else replace(finding, severity=severity)


def _said_alone(context: Context, levels: Mapping[str, Severity | None], memory: Memory | None) -> tuple[Finding, ...]:
    """Return what the rules say that look at each category by itself."""
    rules = [rule for rule in RULES_ON_SOURCES if rule.alone and levels.get(rule.name, rule.severity) is not None]
    if memory is None:
        return tuple(_said(rules, context, levels))
    names, catalogue = frozenset(rule.name for rule in rules), context.catalogue
    left = memory.without_silent(catalogue, names)
    said = tuple(_said(rules, replace(context, catalogue=left, whole=catalogue), levels))
    memory.keep(catalogue, names, said)
    return said


def _order(finding: Finding) -> tuple[int, int, int, str, str]:
    return (finding.source, finding.span.start, finding.span.end, finding.code, finding.message)
