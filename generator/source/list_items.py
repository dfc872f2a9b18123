"""Where the items of HTML lists begin in a shown text, and how deep: what a browser shows by indenting them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from generator.source.markup import scan

if TYPE_CHECKING:
    from generator.source.shown import Shown

_LISTS: Final = frozenset({"ol", "ul", "menu"})


def with_list_items(shown: Shown, text: str, start: int, end: int) -> Shown:
    """Return a shown text of ``text[start:end]`` with its list items; the same object where it has none."""
    if text.find("<", start, end) < 0 or "<li" not in text[start:end].lower():
        return shown
    items: list[tuple[int, int]] = []
    depth = 0
    for tag in scan(text, start, end):
        if tag.name in _LISTS:
            depth = max(depth + (-1 if tag.closing else 1), 0)
        elif tag.name == "li" and not tag.closing:
            run = bisect_left(shown.starts, tag.end)
            if run < len(shown.shown):
                _add(items, shown.shown[run], max(depth, 1))
    return replace(shown, items=tuple(items))


def _add(items: list[tuple[int, int]], at: int, depth: int) -> None:
    """Add an item; one before it that has no words counts only where this one stands in it."""
    while items and items[-1][0] == at and items[-1][1] >= depth:
        items.pop()
    items.append((at, depth))
