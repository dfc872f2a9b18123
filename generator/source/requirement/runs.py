"""Runs of tokens: what is trimmed off their ends, whether some paper stands in them, whether a list must follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.source.requirement.phrases import names_paper
from generator.source.requirement.tokens import Kind, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

MARKERS: Final = frozenset({Kind.CHOOSE, Kind.ALL})
JOINING: Final = frozenset({Kind.AND, Kind.OR, Kind.SLASH, Kind.PAUSE, Kind.COMMA})
IDLE: Final = frozenset({Kind.BLANK, Kind.STOP, Kind.COMMA})
PAPERS: Final = frozenset({Kind.TITLE, Kind.LOOSE})
_ENDS: Final = IDLE | {Kind.BRACKET} | MARKERS | JOINING
_WITHIN: Final = frozenset({Kind.AND, Kind.OR, Kind.SLASH, Kind.PAUSE, Kind.BLANK})
OPENING: Final = MARKERS | {Kind.COLON, Kind.VERB}
_BLANK: Final = frozenset({Kind.BLANK})
# Bound once: looking up a member of an enumeration costs more than comparing it.
_COLON, _VERB = Kind.COLON, Kind.VERB


def trimmed(tokens: Sequence[Token], idle: frozenset[Kind] = IDLE) -> Sequence[Token]:
    """Return the tokens without those at either end that mean nothing there."""
    if tokens and tokens[0].kind not in idle and tokens[-1].kind not in idle:
        return tokens
    first, last = 0, len(tokens)
    while first < last and tokens[first].kind in idle:
        first += 1
    while first < last and tokens[last - 1].kind in idle:
        last -= 1
    return tokens[first:last]


def has_paper(folded: str, tokens: Sequence[Token]) -> bool:
    """Return whether some title stands among the tokens, or plain words for a paper end them or a clause of them."""
    start: int | None = None
    for token in tokens:
        if token.kind in PAPERS:
            return True
        if token.kind in _ENDS:
            if start is not None and names_paper(folded, start, token.start):
                return True
            start = start if token.kind in _WITHIN else None
        elif token.kind is _COLON:
            start = None
        elif start is None and token.kind is not _VERB:
            start = token.start
    return start is not None and names_paper(folded, start, tokens[-1].end)


def is_open(tokens: Sequence[Token]) -> bool:
    """Return whether a line ends so that a list must follow: with a colon, a marker or a verb."""
    rest = trimmed(tokens, _BLANK)
    return bool(rest) and rest[-1].kind in OPENING


def clause_from(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    """Return the tokens from ``at`` up to the next full stop or semicolon."""
    end = next((place for place in range(at, len(tokens)) if tokens[place].kind is Kind.STOP), len(tokens))
    return tokens[at:end]


def is_labelled(tokens: Sequence[Token]) -> bool:
    """Return whether words and a colon stand before the papers of a line."""
    kinds = [token.kind for token in tokens]
    paper = next((at for at, kind in enumerate(kinds) if kind in PAPERS), len(kinds))
    return kinds[0] is Kind.TEXT and _COLON in kinds[:paper]
