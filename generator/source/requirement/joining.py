"""From papers and what stands between them to a tree: which connector binds tighter, and what a bare 、 means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, TypeAlias

from generator.catalogue import All, Choose, Span, Tree
from generator.source.requirement import doubts
from generator.source.requirement.tokens import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Rule(Enum):
    """What governs papers that only 、 or nothing joins."""

    CHOOSE = auto()
    ALL = auto()
    OPEN = auto()


class Tie(Enum):
    """How tightly a connector binds, loosest first."""

    STOP = 0
    """； and 。"""
    COMMA = 1
    """A word after a comma parts whole conjunctions."""
    WORD = 2
    SLASH = 3


@dataclass(frozen=True, slots=True)
class Join:
    """What stands between two papers."""

    kind: Kind | None
    """``Kind.AND``, ``Kind.OR``, or None where the context must say."""
    tie: Tie
    written: bool = True
    """False where nothing at all stands between them."""

    def then(self, other: Join) -> Join:
        """Return this and the next sign as one: ，或 binds as a comma does, ；或 as a semicolon."""
        if self.kind is not None:
            return self
        return Join(other.kind, min(self.tie, other.tie, key=lambda tie: tie.value))


_TIES = {
    Kind.STOP: Join(None, Tie.STOP),
    Kind.COMMA: Join(None, Tie.COMMA),
    Kind.PAUSE: Join(None, Tie.WORD),
    Kind.AND: Join(Kind.AND, Tie.WORD),
    Kind.OR: Join(Kind.OR, Tie.WORD),
    Kind.SLASH: Join(Kind.OR, Tie.SLASH),
}
BESIDE = Join(None, Tie.WORD, written=False)
"""Two papers side by side."""


def join_of(kind: Kind) -> Join | None:
    """Return how a connector joins; None for a token that is none."""
    return _TIES.get(kind)


def covering(trees: Sequence[Tree]) -> Span:
    """Return the span from the first to the last of some trees."""
    spans = [tree.span for tree in trees]
    # Lists, for there are two or three: a generator costs more than they do.
    return Span(min([span.start for span in spans]), max([span.end for span in spans]))


def joined(kind: Kind, trees: Sequence[Tree]) -> Tree:
    """Return one tree of several, a choice of one for OR; what is of the same kind already is taken apart."""
    if len(trees) == 1:
        return trees[0]
    parts: list[Tree] = []
    for tree in trees:
        parts.extend(_same(kind, tree))
    return Choose(1, tuple(parts), covering(parts)) if kind is Kind.OR else All(tuple(parts), covering(parts))


def _same(kind: Kind, tree: Tree) -> tuple[Tree, ...]:
    match kind, tree:
        case Kind.OR, Choose(count=1, holder=None, remark=None, parts=parts):
            return parts
        case Kind.AND, All(holder=None, remark=None, parts=parts):
            return parts
        case _:
            return (tree,)


_Group: TypeAlias = "tuple[Sequence[Tree], Sequence[Join]]"
"""Trees, and what stands between them."""


class Reduction:
    """Makes one tree of a row of papers."""

    def __init__(self, doubt: Callable[[str, Span], None]) -> None:
        self._doubt = doubt

    def tree(self, trees: Sequence[Tree], joins: Sequence[Join], rule: Rule) -> Tree:
        """Return the tree of a row; ``joins[i]`` stands between ``trees[i]`` and ``trees[i + 1]``."""
        if not joins:
            return trees[0]
        groups, between = self._parted(trees, joins, Tie.STOP)
        if len(groups) == 1:
            return self._clauses(*groups[0], rule)
        kind = self._kind(between, rule, trees)
        inner = Rule.OPEN if kind is Kind.OR or rule is Rule.CHOOSE else rule
        return joined(kind, [self._clauses(*group, inner) for group in groups])

    @staticmethod
    def _parted(trees: Sequence[Tree], joins: Sequence[Join], tie: Tie) -> tuple[Sequence[_Group], list[Join]]:
        """Return the groups that connectors of a tie part, and those connectors."""
        if tie not in [join.tie for join in joins]:
            return [(trees, joins)], []
        groups: list[tuple[list[Tree], list[Join]]] = [([trees[0]], [])]
        between: list[Join] = []
        for join, tree in zip(joins, trees[1:], strict=True):
            if join.tie is tie and not (tie is Tie.COMMA and join.kind is None):
                between.append(join)
                groups.append(([tree], []))
            else:
                groups[-1][0].append(tree)
                groups[-1][1].append(join)
        return groups, between

    def _kind(self, joins: Sequence[Join], rule: Rule, trees: Sequence[Tree]) -> Kind:
        """Return what connectors of one tie mean together: what one of them says, else what the rule says."""
        kinds = {join.kind for join in joins} - {None}
        if len(kinds) == 1:
            return Kind.OR if Kind.OR in kinds else Kind.AND
        if kinds:
            self._doubt(doubts.MIXED, covering(trees))
            return Kind.OR
        if rule is Rule.OPEN and any(join.written for join in joins):
            self._doubt(doubts.UNSAID, covering(trees))
        return Kind.OR if rule is Rule.CHOOSE else Kind.AND

    def _clauses(self, trees: Sequence[Tree], joins: Sequence[Join], rule: Rule) -> Tree:
        groups, between = self._parted(trees, joins, Tie.COMMA)
        if len(groups) == 1:
            return self._row(trees, joins, rule)
        kinds = {join.kind for join in between}
        if len(kinds) > 1:
            return self._mixed([self._row(*group, Rule.OPEN) for group in groups], between)
        kind = Kind.OR if Kind.OR in kinds else Kind.AND
        inner = Rule.OPEN if rule is Rule.CHOOSE and kind is Kind.OR else rule
        return joined(kind, [self._row(*group, inner) for group in groups])

    def _row(self, trees: Sequence[Tree], joins: Sequence[Join], rule: Rule) -> Tree:
        tight, words = self._slashed(trees, joins)
        if not words:
            return tight[0]
        said = {join.kind for join in words} - {None}
        bare = any(join.kind is None for join in words)
        if len(said) == 2:  # noqa: PLR2004 - both AND and OR
            bare_kind = Kind.OR if rule is Rule.CHOOSE else Kind.AND
            return self._mixed(tight, [Join(join.kind or bare_kind, join.tie) for join in words])
        if rule is Rule.CHOOSE and said == {Kind.AND} and bare:
            return self._choice_row(tight, words)
        return joined(self._kind(words, rule, tight), tight)

    @staticmethod
    def _slashed(trees: Sequence[Tree], joins: Sequence[Join]) -> tuple[Sequence[Tree], Sequence[Join]]:
        """Return the row with papers that a slash joins taken together."""
        if Tie.SLASH not in [join.tie for join in joins]:
            return trees, joins
        groups: list[list[Tree]] = [[trees[0]]]
        words: list[Join] = []
        for join, tree in zip(joins, trees[1:], strict=True):
            if join.tie is Tie.SLASH:
                groups[-1].append(tree)
            else:
                words.append(join)
                groups.append([tree])
        return [joined(Kind.OR, group) for group in groups], words

    @staticmethod
    def _choice_row(trees: Sequence[Tree], joins: Sequence[Join]) -> Tree:
        """Return a row under a choice that 、 and 和 join: 和 before the last paper only closes the row."""
        if all(join.kind is None for join in joins[:-1]):
            return joined(Kind.OR, trees)
        groups = [[trees[0]]]
        for join, tree in zip(joins, trees[1:], strict=True):
            if join.kind is None:
                groups.append([tree])
            else:
                groups[-1].append(tree)
        return joined(Kind.OR, [joined(Kind.AND, group) for group in groups])

    def _mixed(self, trees: Sequence[Tree], joins: Sequence[Join]) -> Tree:
        """Return a mixture as a choice between conjunctions; that is certain only if each side is one."""
        groups = [[trees[0]]]
        for join, tree in zip(joins, trees[1:], strict=True):
            if join.kind is Kind.OR:
                groups.append([tree])
            else:
                groups[-1].append(tree)
        if any(len(group) == 1 for group in groups):
            self._doubt(doubts.MIXED, covering(trees))
        return joined(Kind.OR, [joined(Kind.AND, group) for group in groups])
