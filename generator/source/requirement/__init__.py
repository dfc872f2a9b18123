"""The requirement grammar: from the words of a requirement's cell to a tree of papers.

Public: :func:`read_requirement`.  The way is text, tokens (``lexer``), outline of items (``items``), tree
(``parser``, ``heads``, ``rows``, ``joining``, ``papers``).  All words that it knows stand in ``words.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from generator.catalogue import Choose, Declared, Doubt, Listing, Marker, Nothing, Requirement, Span, Tree, options_of
from generator.source.requirement import doubts
from generator.source.requirement.joining import covering
from generator.source.requirement.listings import as_marker
from generator.source.requirement.parser import Part, Reading, header_marker, parse
from generator.source.requirement.passage import Passage, passage
from generator.source.requirement.words import PATTERNS, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.source.requirement.tokens import Token
    from generator.source.shown import Shown

__all__ = ["read_requirement"]

_CONDITIONS: Final = words("remarks", "conditions")
_LIMIT: Final = 200_000
"""Characters of a cell that are read; what is longer is no requirement that someone wrote."""


def read_requirement(label: Shown, cells: Sequence[Shown]) -> Requirement:
    """Return what the cells of a requirement ask for.

    ``label`` is the header cell (资质要求（3选1）), ``cells`` the cells that it owns; several cells are
    alternatives.  Spans are offsets in the source, as ``Shown.span`` gives them.  No input is refused: what
    cannot be read is kept in ``remark``, and what stays open is a :class:`Doubt`.
    """
    header = passage(label, _LIMIT)
    marker = header_marker(header.folded)
    read = [_read(passage(cell, _LIMIT), marker) for cell in cells]
    where = _extent([label, *cells])
    parts = [cell.reading.part for cell in read if cell.reading.part]
    tree = _tree(parts, marker, where)
    unsure = [doubt for cell in read for doubt in (*cell.reading.doubts, *_too_long(cell))]
    if not parts and any(cell.passage.text.strip() for cell in read):
        unsure.append(Doubt(doubts.NO_PAPER, where))
    remarks = [text for cell in read for text in _remarks(cell)]
    return Requirement(
        declared=_declared(header, marker)
        or next((stated for cell in read if (stated := _stated(cell, marker))), None),
        tree=tree,
        text="\n".join(cell.text for cell in cells),
        span=where,
        remark="\n".join(remarks) or None,
        doubts=tuple(unsure),
        listings=_listings(read, marker, as_marker(header, marker), options_of(tree)),
    )


@dataclass(slots=True)
class _Cell:
    passage: Passage
    reading: Reading


def _remarks(cell: _Cell) -> list[str]:
    """Return the remarks of a cell, in order, without the punctuation that joined them to something else."""
    texts = [cell.passage.words(*span).strip("，；。,; ") for span in sorted(set(cell.reading.remarks))]
    return [text for text in texts if text]


def _read(cell: Passage, marker: Token | None) -> _Cell:
    """Return a cell as it was read, with a part that says Nothing where it says so."""
    start = len(cell.folded) - len(cell.folded.lstrip())
    said = PATTERNS.nothing.match(cell.folded, start)
    if said is not None and _only_conditions(cell, said.end()):
        nothing = Nothing(
            cell.span(start, said.end()), cell.words(said.end(), len(cell.text)).lstrip("，。；,;") or None
        )
        return _Cell(cell, Reading(Part(nothing)))
    return _Cell(cell, parse(cell, marker))


def _only_conditions(cell: Passage, start: int) -> bool:
    """Return whether nothing but brackets, conditions and remarks follow the words for nothing."""
    rest = cell.folded[start:].lstrip(" ,;。\n")
    if not rest or rest.startswith(("(", *_CONDITIONS)):
        return True
    return parse(replace(cell, text=cell.text[start:], folded=cell.folded[start:], items=()), None).part is None


def _tree(parts: Sequence[Part], marker: Token | None, where: Span) -> Tree:
    """Return the one tree of all cells: the cells are alternatives, and lists that the header governs are one list."""
    asked = [part for part in parts if not isinstance(part.tree, Nothing)]
    if not asked:
        return parts[0].tree if parts else Nothing(where)
    if len(asked) == 1:
        return asked[0].tree
    trees: list[Tree] = []
    for part in asked:
        tree = part.tree
        trees.extend(tree.parts if isinstance(tree, Choose) and marker and part.marker is marker else [tree])
    return Choose(marker.count if marker and marker.count else 1, tuple(trees), covering(trees))


def _declared(header: Passage, marker: Token | None) -> Declared | None:
    if marker is None or marker.among is None:
        return None
    return Declared(marker.count, marker.among, header.span(*marker.inner))


def _stated(cell: _Cell, header: Token | None) -> Declared | None:
    """Return what a cell itself declares of the whole requirement."""
    part = cell.reading.part
    return _declared(cell.passage, part.marker) if part and part.marker is not header else None


def _listings(read: Sequence[_Cell], marker: Token | None, stated: Marker | None, options: int) -> tuple[Listing, ...]:
    """Return the lists of all cells; ``stated`` is what the header says, ``options`` what the whole offers."""
    found = [listing for cell in read for listing in cell.reading.lists.listings(cell.passage, marker, stated)]
    if stated is None:
        return tuple(found)
    if [listing.marker for listing in found].count(stated) == 1:
        return tuple([replace(each, options=options) if each.marker is stated else each for each in found])
    # What a header says of several cells, or of one without papers, it says of all of them together.
    freed = [replace(each, marker=None) if each.marker is stated else each for each in found]
    return (*(each for each in freed if each.marker or each.numbers), Listing(stated, options))


def _too_long(cell: _Cell) -> tuple[Doubt, ...]:
    shown = cell.passage.shown
    if len(shown.text) <= _LIMIT:
        return ()
    return (Doubt(doubts.TOO_LONG, shown.span(_LIMIT, len(shown.text))),)


def _extent(texts: Sequence[Shown]) -> Span:
    """Return the span of the cells; where they are empty, that of the label."""
    label, *cells = texts
    written = [text for text in cells if text.text] or [text for text in (label,) if text.text]
    spans = [text.whole() for text in written]
    if len(spans) == 1:
        return spans[0]
    return Span(min((span.start for span in spans), default=0), max((span.end for span in spans), default=0))
