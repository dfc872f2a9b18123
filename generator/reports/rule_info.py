"""What a report may know of a rule; the rules themselves stand in a room beside this one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from generator.findings import Severity


class RuleDocumentation(Protocol):
    """What the page of a rule says, in Markdown."""

    @property
    def what(self) -> str:
        """What the rule reports."""

    @property
    def why(self) -> str:
        """Why that matters."""

    @property
    def mend(self) -> str:
        """What to do about it."""


class RuleInfo(Protocol):
    """One rule, as far as reports tell of it; every ``generator.rules.Rule`` is one."""

    @property
    def name(self) -> str:
        """In kebab-case: ``count-mismatch``."""

    @property
    def code(self) -> str:
        """``R`` and three digits."""

    @property
    def severity(self) -> Severity:
        """The level that it has unless the settings say otherwise."""

    @property
    def summary(self) -> str:
        """What it reports, on one line."""

    @property
    def documentation(self) -> RuleDocumentation:
        """What its page says."""
