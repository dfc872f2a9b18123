"""A source read part by part, so that what was read of a part stays while its words stay.

An editor's server reads everything again at each save, of which next to nothing has changed.  A part runs from a
heading to the next one.  It stands alone if whatever begins in it ends in it: a heading that is put behind it comes
out as one.  What was read of such a part counts places from its beginning, so that lines may come and go above it.
What does not stand alone is read anew every time, in its source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from generator.catalogue import RepairKind
from generator.moving import moved
from generator.source.assembling import Assembler, links_of
from generator.source.grid import read_cells
from generator.source.layouts import classify
from generator.source.lines import Lines, line_starts
from generator.source.masking import PLACEHOLDER, Masker, mask
from generator.source.pieces import Piece, Repairs, Settled
from generator.source.prose import Heading, TableMark, read_prose
from generator.source.sections import Section, Tables, breadcrumb

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.catalogue import Layout, Repair, Span
    from generator.source.grid import ReadTable
    from generator.source.prose import Item
    from generator.source.vocabulary import Vocabulary

_CUT: Final = re.compile(r"^(#{1,6}) (?=\S)", re.MULTILINE)
_ENDS: Final = ("\n\n", "\n\r\n")
_BEHIND: Final = "# x\n"
"""The heading that is put behind a part."""
_DEFINES: Final = "]:"
"""Stands in what defines the target of links anywhere in a source: then no part stands alone."""
_STANDS_FOR_TABLE: Final = re.compile(f"[{chr(PLACEHOLDER)}-\U0010ffff]")
_OPEN: Final = frozenset({RepairKind.UNCLOSED_FENCE, RepairKind.UNCLOSED})
_SPANNING: Final = re.compile(r"```|~~~|<(?:!|\?|pre|script|style|textarea)", re.IGNORECASE)
_MOST_ANEW: Final = 40
"""Stretches of a source that are read anew; each costs a look at all lines."""


class Memory:
    """The parts of all sources as they were read last, with one vocabulary; several threads may read with one."""

    def __init__(self) -> None:
        self._vocabulary: Vocabulary | None = None
        self._last: dict[str, Piece | None] = {}

    def turn(self, vocabulary: Vocabulary, *, remembers: bool = True) -> Turn:
        """Return what is known as one reading begins."""
        return Turn(self._last if vocabulary == self._vocabulary else {}, vocabulary, remembers=remembers)

    def keep(self, turn: Turn) -> None:
        """Keep what one reading has met, and nothing else."""
        self._vocabulary, self._last = turn.vocabulary, turn.met


class Turn:
    """What one reading knows of parts, and meets."""

    def __init__(self, known: dict[str, Piece | None], vocabulary: Vocabulary, *, remembers: bool) -> None:
        self.vocabulary, self.remembers = vocabulary, remembers
        self.met: dict[str, Piece | None] = {}
        """Text → what was read of it; None where it does not stand alone."""
        self._known = known

    def piece(self, text: str) -> Piece | None:
        """Return what is read of a part, None where it does not stand alone."""
        if text not in self.met:
            self.met[text] = self._known[text] if text in self._known else read_piece(text, self.vocabulary)
        return self.met[text]


@dataclass(slots=True)
class Read:
    """What was read of a source, before it is put together."""

    items: list[Item | Settled] = field(default_factory=list)
    tables: list[ReadTable] = field(default_factory=list)
    """Without those of parts that stand for their items."""
    layouts: list[Layout] = field(default_factory=list)
    masking: list[Repair] = field(default_factory=list)
    prose: list[Repair] = field(default_factory=list)
    repaired: list[Repair] = field(default_factory=list)
    """What was mended in tables."""
    code: list[Span] = field(default_factory=list)
    tells: bool = False
    """Whether some part has a table whose labels say what they mean."""

    def headings(self) -> Iterator[str]:
        """Yield the words of its headings."""
        for item in self.items:
            if isinstance(item, Settled):
                yield item.heading.text
            elif isinstance(item, Heading):
                yield item.text


def read_piece(text: str, vocabulary: Vocabulary) -> Piece | None:
    """Read a part that begins with a heading; None where it does not stand alone, or is neither category nor prose."""
    if _STANDS_FOR_TABLE.search(text):
        return None
    # Where nothing reaches over blank lines, a heading is one wherever it stands.
    behind = _BEHIND if _SPANNING.search(text) else ""
    whole = text + behind
    masker = mask(whole, Lines(whole, 0, line_starts(whole)), vocabulary)
    if masker.mended or masker.alert or masker.hidden or not _OPEN.isdisjoint(repair.kind for repair in masker.repairs):
        return None
    prose = read_prose(whole, masker.masked, masker.placed)
    items = prose.items
    if behind:
        last = items[-1]
        if not isinstance(last, Heading) or last.span.start != len(whole) - len(behind):
            return None
        items = items[:-1]
    if not items or not _are_marked(items, masker):
        return None
    tables = [read_cells(whole, raw) for raw in masker.tables]
    mended = Repairs(
        tuple(masker.repairs), tuple(prose.repairs), tuple(repair for table in tables for repair in table.repairs)
    )
    piece = Piece(items, mended, tuple(masker.code))
    layouts = [classify(table, vocabulary) for table in tables]
    _settle(piece, Assembler(0, Tables(whole, tables, layouts, vocabulary)))
    return piece if piece.draft or not tables else None


def _settle(piece: Piece, assembler: Assembler) -> None:
    """Note the category that a part is, if it is one wherever it stands."""
    heading, *rest = piece.items
    if not isinstance(heading, Heading) or heading.level == 1 or not heading.text:
        return
    section, tables = Section(heading, heading.level, rest), assembler.tables
    if any(isinstance(item, Heading) for item in rest) or tables.registers(section) or tables.depends(section):
        return
    if tables.record(section) is None and breadcrumb(rest) is None:
        return
    piece.draft = assembler.lone_category(section)
    piece.tables = tuple(tables.public(number) for number in section.table_numbers())
    piece.tells = tables.any_telling
    piece.links = links_of(piece.items, tables.tables, [piece.draft])


def read_whole(text: str, start: int, starts: Sequence[int], vocabulary: Vocabulary) -> Read:
    """Read a source from ``start`` on; ``starts`` are the beginnings of its lines."""
    read = Read()
    _take_anew(read, mask(text, Lines(text, start, starts), vocabulary), vocabulary)
    return read


def read_parts(text: str, start: int, starts: Sequence[int], turn: Turn) -> Read | None:
    """Read the same part by part; None where it has to be read as a whole."""
    if _DEFINES in text:
        return None
    cuts = [(found.start(), len(found[1])) for found in _CUT.finditer(text, start)]
    standing = _standing(text, cuts, turn)
    ends = dict(pairwise([*(at for at, _level in cuts), len(text)]))
    read, at, anew = Read(), start, 0
    while at < len(text):
        if piece := standing.get(at):
            _take(read, piece, at)
            at = ends[at]
            continue
        anew += 1
        masker = Masker(text, Lines(text, at, starts), turn.vocabulary)
        end = masker.run(standing.keys())
        stretch = text[at:end]
        if anew > _MOST_ANEW or (end < len(text) and _SPANNING.search(stretch)) or _STANDS_FOR_TABLE.search(stretch):
            return None
        if not _are_marked(_take_anew(read, masker, turn.vocabulary), masker):
            return None
        at = end
    return read


def _standing(text: str, cuts: Sequence[tuple[int, int]], turn: Turn) -> dict[int, Piece]:
    """Return where parts begin that stand alone, in order."""
    standing: dict[int, Piece] = {}
    below = 0
    """The level of the category whose further headings come now: they are part of it."""
    for number, (at, level) in enumerate(cuts):
        end, next_level = cuts[number + 1] if number + 1 < len(cuts) else (len(text), 0)
        if below and level > below:
            continue
        below = 0
        # What runs up to the next heading, or to the end of the file, is another thing without that.
        if not text.endswith(_ENDS, at, end):
            continue
        if piece := turn.piece(text[at:end]):
            if piece.draft and next_level > level:
                below = level
            else:
                standing[at] = piece
    return standing


def _take(read: Read, piece: Piece, base: int) -> None:
    if piece.draft:
        read.items.append(Settled(piece, piece.draft, base))
        read.tells = read.tells or piece.tells
    else:
        read.items += moved(piece.items, base)
    read.code += moved(piece.code, base)
    for found, kept in zip(piece.repairs, (read.masking, read.prose, read.repaired), strict=True):
        kept.extend(moved(found, base))


def _are_marked(items: Sequence[Item], masker: Masker) -> bool:
    """Tell whether each table has its place; else the sign of one is left in some markup, and says its number."""
    return sum(isinstance(item, TableMark) for item in items) == len(masker.tables)


def _take_anew(read: Read, masker: Masker, vocabulary: Vocabulary) -> Sequence[Item]:
    """Add what stands in masked lines; return its items."""
    number = len(read.tables)
    prose = read_prose(masker.text, masker.masked, masker.placed)
    read.items += [TableMark(item.number + number) if isinstance(item, TableMark) else item for item in prose.items]
    read.tables += (tables := [read_cells(masker.text, raw) for raw in masker.tables])
    read.layouts += [classify(table, vocabulary) for table in tables]
    read.repaired += [repair for table in tables for repair in table.repairs]
    read.masking += masker.repairs
    read.prose += prose.repairs
    read.code += masker.code
    return prose.items
