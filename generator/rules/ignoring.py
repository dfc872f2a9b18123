"""Silencing findings by the comments of editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from generator.catalogue import Catalogue, Ignore
    from generator.findings import Finding, Severity


class Silence:
    """The ignores of a catalogue that count on a day, and which of them had something to silence."""

    def __init__(self, catalogue: Catalogue, today: date) -> None:
        self._ignores = [
            (number, ignore)
            for number, source in enumerate(catalogue.sources)
            for ignore in source.ignores
            if not expired(ignore, today)
        ]
        self.used: frozenset[tuple[int, Ignore]] = frozenset()
        """The (number of the source, ignore) that have silenced something so far."""

    def covers(self, finding: Finding) -> bool:
        """Tell whether an ignore silences a finding; every one that does is used from now on."""
        covering = {
            (number, ignore)
            for number, ignore in self._ignores
            if number == finding.source
            and finding.rule in ignore.rules
            and ignore.scope.start <= finding.span.start <= ignore.scope.end
        }
        self.used |= covering
        return bool(covering)

    def idle(self, levels: Mapping[str, Severity | None]) -> frozenset[tuple[int, Ignore]]:
        """Return the ignores of rules that are turned off: whether they are needed nobody can tell."""
        off = {name for name, level in levels.items() if level is None}
        return frozenset((number, ignore) for number, ignore in self._ignores if off.issuperset(ignore.rules))


def expired(ignore: Ignore, today: date) -> bool:
    """Tell whether the last day of an ignore has passed."""
    return ignore.until is not None and ignore.until < today
