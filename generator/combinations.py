"""The ways to satisfy a requirement: its tree multiplied out."""

from __future__ import annotations

from itertools import chain, product
from itertools import combinations as subsets
from math import comb, prod
from typing import TYPE_CHECKING

from generator.catalogue import All, Choose, Nothing, Qualification

if TYPE_CHECKING:
    from generator.catalogue import Tree

_Ways = tuple[tuple[str, ...], ...]


def combinations(tree: Tree, limit: int = 1000) -> tuple[tuple[str, ...], ...] | None:
    """Return the names of the papers of each way, in the order of the source; ``()`` where nothing is required.

    Ways are never merged or reduced, even where one contains another: they belong to different applicants.
    A choice of more parts than are listed asks for all that are.  None where there are more than ``limit`` ways;
    they are counted before any is made.
    """
    if isinstance(tree, Nothing):
        return ()
    return _ways(tree) if _count(tree, limit) <= limit else None


def _count(tree: Tree, limit: int) -> int:
    """Return the number of ways; any number over ``limit`` once there are more than that."""
    match tree:
        case Choose(parts=parts):
            counts = [min(_count(part, limit), limit + 1) for part in parts]
            size = _size(tree)
            return sum(counts) if size == 1 else _choices(counts, size, limit)
        case All(parts=parts):
            total = 1
            for part in parts:
                total = min(total * _count(part, limit), limit + 1)
            return total
        case _:
            return 1


def _size(tree: Choose) -> int:
    return max(0, min(tree.count, len(tree.parts)))


def _choices(counts: list[int], size: int, limit: int) -> int:
    if comb(len(counts), size) > limit:
        return limit + 1
    return sum(prod(subset) for subset in subsets(counts, size))


def _ways(tree: Tree) -> _Ways:
    match tree:
        case Choose(parts=parts):
            return tuple(chain.from_iterable(_together(subset) for subset in subsets(parts, _size(tree))))
        case All(parts=parts):
            return _together(parts)
        case Qualification(name=name):
            return ((name,),)
        case Nothing():
            return ((),)


def _together(parts: tuple[Tree, ...]) -> _Ways:
    return tuple(tuple(chain.from_iterable(way)) for way in product(*map(_ways, parts)))
