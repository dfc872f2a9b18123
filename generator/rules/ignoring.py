"""Silencing findings by the comments of editors."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from generator.catalogue import Catalogue, Ignore, Span

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
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
        named: defaultdict[tuple[int, str], dict[Span, list[Ignore]]] = defaultdict(dict)
        for number, ignore in self._ignores:
            for name in ignore.rules:
                named[number, name].setdefault(ignore.scope, []).append(ignore)
        self._named = {key: (scopes, _layers(scopes)) for key, scopes in named.items()}
        self.used: set[Silenced] = set()
        """What has been silenced so far."""

    def covers(self, finding: Finding) -> bool:
        """Tell whether an ignore silences a finding; every one that does is used from now on."""
        is_covered = False
        for name in (finding.rule, finding.code):
            scopes, layers = self._named.get((finding.source, name), ({}, ()))
            for scope in _holding(layers, finding.span.start):
                is_covered = True
                # Whoever comes next finds the scope, and nothing more to note in it.
                self.used |= {(finding.source, ignore, name) for ignore in scopes[scope]}
                scopes[scope].clear()
        return is_covered

    def idle(self, off: Container[str]) -> set[Silenced]:
        """Return the ignores of rules that are turned off: whether they are needed nobody can tell."""
        return {(number, ignore, name) for number, ignore in self._ignores for name in ignore.rules if name in off}


def _layers(scopes: Iterable[Span]) -> tuple[list[Span], ...]:
    """Return scopes in layers, in each of which no two overlap: categories, groups, all of a source."""
    layers: list[list[Span]] = []
    for scope in sorted(scopes, key=lambda scope: (scope.start, -scope.end)):
        fitting = next((layer for layer in layers if layer[-1].end <= scope.start), None)
        if fitting is None:
            layers.append([scope])
        else:
            fitting.append(scope)
    return tuple(layers)


def _holding(layers: Iterable[Sequence[Span]], at: int) -> Iterator[Span]:
    """Yield the scopes that a character stands in, or right behind."""
    for layer in layers:
        place = bisect_right(layer, at, key=lambda scope: scope.start)
        while place and at <= layer[place - 1].end:
            place -= 1
            yield layer[place]


def expired(ignore: Ignore, today: date) -> bool:
    """Tell whether the last day of an ignore has passed."""
    return ignore.until is not None and ignore.until < today
