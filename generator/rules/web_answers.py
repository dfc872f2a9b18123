"""What the rules about answers of the web share: a finding for every place of an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.findings import Fix
from generator.messages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Source, Span
    from generator.findings import Finding, WebAnswer
    from generator.rules.rule import Context, Rule

_SPECIAL = frozenset("&<>\"'`|()\\ \n\t")
"""Signs that mean something else in an attribute, in a table or in brackets."""


def findings(context: Context, rule: Rule, verdict: str) -> Iterator[Finding]:
    """Yield the findings of a rule about every answer of a verdict, one for each use."""
    for answer in context.web or ():
        if answer.verdict == verdict:
            for number, span in answer.uses:
                fix = _fix(context.catalogue.sources[number], span, answer)
                category = context.path_at(number, span.start)
                yield rule.finding(answer.message, number, span, hint=answer.hint, category=category, fix=fix)


def _fix(source: Source, span: Span, answer: WebAnswer) -> Fix | None:
    """Return the change that writes the new address, where the old one stands as it is: no label, no references."""
    if answer.moved is None or source.slice(span) != answer.url or _SPECIAL & set(answer.url + answer.moved):
        return None
    return Fix(_("write {address}").format(address=answer.moved), ((span, answer.moved),), "links")
