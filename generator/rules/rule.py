"""What a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from generator.catalogue import Catalogue, Span
from generator.findings import Finding, Severity

Check: TypeAlias = Callable[[Catalogue], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Documentation:
    """What the page of a rule says, in Markdown."""

    what: str
    why: str
    wrong: str
    """An example that the rule fires on: a whole source, or a transcript where no text can show it."""
    right: str
    """The same example, mended."""
    mend: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it is called, what its page says, and how it is checked."""

    name: str
    """In kebab-case; it stands in settings and reports and never changes."""
    code: str
    """``R`` and three digits, the first of which is the family; it never changes."""
    severity: Severity
    """The level that it has unless the settings say otherwise."""
    summary: str
    """What it reports, on one line."""
    documentation: Documentation
    check: Check
    """Yields what is wrong, in any order; it never raises and never prints."""

    def finding(
        self,
        message: str,
        source: int,
        span: Span,
        *,
        hint: str | None = None,
        category: tuple[str, ...] | None = None,
    ) -> Finding:
        """Return a finding of this rule at its own severity."""
        return Finding(self.name, self.code, self.severity, message, hint, source, span, category)
