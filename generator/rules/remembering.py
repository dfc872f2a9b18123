"""Categories of which the rules that look at each by itself had nothing to say, for as long as they say the same."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.moving import home_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from generator.catalogue import Catalogue, Category
    from generator.findings import Finding


class Memory:
    """The categories of one catalogue about which certain rules were silent the last time; threads may share one."""

    def __init__(self) -> None:
        self._last: tuple[Collection[str], dict[int, Category]] = (), {}

    def without_silent(self, catalogue: Catalogue, rules: Collection[str]) -> Catalogue:
        """Return a catalogue without the categories about which all of these rules are known to be silent."""
        judged, silent = self._last
        if judged != rules:
            return catalogue
        homes = ((category, home_of(category)[0]) for category in catalogue.categories)
        left = [category for category, home in homes if silent.get(id(home)) is not home]
        return catalogue if len(left) == len(catalogue.categories) else replace(catalogue, categories=tuple(left))

    def keep(self, catalogue: Catalogue, rules: Collection[str], findings: Iterable[Finding]) -> None:
        """Learn what these rules found in a catalogue: no category else has anything to be told of."""
        places: dict[int, list[int]] = {}
        for finding in findings:
            places.setdefault(finding.source, []).append(finding.span.start)
        for starts in places.values():
            starts.sort()
        silent: dict[int, Category] = {}
        for category in catalogue.categories:
            home, by = home_of(category)
            if by and not _is_told(places.get(category.source, []), category):
                silent[id(home)] = home
        self._last = rules, silent


def _is_told(starts: list[int], category: Category) -> bool:
    """Tell whether something was found in a category, or right at its end."""
    at = bisect_left(starts, category.span.start)
    return at < len(starts) and starts[at] <= category.span.end
