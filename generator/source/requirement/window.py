"""What a row's reader sees by looking ahead in its tokens."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from generator.source.requirement.phrases import is_form, names_paper
from generator.source.requirement.plainrows import LAW_CLOSERS, LAW_OPENERS
from generator.source.requirement.tokens import Kind, Token
from generator.source.requirement.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

CONNECTORS: Final = frozenset({Kind.AND, Kind.OR, Kind.SLASH, Kind.PAUSE, Kind.COMMA, Kind.STOP})
MARKERS: Final = frozenset({Kind.CHOOSE, Kind.ALL})
BOUNDARIES: Final = CONNECTORS | MARKERS | {Kind.TITLE, Kind.LOOSE, Kind.BRACKET, Kind.COLON}
"""What ends a run of words."""

_BREAKS: Final = BOUNDARIES | {Kind.BLANK}
_PAPERS: Final = frozenset({Kind.TITLE, Kind.LOOSE})
_SILENT: Final = frozenset({Kind.BLANK, Kind.VERB})
_LAW_NAMES: Final = words("laws", "names")
_FORM_JOINS: Final = frozenset({Kind.AND, Kind.OR, Kind.SLASH, Kind.PAUSE})
_MADE_FROM: Final = words("papers", "made_from")
_COPIES_OF: Final = words("papers", "copies_of")


class Window:
    """The tokens of a row, and what stands where in them."""

    def __init__(self, folded: str, tokens: Sequence[Token]) -> None:
        self.folded = folded
        self.tokens = tokens

    @cached_property
    def ahead(self) -> list[bool]:
        """Return, for each token and for the end, whether some paper stands from there on."""
        ahead = [False] * (len(self.tokens) + 1)
        edge = True
        for at in range(len(self.tokens) - 1, -1, -1):
            token = self.tokens[at]
            grouped = token.kind is Kind.BRACKET and "《" in self.folded[token.start : token.end]
            own = grouped or token.kind in _PAPERS
            if edge and token.kind not in _BREAKS:
                own = names_paper(self.folded, token.start, token.end)
            ahead[at] = ahead[at + 1] or own
            edge = token.kind in BOUNDARIES if token.kind is not Kind.BLANK else edge
        return ahead

    def names(self, first: int, end: int) -> bool:
        """Return whether the words of a range of tokens name a paper."""
        while end > first and self.tokens[end - 1].kind in _SILENT:
            end -= 1
        return end > first and names_paper(self.folded, self.tokens[first].start, self.tokens[end - 1].end)

    def copies_of(self, first: int, end: int) -> bool:
        """Return whether they say in what form the paper before them is handed in: 复印件."""
        said = self.folded[self.tokens[first].start : self.tokens[end - 1].end].strip().removeprefix("的")
        return said in _COPIES_OF

    def forms(self, at: int) -> int:
        """Return the index after forms of the paper before them, with their connectors: 或复印件均可; 0 without one."""
        end = 0
        while at < len(self.tokens) and self.tokens[at].kind in _FORM_JOINS:
            first = at = at + 1
            while at < len(self.tokens) and self.tokens[at].kind not in BOUNDARIES:
                at += 1
            if at == first or not is_form(self.folded[self.tokens[first].start : self.tokens[at - 1].end]):
                break
            end = at
        return end + 1 if 0 < end < len(self.tokens) and self.tokens[end].kind in MARKERS else end

    def made_from(self, first: int) -> int:
        """Return the index after the words from ``first`` on that make the 《》 before them the place of a paper.

        《平台》的查询截图 is a screenshot.  0 where it is none.
        """
        end = first
        while end < len(self.tokens) and self.tokens[end].kind not in _BREAKS:
            end += 1
        if (
            end == first
            or (end < len(self.tokens) and self.tokens[end].kind is Kind.TITLE)
            or self.copies_of(first, end)
        ):
            return 0
        said = self.folded[self.tokens[first].start : self.tokens[end - 1].end]
        return end if said.endswith(_MADE_FROM) or (said.startswith("的") and self.names(first, end)) else 0

    def is_law(self, first: int, at: int) -> bool:
        """Return whether the title at ``at``, after words from ``first`` on, names the law that a paper rests on."""
        title = self.tokens[at]
        before = self.folded[first : title.start].strip()
        if before.endswith(LAW_OPENERS):
            name = self.folded[slice(*title.inner)].split("(")[0]
            return self.ahead[at + 1] or name.endswith(_LAW_NAMES)
        return self.folded.startswith(LAW_CLOSERS, title.end) and self.ahead[at + 1]

    def opens_next(self, at: int) -> bool:
        """Return whether a title follows with nothing, a verb or an issuer before it."""
        first = at
        while at < len(self.tokens) and self.tokens[at].kind not in BOUNDARIES:
            at += 1
        if at == len(self.tokens) or self.tokens[at].kind is not Kind.TITLE:
            return False
        plain = [token for token in self.tokens[first:at] if token.kind not in _SILENT]
        return not plain or self.folded[plain[-1].end - 1] == "的"

    def joins(self, at: int) -> bool:
        """Return whether a paper, or the end, follows a connector."""
        if at < len(self.tokens) and self.tokens[at].kind is Kind.TITLE:
            return True
        return self.ahead[at] or not any(token.kind is not Kind.BLANK for token in self.tokens[at : at + 3])
