"""Silencing findings by the comments of editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from generator.catalogue import Catalogue, Ignore

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date

    from generator.findings import Finding

Silenced: TypeAlias = tuple[int, Ignore, str]
"""The number of a source, an ignore in it, and one of the rules that it names."""


class Silence:
    """The ignores of a catalogue that count on a day, and which of them had something to silence."""

    def __init__(self, catalogue: Catalogue, today: date) -> None:
        self._ignores = [
            (number, ignore)
            for number, source in enumerate(catalogue.sources)
            for ignore in source.ignores
            if not expired(ignore, today)
        ]
        self.used: set[Silenced] = set()
        """What has been silenced so far."""

    def covers(self, finding: Finding) -> bool:
        """Tell whether an ignore silences a finding; every one that does is used from now on."""
        covering = {
            (number, ignore, name)
            for number, ignore in self._ignores
            if number == finding.source and ignore.scope.start <= finding.span.start <= ignore.scope.end
            for name in ignore.rules
            if name in (finding.rule, finding.code)
        }
        self.used |= covering
        return bool(covering)

    def idle(self, off: Container[str]) -> set[Silenced]:
        """Return the ignores of rules that are turned off: whether they are needed nobody can tell."""
        return {(number, ignore, name) for number, ignore in self._ignores for name in ignore.rules if name in off}


def expired(ignore: Ignore, today: date) -> bool:
    """Tell whether the last day of an ignore has passed."""
    return ignore.until is not None and ignore.until < today
