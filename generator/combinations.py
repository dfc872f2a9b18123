"""The ways to satisfy a requirement: its tree multiplied out; and the ways that each paper is part of."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, product
from itertools import combinations as subsets
from math import comb, prod
from typing import TYPE_CHECKING

from generator.catalogue import All, Choose, Nothing, Qualification

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalogue import Catalogue, Tree

_Ways = tuple[tuple[str, ...], ...]
_Papers = tuple[tuple[Qualification, ...], ...]

LIMIT = 1000
"""More combinations than these are not multiplied out."""


@dataclass(frozen=True, slots=True)
class Use:
    """How one category uses a paper."""

    category: str
    """Its id."""
    combinations: tuple[int, ...] | None
    """Which of the category's combinations hold the paper, counted from 0; None where those are too many."""


def combinations_by_category(catalogue: Catalogue, limit: int = LIMIT) -> dict[str, _Ways | None]:
    """Return the combinations of each category by its id; ``()`` where it has no requirement, None for too many."""
    return {
        category.id: combinations(category.requirement.tree, limit) if category.requirement else ()
        for category in catalogue.categories
    }


def uses(catalogue: Catalogue, known: Mapping[str, _Ways | None]) -> dict[str, tuple[Use, ...]]:
    """Return by the id of each paper how the categories that accept it use it, in their order.

    ``known`` is what :func:`combinations_by_category` returns.
    """
    held = {category: _numbers(catalogue, listed or ()) for category, listed in known.items()}
    return {
        entry.id: tuple(
            Use(category, None if known[category] is None else tuple(held[category].get(entry.id, ())))
            for category in entry.categories
        )
        for entry in catalogue.qualifications
    }


def _numbers(catalogue: Catalogue, listed: _Ways) -> dict[str, list[int]]:
    """Return the numbers of the ways that hold each paper, by the paper's id."""
    numbers: dict[str, list[int]] = {}
    for number, way in enumerate(listed):
        # One way may name a paper twice, for two parties or by two names.
        for entry in {entry.id for entry in map(catalogue.qualification_of, way) if entry}:
            numbers.setdefault(entry, []).append(number)
    return numbers


def papers(tree: Tree) -> Iterator[Qualification]:
    """Yield the papers of a tree, in the order of the source."""
    match tree:
        case Qualification():
            yield tree
        case Choose(parts=parts) | All(parts=parts):
            for part in parts:
                yield from papers(part)


def combinations(tree: Tree, limit: int = LIMIT) -> tuple[tuple[str, ...], ...] | None:
    """Return the names of the papers of each way, in the order of the source; ``()`` where nothing is required.

    Ways are never merged or reduced, even where one contains another: they belong to different applicants.
    A choice of more parts than are listed asks for all that are.  None where there are more than ``limit`` ways;
    they are counted before any is made.
    """
    listed = ways(tree, limit)
    return None if listed is None else tuple(tuple(paper.name for paper in way) for way in listed)


def ways(tree: Tree, limit: int = LIMIT) -> tuple[tuple[Qualification, ...], ...] | None:
    """Return the same as :func:`combinations` with the papers themselves for their names."""
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


def _ways(tree: Tree) -> _Papers:
    match tree:
        case Choose(parts=parts):
            return tuple(chain.from_iterable(_together(subset) for subset in subsets(parts, _size(tree))))
        case All(parts=parts):
            return _together(parts)
        case Qualification():
            return ((tree,),)
        case Nothing():
            return ((),)


def _together(parts: tuple[Tree, ...]) -> _Papers:
    return tuple(tuple(chain.from_iterable(way)) for way in product(*map(_ways, parts)))
