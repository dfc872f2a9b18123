"""What a row of papers is read as, and the rows that are plain enough to be read at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator.source.requirement.joining import Join, join_of
from generator.source.requirement.tokens import Kind, Token
from generator.source.requirement.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.catalogue import Tree
    from generator.source.requirement.papers import Papers

LAW_OPENERS: Final = words("laws", "openers")
"""Words before a 《》 that make it the law which a paper rests on."""
LAW_CLOSERS: Final = words("laws", "closers")
"""Words after a 《》 that make it the law which a paper rests on."""
_PLAIN_JOINS: Final = frozenset({Kind.AND, Kind.OR, Kind.SLASH, Kind.PAUSE})


@dataclass(slots=True)
class Row:
    """What a row was read as."""

    trees: list[Tree] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)
    lead: Kind | None = None
    """A connector before the first paper: 或…"""
    trail: Kind | None = None
    """A connector after the last paper: …；或"""
    trailing: Token | None = None
    """A marker after the last paper."""
    applied: bool = False
    """A bracket says to whom the (only) paper applies."""


def plain_row(papers: Papers, tokens: Sequence[Token]) -> Row | None:
    """Return a row of titles with one connector between each two, as ``RowReader`` would; None for any other."""
    kinds = [token.kind for token in tokens]
    titles = tokens[::2]
    if len(kinds) + 1 != 2 * kinds[::2].count(Kind.TITLE) or not _PLAIN_JOINS.issuperset(kinds[1::2]):
        return None
    for title in titles:
        if title.inner[0] >= title.inner[1] or papers.folded.startswith(LAW_CLOSERS, title.end):
            return None
    row = Row([papers.titled((title.start, title.start), title.inner) for title in titles])
    row.joins += [join for kind in kinds[1::2] if (join := join_of(kind))]
    return row
