"""Finding what holds a place of a source, without walking through everything in it."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.catalogue import Catalogue, Category, Span


class Spanned(Protocol):
    """Anything that has a place in a source."""

    @property
    def span(self) -> Span:
        """Where it stands."""


T = TypeVar("T", bound=Spanned)


class Places(Generic[T]):
    """An index of things of one source by their spans, which may nest."""

    def __init__(self, items: Iterable[T]) -> None:
        """Index the items, given in any order."""
        self._items = sorted(items, key=lambda item: (item.span.start, -item.span.end))
        self._starts = [item.span.start for item in self._items]
        # The furthest end so far tells when no earlier item can hold an offset, so that looking back stays short.
        self._reach = list(accumulate((item.span.end for item in self._items), max))

    def holding(self, offset: int) -> T | None:
        """Return the innermost item whose span holds the character at an offset."""
        index = bisect_right(self._starts, offset) - 1
        while index >= 0 and self._reach[index] > offset:
            if self._items[index].span.end > offset:
                return self._items[index]
            index -= 1
        return None


def categories_by_source(catalogue: Catalogue) -> list[Places[Category]]:
    """Return the categories of each source as places, in the order of the sources."""
    found: list[list[Category]] = [[] for _ in catalogue.sources]
    for category in catalogue.categories:
        found[category.source].append(category)
    return [Places(categories) for categories in found]
