"""Two wordings side by side in one line: what went struck out, what came marked, what stayed as far as it helps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Mark: TypeAlias = Literal["", "del", "ins"]
"""The element that a piece stands in; none for what both wordings have."""

CONTEXT: Final = 24
"""Characters of what stayed that are shown beside what did not."""
MOST: Final = 300
"""Characters that are shown of one change; the rest is folded away."""
_ALIKE: Final = 0.4
"""The share of the longer wording that both must have, for marking to be easier to read than both in full."""
_MOST_COMPARED: Final = 250_000
"""Words of the one times words of the other; the time of a comparison grows with it."""
# Chinese has no blanks between words: there each character is compared by itself.
_WORD: Final = re.compile(r"[^\W\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters, and what became of them."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two wordings as HTML."""

    shown: Markup
    whole: Markup | None
    """All of it, where ``shown`` ends before it does."""


def compared(before: str | None, after: str | None) -> Compared:
    """Return what became of a text; either may be missing."""
    pieces = differing(before or "", after or "")
    near = tuple(_shortened(pieces))
    if sum(len(piece.text) for piece in near) <= MOST:
        return Compared(_html(near), None)
    return Compared(_html(_cut(near)), _html(pieces))


@lru_cache(maxsize=2048)
def differing(before: str, after: str) -> tuple[Piece, ...]:
    """Return both texts as one: joined, the pieces less those that came are the one, less those that went the other."""
    pieces = tuple(_joined(_pieces(_WORD.findall(before), _WORD.findall(after))))
    same = sum(len(piece.text) for piece in pieces if not piece.mark)
    if same < _ALIKE * max(len(before), len(after)):
        return tuple(piece for piece in (Piece("del", before), Piece("ins", after)) if piece.text)
    return pieces


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    yield Piece("", "".join(old[:start]))
    old_end, new_end = len(old) - end, len(new) - end
    yield from _middle(old[start:old_end], new[start:new_end])
    yield Piece("", "".join(old[old_end:]))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((number for number, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _middle(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    if len(old) * len(new) > _MOST_COMPARED:
        yield Piece("del", "".join(old))
        yield Piece("ins", "".join(new))
        return
    for tag, one, two, three, four in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        went, came = "".join(old[one:two]), "".join(new[three:four])
        # A single character that stayed between two that did not makes the line harder to read, not easier.
        if tag == "equal" and len(went) > 1:
            yield Piece("", went)
        else:
            yield Piece("del", went)
            yield Piece("ins", came)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield pieces with neighbours joined: of a run of changes, all that went before all that came."""
    filled = (piece for piece in pieces if piece.text)
    for changed, run in groupby(filled, key=lambda piece: bool(piece.mark)):
        listed = list(run)
        marks: tuple[Mark, ...] = ("del", "ins") if changed else ("",)
        for mark in marks:
            text = "".join(piece.text for piece in listed if piece.mark == mark)
            if text:
                yield Piece(mark, text)


def _shortened(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield pieces with less of what stayed."""
    last = len(pieces) - 1
    for number, piece in enumerate(pieces):
        before, after = CONTEXT if number else 0, CONTEXT if number < last else 0
        if piece.mark or len(piece.text) <= before + after + 1 or not last:
            yield piece
        else:
            end = len(piece.text) - after
            yield Piece("", f"{piece.text[:before]}…{piece.text[end:]}")


def _cut(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the first pieces; of a change that is cut, something of what came is shown beside what went."""
    listed = list(pieces)
    room = MOST
    for number, piece in enumerate(listed):
        follows = number + 1 < len(listed) and piece.mark == "del" and listed[number + 1].mark == "ins"
        most = max(room // 2, room - len(listed[number + 1].text)) if follows else room
        if len(piece.text) > most:
            yield Piece(piece.mark, f"{piece.text[:most].rstrip()}…")
            if not follows:
                return
        else:
            yield piece
        room -= min(most, len(piece.text))
        if room <= 0:
            yield Piece("", "…")
            return


def _html(pieces: Iterable[Piece]) -> Markup:
    made = []
    for piece in pieces:
        text = Markup("<br>").join(escape(line) for line in piece.text.split("\n"))
        # A blank line in a Markdown file would end the block that this stands in, so an element holds no bare one.
        made.append(Markup("<{0}>{1}</{0}>").format(piece.mark, text) if piece.mark else text)
    return Markup("").join(made)
