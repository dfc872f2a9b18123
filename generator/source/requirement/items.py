"""The outline of a requirement: which lines and numbered pieces are items, and which stand below which."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from generator.source.requirement.numbering import list_item
from generator.source.requirement.phrases import is_filler
from generator.source.requirement.runs import (
    IDLE,
    JOINING,
    MARKERS,
    OPENING,
    clause_from,
    has_paper,
    is_labelled,
    is_open,
    trimmed,
)
from generator.source.requirement.tokens import Kind, Token
from generator.source.requirement.words import compiled, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.source.requirement.numbering import Number

DEPTH: Final = 24
"""Lists nest no deeper; what stands deeper counts as items of the last level."""

_BLANK: Final = frozenset({Kind.BLANK})
_SILENT: Final = MARKERS | {Kind.VERB, Kind.BRACKET}
_NUMBERED_TITLES: Final = ([Kind.NUMBER, Kind.TITLE], [Kind.NUMBER, Kind.BLANK, Kind.TITLE])
_SET_APART: Final = frozenset({Kind.NOTE, Kind.IF})
_GOING_ON: Final = JOINING | {Kind.BRACKET, Kind.SCOPE, Kind.LOOSE}
_EDGES: Final = IDLE | MARKERS | {Kind.TITLE, Kind.LOOSE, Kind.BRACKET, Kind.COLON, Kind.NUMBER, Kind.TAG}
_MORE: Final = words("remarks", "more")
_INVOLVED: Final = words("remarks", "involved")
_EXCEPTIONS: Final = compiled("remarks", "exceptions")
_OPTIONAL: Final = words("remarks", "optional")
_CLOSING: Final = words("remarks", "closing")
# Bound once: looking up a member of an enumeration costs more than comparing it.
_COLON, _LINE, _NOTE, _NUMBER, _VERB = Kind.COLON, Kind.LINE, Kind.NOTE, Kind.NUMBER, Kind.VERB


@dataclass(slots=True)
class Item:
    """An item of a list (or the whole requirement), its own words and the items below it."""

    style: str
    number: Number | None = None
    sign: Token | None = None
    """The token of its number."""
    tokens: list[Token] = field(default_factory=list)
    children: list[Item] = field(default_factory=list)
    trailing: Token | None = None
    """A marker that stands after the items below."""
    paper: bool = False
    """Whether its own words hold a paper."""
    open: bool = False
    """Whether its own words end so that a list must follow."""
    joins: bool = False
    """Whether its own words end with a connector."""

    def extend(self, folded: str, tokens: Sequence[Token]) -> None:
        """Add words; only they are looked at, so that many short lines cost no more than one long one."""
        if self.tokens and tokens:
            self.tokens.append(Token(Kind.BLANK, tokens[0].start, tokens[0].start))
        self.tokens.extend(tokens)
        ends = trimmed(tokens, _BLANK)
        self.paper = self.paper or has_paper(folded, tokens)
        self.open = bool(ends) and ends[-1].kind in OPENING
        self.joins = bool(ends) and (ends[-1].kind in JOINING or folded.endswith("的", 0, ends[-1].end))


@dataclass(slots=True)
class Outline:
    """The whole requirement as items, and what is set apart from it."""

    root: Item
    remarks: list[tuple[int, int]]
    """Ranges that are read as remarks."""
    conditional: list[tuple[int, int]]
    """Those of them that change which papers are asked for."""
    too_deep: Token | None = None


def outline(folded: str, tokens: Sequence[Token], listed: Iterable[tuple[int, int]]) -> Outline:
    """Return the items of a requirement; ``listed`` are those of HTML lists, as a passage has them."""
    builder = _Builder(folded, listed)
    for line in _lines(tokens):
        builder.line(line)
        if builder.closed:
            break
    return builder.outline


def _lines(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    line: list[Token] = []
    for token in tokens:
        if token.kind is _LINE:
            yield line
            line = []
        else:
            line.append(token)
    yield line


class _Builder:
    """Adds one line after the other to the outline."""

    def __init__(self, folded: str, listed: Iterable[tuple[int, int]]) -> None:
        self.folded = folded
        self.depths: dict[int, list[int]] = {}
        """Where the words of an item of an HTML list begin → its depth, after those of wordless items round it."""
        self.parents: set[int] = set()
        """Where the words of those begin that hold a list."""
        for (at, depth), (after, following) in pairwise((*listed, (0, 0))):
            self.depths.setdefault(at, []).append(depth)
            if after > at and following > depth:
                self.parents.add(at)
        self.path = [Item("root")]
        self.outline = Outline(self.path[0], [], [])
        self.seen: dict[str, int] = {}
        """The last value of each style of number."""
        self.closed = False
        """A remark has begun that reaches to the end."""

    def line(self, tokens: Sequence[Token]) -> None:
        """Add a line."""
        if [token.kind for token in tokens] in _NUMBERED_TITLES:
            # The commonest line holds no more than that, and no remark.
            self._numbered(self._whole(tokens)[0] or tokens[0], tokens[-1:])
            return
        for number, piece in self._pieces(tokens):
            kept = trimmed(self._without_remarks(piece), _BLANK)
            sign = number or (self._listed(kept) if kept and self.depths else None)
            if kept and sign is not None:
                self._numbered(sign, kept)
            elif kept:
                self._unnumbered(kept)
            elif number is not None and not trimmed(piece):
                self._numbered(number, [])
            if self.closed:
                return

    def _listed(self, tokens: Sequence[Token]) -> Token | None:
        """Return the sign of the list item that a line begins, after adding the items round it that have no words."""
        start = tokens[0].start
        signs = [Token(_NUMBER, start, start, number=list_item(depth)) for depth in self.depths.get(start, ())]
        for outer in signs[:-1]:
            self._numbered(outer, [])
        heads = self._is_marker(tokens) and start not in self.parents
        return signs[-1] if signs and not heads else None

    def _pieces(self, tokens: Sequence[Token]) -> Iterator[tuple[Token | None, Sequence[Token]]]:
        """Part a line at the numbers in it."""
        kinds = [token.kind for token in tokens]
        if _NUMBER not in kinds[1:]:
            if tokens:
                yield self._whole(tokens)
            return
        number: Token | None = None
        piece: list[Token] = []
        before: Token | None = None
        for at, token in enumerate(tokens):
            last = at == len(tokens) - 1
            if token.kind is _NUMBER and token.number and self._counts(token.number, before, last=last):
                if piece or number:
                    yield number, piece
                number, piece = token, []
                self.seen[token.number.style] = token.number.value
            else:
                piece.append(token)
            before = token if token.kind is not Kind.BLANK else before
        if piece or number:
            yield number, piece

    def _whole(self, tokens: Sequence[Token]) -> tuple[Token | None, Sequence[Token]]:
        """Return a line in which no number stands but before all else."""
        if (number := tokens[0].number) is None:
            return None, tokens
        self.seen[number.style] = number.value
        return tokens[0], tokens[1:]

    def _counts(self, number: Number, before: Token | None, *, last: bool) -> bool:
        """Return whether a number within a line opens an item there."""
        if before is None:
            return True
        if last:
            return False
        known = self.seen.get(number.style)
        if before.kind in _EDGES:
            return number.value == 1 or known is not None
        return known is not None and number.value == known + 1

    def _without_remarks(self, tokens: Sequence[Token]) -> Sequence[Token]:
        """Return the tokens of a piece that are no remark; note the ranges of the others."""
        if tokens and (first := trimmed(tokens, _BLANK)) and self._is_closing(first):
            self.outline.remarks.append((first[0].start, first[-1].end))
            return []
        if _SET_APART.isdisjoint([token.kind for token in tokens]):
            return tokens
        kept: list[Token] = []
        end = label = 0
        for at, token in enumerate(tokens):
            if token.kind is _NOTE:
                self.closed = True
                self.outline.remarks.append((token.start, len(self.folded)))
                break
            if token.start < end:
                continue
            if token.kind is Kind.IF and token.start >= label:
                clause = clause_from(tokens, at)
                if self._is_condition(clause, first=not trimmed(kept)):
                    end = clause[-1].end
                    self.outline.remarks.append((token.start, end))
                    continue
                label = clause[-1].end
            kept.append(token)
        return kept

    def _is_closing(self, tokens: Sequence[Token]) -> bool:
        """Return whether a line tells what the category is for: 适用于…服务."""
        closes = self.folded.startswith(_CLOSING, tokens[0].start)
        return closes and not any(token.kind is _COLON for token in tokens)

    def _is_condition(self, clause: Sequence[Token], *, first: bool) -> bool:
        """Return whether a clause that opens with 如 is a remark; if not, it is a case label."""
        said = self.folded[clause[0].end : clause[-1].end]
        if _EXCEPTIONS.match(self.folded, clause[0].start) or self.folded.startswith(_OPTIONAL, clause[0].start):
            self.outline.conditional.append((clause[0].start, clause[-1].end))
            return True
        if said.startswith(_INVOLVED) or any(word in said for word in _MORE):
            return True
        labels = any(token.kind in OPENING for token in clause)
        return not (labels and (has_paper(self.folded, clause) or (first and is_open(clause))))

    def _numbered(self, token: Token, tokens: Sequence[Token]) -> None:
        number = token.number
        if number is None:
            return
        self._add(self._level(number, token), Item(number.style, number, token), tokens)

    def _add(self, level: int, item: Item, tokens: Sequence[Token]) -> None:
        item.extend(self.folded, tokens)
        del self.path[level:]
        self.path[-1].children.append(item)
        self.path.append(item)

    def _level(self, number: Number, token: Token) -> int:
        """Return the level at which a number stands: that of its style, else one below the last item."""
        last = self.path[-1].number
        if last and last.style == number.style and 1 < number.value == last.value + 1:
            return len(self.path) - 1
        levels = [level for level in range(len(self.path) - 1, 0, -1) if self._alike(self.path[level], number)]
        follows = [level for level in levels if (own := self.path[level].number) and own.value + 1 == number.value]
        restarts = number.value == 1 and levels and self.path[-1].open and self.path[-1].number is not None
        if levels and not restarts:
            return (follows or levels)[0]
        if self._is_slip(number):
            return len(self.path) - 1
        if len(self.path) >= DEPTH:
            self.outline.too_deep = self.outline.too_deep or token
            return len(self.path) - 1
        return len(self.path)

    def _alike(self, item: Item, number: Number) -> bool:
        own = item.number
        return own is not None and (own.style == number.style or (own.family == number.family and number.value != 1))

    def _is_slip(self, number: Number) -> bool:
        """Return whether a number of a new style goes on with a list rather than opening one below a finished item."""
        last = self.path[-1]
        finished = len(self.path) > 1 and not last.open and last.paper
        return finished and (number.value > 1 or last.number is None)

    def _unnumbered(self, tokens: Sequence[Token]) -> None:
        current = self.path[-1]
        if self._is_marker(tokens):
            self._marker_line(tokens)
        elif self._goes_on(current, tokens):
            current.extend(self.folded, tokens)
        elif not has_paper(self.folded, tokens) and not is_open(tokens) and self._has_content(current):
            self.outline.remarks.append((tokens[0].start, tokens[-1].end))
        else:
            self._item_line(current, tokens)

    def _item_line(self, current: Item, tokens: Sequence[Token]) -> None:
        style = "label" if is_open(tokens) and not has_paper(self.folded, tokens) else "line"
        labels = [level for level, item in enumerate(self.path) if item.style == "label"]
        if style == "line" and labels and is_labelled(tokens):
            self._add(labels[0], Item("label"), tokens)
            return
        if style == "label" and current.style == "root" and is_filler(self._words_of(tokens)):
            current.extend(self.folded, tokens)
            return
        below = current.style == "root" or (current.open and not current.children)
        levels = range(len(self.path) - 1, 0, -1)
        same = next((level for level in levels if self.path[level].style == style), None)
        if below and (same is None or style == "line"):
            level = len(self.path)
        elif same is not None:
            level = same
        else:
            level = 1 if style == "label" else len(self.path) - 1
        if level == 1 and style == "line":
            self._lift_marker()
        self._add(min(level, DEPTH), Item(style), tokens)

    def _lift_marker(self) -> None:
        """Give the marker of a first line, which holds one paper, to the whole list: 2选1：《…》."""
        root = self.path[0]
        only = root.children[0] if len(root.children) == 1 and not root.tokens else None
        if only is None or only.style != "line" or only.children:
            return
        at = next((at for at, token in enumerate(only.tokens) if token.kind in MARKERS), None)
        rest = [token for token in only.tokens[(at or 0) + 1 :] if token.kind is not _COLON]
        alone = has_paper(self.folded, rest) and JOINING.isdisjoint([token.kind for token in rest])
        if at is not None and alone and is_filler(self._words_of(only.tokens[:at])):
            root.tokens, only.tokens = only.tokens[: at + 1], list(trimmed(rest))

    def _words_of(self, tokens: Sequence[Token]) -> str:
        return "".join(self.folded[token.start : token.end] for token in tokens if token.kind not in _SILENT)

    def _is_marker(self, tokens: Sequence[Token]) -> bool:
        return any(t.kind in MARKERS for t in tokens) and is_filler(self._words_of(tokens))

    def _marker_line(self, tokens: Sequence[Token]) -> None:
        """Add a line that holds a marker alone: before the items it heads them, after them it closes the list."""
        current = self.path[-1]
        heads = current.style != "root" and not (current.paper or current.children)
        if heads or not self._has_content(current):
            current.extend(self.folded, tokens)
            return
        target = self.path[0] if len(self.path) == 1 or self.path[0].trailing is None else self.path[-2]
        target.trailing = next(token for token in tokens if token.kind in MARKERS)

    def _has_content(self, item: Item) -> bool:
        return bool(item.children) or (bool(item.tokens) and not item.open)

    def _goes_on(self, current: Item, tokens: Sequence[Token]) -> bool:
        """Return whether a line without a number goes on with the words of the item before."""
        if current.style == "root" or current.children:
            return False
        if tokens[0].kind in _GOING_ON:
            return bool(current.tokens)
        return not current.tokens or current.joins or not (current.open or current.paper)
