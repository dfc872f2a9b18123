"""One row of papers: which words are papers, which connectors join them, and what else is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.catalogue import Qualification, Tree
from generator.source.requirement import doubts
from generator.source.requirement.joining import BESIDE, Join, Tie, join_of
from generator.source.requirement.lexer import opens_with, tokenize
from generator.source.requirement.papers import Papers, is_optional
from generator.source.requirement.phrases import is_filler
from generator.source.requirement.plainrows import Row
from generator.source.requirement.tokens import Kind, Token
from generator.source.requirement.window import BOUNDARIES, CONNECTORS, MARKERS, Window
from generator.source.requirement.words import compiled, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.catalogue import Span

NESTING: Final = 8
"""Groups in brackets and choices within choices nest no deeper in one row."""

_LEADERS: Final = words("connectors", "leaders")
_SET_APART: Final = frozenset({Kind.NOTE, Kind.IF})
_ALTERNATIVE: Final = frozenset({Kind.OR, Kind.SLASH})
_PLAIN_END: Final = frozenset({Kind.BLANK, Kind.COLON})
_TITLE: Final = Kind.TITLE
"""Bound once: looking up a member of an enumeration costs more than comparing it."""
_EXCEPTIONS: Final = compiled("remarks", "exceptions")
_CLUED: Final = compiled("brackets", "stamps")


class RowReader:
    """Reads the tokens of one row, left to right, once."""

    def __init__(  # noqa: PLR0913 - the reader's surroundings, given once
        self,
        papers: Papers,
        tokens: Sequence[Token],
        *,
        nested: Callable[[Sequence[Token], int], Tree | None],
        doubt: Callable[[str, Span], None],
        remark: Callable[[int, int], None],
        depth: int,
    ) -> None:
        self.papers, self.passage, self.folded = papers, papers.passage, papers.folded
        self.tokens = tokens
        self.nested = nested
        self.doubt = doubt
        self.remark = remark
        self.depth = depth
        self.row = Row()
        self.start: int | None = None  # The index of the first token of the words being collected.
        self.pending: Join | None = None
        self.window = Window(papers.folded, tokens)
        self.at = 0
        self.opened = 0  # Where the last paper and the words before it begin.

    def read(self, *, below: bool) -> Row:
        """Return the row; ``below`` says that a list of items stands below it."""
        self.below = below
        while self.at < len(self.tokens):
            self._step(self.tokens[self.at])
        self._flush(len(self.tokens), final=True)
        if self.pending and self.row.trees:
            self.row.trail = self.pending.kind
        return self.row

    def _step(self, token: Token) -> None:
        if token.kind is _TITLE:
            self._title(token)
        elif token.kind in CONNECTORS:
            self._connector(token)
        else:
            self._other(token)

    def _other(self, token: Token) -> None:
        match token.kind:
            case Kind.LOOSE:
                self._loose(token)
            case Kind.BRACKET:
                self._bracket(token)
            case Kind.CHOOSE | Kind.ALL:
                self._marker(token)
            case Kind.SCOPE if self.start is None and self.row.trees:
                self._scope()
            case _:
                self._text(token)

    # Words -------------------------------------------------------------------------------------------

    def _text(self, token: Token) -> None:
        """Collect words, or take them as said of the paper before."""
        self.at += 1
        if self.start is not None or token.kind in _PLAIN_END:
            return
        if token.kind is Kind.VERB and (not self.row.trees or self.pending):
            return
        if self.pending is None and self.row.trees:
            self._after_paper(self.at - 1)
        else:
            self.start = self.at - 1

    def _after_paper(self, first: int) -> None:
        """Decide on words straight after a paper: they begin the next one, or they are said of this one."""
        end = first + 1
        while end < len(self.tokens) and self.tokens[end].kind not in BOUNDARIES:
            end += 1
        reaches_title = end < len(self.tokens) and self.tokens[end].kind in {Kind.TITLE, Kind.LOOSE}
        apart = first > 0 and self.tokens[first - 1].kind is Kind.BLANK
        if reaches_title or (apart and self.window.names(first, end) and not self.window.copies_of(first, end)):
            self.start = first
            return
        self._said(self.tokens[first].start, self.tokens[end - 1].end)
        self.at = end

    def _said(self, start: int, end: int, *, scope: bool = False) -> None:
        """Keep words that are said of the last paper."""
        if is_filler(self.folded[start:end]):
            return
        last = self.row.trees[-1] if self.row.trees else None
        if isinstance(last, Qualification):
            self.row.trees[-1] = self.papers.followed(last, "scope" if scope else "remark", start, end)
        else:
            self.remark(start, end)

    def _add(self, tree: Tree) -> None:
        if self.row.trees:
            self.row.joins.append(self.pending or BESIDE)
        elif self.pending:
            self.row.lead = self.pending.kind
        self.row.trees.append(tree)
        self.pending = None
        self.start = None

    def _flush(self, end: int, *, final: bool = False) -> None:
        """Make a paper of the collected words up to token ``end``, or keep them as a remark."""
        if self.start is None:
            return
        self.opened = first = self.tokens[self.start].start
        last = self.tokens[end - 1].end
        known = self.window.names(self.start, end)
        paper = None if is_filler(self.folded[first:last]) else self.papers.plain(first, last)
        self.start = None
        if paper is None:
            return
        if known or (final and not self.row.trees and not self.below):
            if not known:
                self.doubt(doubts.NO_KIND, paper.span)
            self._add(paper)
        elif self.row.trees and self.pending is None:
            self._said(first, last)
        else:
            self._unplaced(first, last)

    def _unplaced(self, first: int, last: int) -> None:
        """Keep words that a connector joins to a paper but that are none."""
        self.remark(first, last)
        if self.row.trees and self.pending and self.pending.kind and not _CLUED.search(self.folded, first, last):
            self.doubt(doubts.NOT_JOINED, self.passage.span(first, last))

    # Papers ------------------------------------------------------------------------------------------

    def _title(self, token: Token) -> None:
        self.opened = first = self.tokens[self.start].start if self.start is not None else token.start
        if token.inner[0] >= token.inner[1]:
            self.doubt(doubts.NO_NAME, self.passage.span(token.start, token.end))
            self.at += 1
        elif self.window.is_law(first, self.at):
            self.start = self.at if self.start is None else self.start
            self.at += 1
        elif made := self.window.made_from(self.at + 1):
            self.start = None
            self._add_plain(self._after_place(first), self.tokens[made - 1].end)
            self.at = made
        else:
            self._add(self.papers.titled((first, token.start), token.inner))
            self.at += 1

    def _after_place(self, first: int) -> int:
        return first + (self.folded[first] in "在于从")

    def _add_plain(self, first: int, last: int) -> None:
        if paper := self.papers.plain(first, last):
            self._add(paper)

    def _loose(self, token: Token) -> None:
        """End a name whose 《 is missing."""
        self.at += 1
        if self.start is not None:
            first = self.tokens[self.start].start
            self.start = None
            self._add_plain(first, token.start)

    # Brackets and scopes -----------------------------------------------------------------------------

    def _bracket(self, token: Token) -> None:
        if self.start is not None:
            if not self.window.names(self.start, self.at):
                self.at += 1
                return
            self._flush(self.at)
        self.at += 1
        inner = self.folded[slice(*token.inner)]
        if self.row.trees and self.pending is None:
            self._qualifier(token, opens_with(inner))
        elif opens_with(inner) in _SET_APART:
            self.remark(token.start, token.end)
        elif "《" in inner and (tree := self._titled_group(token)):
            self._add(tree)
        else:
            self.remark(token.start, token.end)

    def _inner(self, token: Token) -> list[Token]:
        """Return the tokens in a bracket."""
        return [part.moved(token.inner[0]) for part in tokenize(self.folded[slice(*token.inner)])]

    def _titled_group(self, token: Token) -> Tree | None:
        """Return the group in a bracket, None where no title stands in it."""
        inner = self._inner(token)
        titled = any(part.kind is Kind.TITLE for part in inner)
        return self.nested(inner, self.depth + 1) if titled else None

    def _qualifier(self, token: Token, opening: Kind | None) -> None:
        """Take a bracket after a paper: one more alternative after 或, else something said of the paper."""
        if opening in _ALTERNATIVE and (tree := self.nested(self._inner(token)[1:], self.depth + 1)):
            self.pending = join_of(Kind.SLASH)
            self._add(tree)
            return
        last = self.row.trees[-1]
        if _EXCEPTIONS.match(self.folded, *token.inner):
            self.doubt(doubts.CONDITION, self.passage.span(*token.inner))
        if is_optional(self.folded[slice(*token.inner)]):
            self.remark(self.opened, token.end)
            self._drop_optional(last)
        elif isinstance(last, Qualification):
            # 《甲》及《乙》（适用于政府主体） may mean both papers, but a bracket says for certain only something of
            # the paper before it: reading rule 6.  Who holds the item would be a guess, and no way depends on it.
            self.row.trees[-1], applied = self.papers.bracketed(last, *token.inner)
            self.row.applied = self.row.applied or applied
        else:
            self.remark(token.start, token.end)

    def _drop_optional(self, tree: Tree) -> None:
        self.doubt(doubts.OPTIONAL_LEFT_OUT, tree.span)
        self.row.trees.pop()
        if self.row.joins:
            self.row.joins.pop()

    def _scope(self) -> None:
        """Take what a paper must cover, up to the connector before the next paper."""
        first = self.at
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            parts = token.kind in CONNECTORS and self.window.opens_next(self.at + 1)
            if parts or token.kind in MARKERS | {Kind.STOP, Kind.TITLE}:
                break
            self.at += 1
        self.pending = None
        self._said(self.tokens[first].start, self.tokens[self.at - 1].end, scope=True)

    # Connectors and markers --------------------------------------------------------------------------

    def _connector(self, token: Token) -> None:
        join = join_of(token.kind)
        names = (
            self.row.trees and self.pending is None if self.start is None else self.window.names(self.start, self.at)
        )
        if names and (end := self.window.forms(self.at)):
            self._flush(self.at)
            self._said(token.start, self.tokens[end - 1].end)
            self.at = end
            return
        if self.start is not None:
            self._connector_in_words(token)
        elif self._leads(token):
            self.start = self.at
        elif (
            self.row.trees
            and self.pending is None
            and token.kind is not Kind.STOP
            and not self.window.joins(self.at + 1)
        ):
            self._tail()
            return
        elif join:
            self.pending = self.pending.then(join) if self.pending else join
        self.at += 1

    def _leads(self, token: Token) -> bool:
        """Return whether 与 or 和 begins a phrase (与景区的协议) rather than joining two."""
        word = self.folded[token.start : token.end]
        after = self.tokens[self.at + 1].kind if self.at + 1 < len(self.tokens) else None
        joins = self.row.trees and (self.pending is None or self.pending.kind is None)
        return word in _LEADERS and not joins and after is Kind.TEXT

    def _connector_in_words(self, token: Token) -> None:
        """Take a connector within words: it joins if words for a paper stand before it and a paper follows."""
        if self.start is None or not self.window.names(self.start, self.at):
            if token.kind is Kind.STOP:
                self._flush(self.at)
                self.pending = join_of(token.kind)
            return
        self._flush(self.at)
        if token.kind is Kind.STOP or self.window.joins(self.at + 1):
            self.pending = join_of(token.kind)
        else:
            self._tail()
            self.at -= 1

    def _tail(self) -> None:
        """Take the rest of a clause, in which no further paper stands, as said of the paper before."""
        first = self.at
        while self.at < len(self.tokens) and self.tokens[self.at].kind not in MARKERS | {Kind.STOP}:
            self.at += 1
        start, end = self.tokens[first].start, self.tokens[self.at - 1].end
        if is_filler(self.folded[self.tokens[first].end : end]):
            self.pending = join_of(self.tokens[first].kind)
            return
        said = self.folded[start:end].strip(" ,、")
        if said and self.tokens[first].kind in {Kind.OR, Kind.SLASH}:
            self.doubt(doubts.NOT_JOINED, self.passage.span(start, end))
        self._said(start, end)

    def _marker(self, token: Token) -> None:
        """Take a marker between or after the papers."""
        self._flush(self.at)
        more = self.window.ahead[self.at + 1]
        if more and token.kind is Kind.ALL and self.row.trees and self.tokens[self.at + 1].kind is not Kind.COLON:
            conjunction = Join(Kind.AND, Tie.WORD)
            self.pending = self.pending.then(conjunction) if self.pending else conjunction
        elif more and self.depth < NESTING:
            self._nested_choice(self.tokens[self.at :])
            return
        elif not more:
            self.row.trailing = self.row.trailing or token
        self.at += 1

    def _nested_choice(self, tokens: Sequence[Token]) -> None:
        """Take a marker with the papers after it as one member of this row."""
        self.at = len(self.tokens)
        if tree := self.nested(tokens, self.depth + 1):
            self._add(tree)
