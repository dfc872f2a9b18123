"""The lists and markers of a requirement as their author wrote them, for the rules that judge how they are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.catalogue import ItemNumber, Listing, Marker, Span
from generator.source.requirement.numbering import numeral_in
from generator.source.requirement.tokens import Kind, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.source.requirement.items import Item
    from generator.source.requirement.passage import Passage


@dataclass(slots=True)
class Listed:
    """What stands side by side, while it is read."""

    items: Sequence[Item]
    """The items of a list; none where papers stand in a row."""
    options: int
    marker: Token | None


class Lists:
    """Collects the lists and markers of one passage."""

    def __init__(self) -> None:
        self._found: dict[int, Listed] = {}

    def add(self, options: int, marker: Token | None, items: Sequence[Item] = ()) -> None:
        """Note a list, or a row of papers under a marker; what a marker governs is what is noted of it last."""
        if marker or items:
            self._found[_key(marker, items)] = Listed(items, options, marker)

    def listings(self, passage: Passage, header: Token | None, stated: Marker | None) -> list[Listing]:
        """Return all that was noted; ``stated`` is the marker of the header as the Catalogue holds it."""
        return [
            Listing(
                stated if each.marker is header else as_marker(passage, each.marker),
                each.options,
                _numbers(passage, each.items),
            )
            for each in self._found.values()
        ]


def _key(marker: Token | None, items: Sequence[Item]) -> int:
    return id(marker or items)


def as_marker(passage: Passage, marker: Token | None) -> Marker | None:
    """Return a marker of a passage as the Catalogue holds it."""
    if marker is None:
        return None
    choose = marker.count if marker.kind is Kind.CHOOSE else None
    return Marker(choose, marker.among, passage.span(*marker.inner))


def _numbers(passage: Passage, items: Sequence[Item]) -> tuple[ItemNumber, ...]:
    """Return the numbers of a list; none where the items have none, or count on from those of different items."""
    signs = [item.sign for item in items]
    if not any(signs) or any(item.style == "label" or (item.number and not item.number.value) for item in items):
        return ()
    prefixes = {_prefix(passage, sign) for sign in signs if sign}
    return () if len(prefixes) > 1 else tuple([_number(passage, item) for item in items])


def _prefix(passage: Passage, sign: Token) -> str:
    """Return what stands before the numeral that counts: the 2. of 2.1."""
    written = passage.folded[sign.start : sign.end]
    return written[: numeral_in(written)[0]] if "." in written[:-1] else ""


def _number(passage: Passage, item: Item) -> ItemNumber:
    if item.sign is None or item.number is None:
        # An item without a number and without words of its own is none: see the outline.
        at = passage.span(item.tokens[0].start, item.tokens[0].end).start
        return ItemNumber(None, Span(at, at))
    start, end = item.sign.start, item.sign.end
    first, last = numeral_in(passage.folded[start:end])
    return ItemNumber(item.number.value, passage.span(start + first, start + last), passage.span(start, end))
