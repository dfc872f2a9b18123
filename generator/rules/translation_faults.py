"""What the rules about translations share: a finding for every fault that the locales room tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalogue import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.findings import Finding
    from generator.rules.rule import Context, Rule

_BEGINNING = Span(0, 0)


def findings(context: Context, rule: Rule) -> Iterator[Finding]:
    """Yield the findings of a rule about the translations; those that no source says stand at its beginning."""
    for fault in context.translations or ():
        if fault.rule == rule.name:
            span = fault.span or _BEGINNING
            category = context.path_at(fault.source, span.start) if fault.span else None
            yield rule.finding(fault.message, fault.source, span, hint=fault.hint, category=category)
