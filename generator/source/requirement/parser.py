"""Recursive descent over the outline: item, statement, clause, row."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from generator.catalogue import All, Choose, Doubt, DoubtKind, Nothing, Qualification, Span, Tree
from generator.source.requirement import doubts
from generator.source.requirement.heads import SHAPING, Head, labelled_clauses, leading_marker, read_head
from generator.source.requirement.items import Item, outline
from generator.source.requirement.joining import Reduction, Rule, covering, joined
from generator.source.requirement.lexer import marker_in, tokenize
from generator.source.requirement.listings import Lists
from generator.source.requirement.papers import Papers, is_optional, with_note
from generator.source.requirement.phrases import is_filler
from generator.source.requirement.plainrows import LAW_OPENERS, Row, plain_row
from generator.source.requirement.rows import NESTING, RowReader
from generator.source.requirement.runs import trimmed
from generator.source.requirement.tokens import Kind, Token
from generator.source.requirement.window import MARKERS
from generator.source.requirement.words import PATTERNS, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.source.requirement.passage import Passage


@dataclass(slots=True)
class Part:
    """What an item, a statement or a clause was read as."""

    tree: Tree
    lead: Kind | None = None
    trail: Kind | None = None
    """Connectors at its ends."""
    marker: Token | None = None
    """The marker that governs the tree."""
    loose: Token | None = None
    """A marker at its end that finds nothing to choose from in it, so that it belongs to the list above."""
    party: bool = False
    """It says to whom it applies."""


@dataclass(slots=True)
class Reading:
    """What a passage was read as."""

    part: Part | None = None
    remarks: list[tuple[int, int]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    lists: Lists = field(default_factory=Lists)


def parse(passage: Passage, header: Token | None) -> Reading:
    """Return the reading of a cell under the marker of its header (a token of any passage, or None)."""
    return _Parser(passage).run(header)


@lru_cache(maxsize=256)
def header_marker(folded: str) -> Token | None:
    """Return the marker of a header cell."""
    return marker_in(folded, 0, len(folded))


def rule_of(marker: Token | None) -> Rule:
    """Return the rule that a marker sets."""
    if marker is None:
        return Rule.OPEN
    return Rule.CHOOSE if marker.kind is Kind.CHOOSE else Rule.ALL


_CASES: Final = words("numbers", "cases")
_LONE_TITLES: Final = ([Kind.TITLE], [Kind.TEXT, Kind.TITLE])


class _Parser:
    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.folded = passage.folded
        self.reading = Reading()
        self.papers = Papers(passage)

    def run(self, header: Token | None) -> Reading:
        tokens = tokenize(self.folded)
        found = outline(self.folded, tokens, self.passage.items)
        for token in tokens:
            if token.kind in MARKERS and not is_filler(self.folded[token.inner[1] : token.end - 1]):
                self._remark(token.inner[1], token.end - 1)
        self.reading.remarks += found.remarks
        for start, end in found.conditional:
            self._doubt(doubts.CONDITION, start, end)
        if found.too_deep:
            self._doubt(doubts.LISTS_TOO_DEEP, found.too_deep.start, found.too_deep.end)
        self.reading.part = self._item(found.root, header)
        return self.reading

    # Notes -------------------------------------------------------------------------------------------

    def _doubt(self, reason: str, start: int, end: int) -> None:
        self._doubt_at(reason, self.passage.span(start, end))

    def _doubt_at(self, reason: str, span: Span, kind: DoubtKind = DoubtKind.MEANING) -> None:
        doubt = Doubt(reason, span, kind)
        if doubt not in self.reading.doubts[-8:]:
            self.reading.doubts.append(doubt)

    def _remark(self, start: int, end: int) -> None:
        self.reading.remarks.append((start, end))

    # Items and lists ---------------------------------------------------------------------------------

    def _item(self, item: Item, outer: Token | None = None) -> Part | None:
        """Return an item; ``outer`` is the header's marker, which governs the whole requirement."""
        if not item.tokens:
            return self._list(item.children, item.trailing or outer, Rule.OPEN)
        return self._statement(item.tokens, item, outer)

    def _list(self, items: Sequence[Item], marker: Token | None, rule: Rule) -> Part | None:
        """Return the items of a list under a marker, or under none."""
        if len(items) == 1 and items[0].number is None:
            part = self._item(items[0], marker)
            if part:
                part.marker = part.marker or marker
            return part
        parts = [part for item in items if (part := self._item(item)) is not None]
        if all(item.number and item.number.family.endswith(_CASES) for item in items):
            for part in parts:
                part.party = True
        if marker is None and parts and parts[-1].loose:
            marker = parts[-1].loose
        self.reading.lists.add(len(parts), marker, items)
        if len(parts) == 1 and marker is None:
            # A marker in an item's heading is the item's own, not one that the whole declares.
            if items[0].number:
                parts[0].marker = None
            return parts[0]
        return self._combined(parts, marker, rule) if parts else None

    def _combined(self, parts: Sequence[Part], marker: Token | None, rule: Rule) -> Part:
        """Return several parts as one: by the marker, else by connectors at their ends, else by who applies."""
        trees = [part.tree for part in parts]
        party = all(part.party for part in parts)
        if marker is not None and marker.kind is Kind.CHOOSE:
            single = len(trees) == 1 and marker.count <= 1
            tree = trees[0] if single else Choose(marker.count, tuple(trees), covering(trees))
            return Part(tree, marker=marker, party=party and len(parts) == 1)
        said = {part.trail for part in parts[:-1]} | {part.lead for part in parts[1:]}
        if marker is None and {Kind.OR, Kind.AND} <= said:
            self._doubt_at(doubts.MIXED, covering(trees))
        if marker is None and (Kind.OR in said or (party and len(parts) > 1)):
            return Part(Choose(1, tuple(trees), covering(trees)))
        if marker is None and rule is Rule.OPEN and Kind.AND not in said and len(parts) > 1:
            self._doubt_at(doubts.UNSAID, covering(trees), DoubtKind.UNDECLARED)
        return Part(trees[0] if len(trees) == 1 else All(tuple(trees), covering(trees)), marker=marker)

    # Statements and clauses --------------------------------------------------------------------------

    def _statement(self, tokens: Sequence[Token], item: Item, outer: Token | None, depth: int = 0) -> Part | None:
        kinds = [token.kind for token in tokens]
        if kinds in _LONE_TITLES and not item.children and self._is_plain(tokens):
            return self._lone_title(tokens, item.trailing, outer)
        if SHAPING.isdisjoint(kinds):
            return self._headed(Head(rest=trimmed(tokens)), item, None, outer, depth)
        marker, rest = leading_marker(self.folded, tokens)
        if marker is not None and not rest and not item.children and outer is None:
            self.reading.lists.add(0, marker)
            return None
        clauses = labelled_clauses(self.folded, rest)
        governs = marker or outer
        if len(clauses) == 1:
            return self._clause(rest, item, marker, outer, depth)
        last = len(clauses) - 1
        leaf = Item(item.style)
        owners = [*[leaf] * last, item]
        parts = [self._clause(clause, owner, None, None, depth) for clause, owner in zip(clauses, owners, strict=True)]
        found = [part for part in parts if part is not None]
        if governs is None and found and found[-1].loose:
            governs = found[-1].loose
        self.reading.lists.add(len(found), governs)
        return self._combined(found, governs, Rule.OPEN) if found else None

    def _is_plain(self, tokens: Sequence[Token]) -> bool:
        """Return whether the only title of some tokens has a name and is not the law that some paper rests on."""
        first, title = tokens[0], tokens[-1]
        law = first is not title and self.folded[first.start : title.start].strip().endswith(LAW_OPENERS)
        return title.inner[0] < title.inner[1] and not law

    def _lone_title(self, tokens: Sequence[Token], trailing: Token | None, outer: Token | None) -> Part:
        """Return the commonest statement, one 《…》 with nothing but words before it, as the long way would."""
        part = Part(self.papers.titled((tokens[0].start, tokens[-1].start), tokens[-1].inner))
        part.marker = trailing or outer
        if part.marker and part.marker.kind is Kind.CHOOSE:
            self.reading.lists.add(1, part.marker)
        if trailing and trailing.kind is Kind.CHOOSE:
            part.loose = trailing
        return part

    def _clause(
        self, tokens: Sequence[Token], item: Item, marker: Token | None, outer: Token | None, depth: int
    ) -> Part | None:
        """Return one clause: a head, a row of papers and the items below it."""
        head = read_head(self.folded, tokens, below=bool(item.children))
        return self._headed(head, item, marker, outer, depth)

    def _headed(self, head: Head, item: Item, marker: Token | None, outer: Token | None, depth: int) -> Part | None:
        below = bool(item.children)
        local = marker or head.marker
        if nothing := self._nothing(head, below=below):
            return self._under(nothing, head)
        row = self._row(head.rest, depth, below=below)
        governs = local or row.trailing or item.trailing or outer
        group = self._list(item.children, governs, Rule.OPEN) if below else None
        part = self._with_row(row, group, governs, head, outer=governs is outer) if row.trees else group
        if part is None:
            self._unread(head)
            return None
        return self._under(part, head)

    def _row(self, tokens: Sequence[Token], depth: int, *, below: bool) -> Row:
        if row := plain_row(self.papers, tokens):
            return row
        reader = RowReader(
            self.papers, tokens, nested=self._nested, doubt=self._doubt_at, remark=self._remark, depth=depth
        )
        return reader.read(below=below)

    def _nested(self, tokens: Sequence[Token], depth: int) -> Tree | None:
        """Return a group within a row: in brackets, or after a marker of its own."""
        if depth > NESTING:
            self._doubt(doubts.GROUPS_TOO_DEEP, tokens[0].start, tokens[-1].end)
            return None
        part = self._statement(tokens, Item("group"), None, depth) if tokens else None
        return part.tree if part else None

    def _with_row(self, row: Row, group: Part | None, marker: Token | None, head: Head, *, outer: bool) -> Part:
        """Return the papers of a row and, where there is one, the list below it."""
        if group is not None:
            return self._row_and_list(row, group, marker)
        rule = rule_of(marker)
        if rule is Rule.OPEN and head.holder:
            rule = Rule.ALL
        tree = Reduction(self._doubt_at).tree(row.trees, row.joins, rule)
        ends = Part(tree, row.lead, row.trail, party=row.applied and len(row.trees) == 1)
        if marker is None or marker.kind is Kind.ALL:
            ends.marker = marker
            return ends
        return self._chosen(ends, marker, trailing=marker is row.trailing, outer=outer)

    def _row_and_list(self, row: Row, group: Part, marker: Token | None) -> Part:
        if row.trail is None and marker is None:
            said = self.reading.doubts
            if said and said[-1].kind is DoubtKind.UNDECLARED and said[-1].span == group.tree.span:
                # What is open of the list alone follows from this.
                said.pop()
            self._doubt_at(doubts.ROW_AND_LIST, covering(row.trees))
        own = Reduction(self._doubt_at).tree(row.trees, row.joins, Rule.OPEN)
        return Part(joined(row.trail or Kind.AND, [own, group.tree]), row.lead)

    def _chosen(self, part: Part, marker: Token, *, trailing: bool, outer: bool) -> Part:
        """Return a row under a choice."""
        listed = part.tree.parts if isinstance(part.tree, Choose | All) else ()
        self.reading.lists.add(len(listed) or 1, marker)
        match part.tree:
            case Choose(count=1, holder=None, remark=None):
                part.tree, part.marker = replace(part.tree, count=marker.count), marker
                return part
            case All(parts=parts, holder=None) if trailing:
                self._doubt_at(doubts.CHOICE_OF_JOINED, part.tree.span)
                part.tree, part.marker = Choose(marker.count, parts, part.tree.span), marker
                return part
            case All():
                self._doubt_at(doubts.CHOICE_BUT_JOINED, part.tree.span)
        part.marker, part.loose = marker, None if outer else marker
        return part

    def _under(self, part: Part, head: Head) -> Part:
        """Return a part with what its head says of it."""
        if head.heading:
            part.tree = _remarked(part.tree, self.passage.words(*head.heading))
        if head.holder is None:
            return part
        label = self.passage.words(*head.holder)
        if is_optional(label):
            self._doubt_at(doubts.OPTIONAL_COUNTED, part.tree.span)
        part.tree, part.party = _held(part.tree, label), True
        return part

    def _nothing(self, head: Head, *, below: bool) -> Part | None:
        """Return Nothing where the words of a clause say so: 个体：无需."""
        rest = trimmed(head.rest)
        if below or not rest or Kind.TITLE in [token.kind for token in rest]:
            return None
        start, end = rest[0].start, rest[-1].end
        said = PATTERNS.nothing.match(self.folded, start, end)
        if said is None:
            return None
        remark = self.passage.words(said.end(), end).strip("，。；,;") or None
        return Part(Nothing(self.passage.span(start, said.end()), remark))

    def _unread(self, head: Head) -> None:
        for said in (head.holder, head.heading):
            if said:
                self._remark(*said)


def _remarked(tree: Tree, remark: str) -> Tree:
    if isinstance(tree, Qualification):
        return with_note(tree, "remark", remark)
    return replace(tree, remark=f"{remark}；{tree.remark}" if tree.remark else remark)


def _held(tree: Tree, holder: str) -> Tree:
    """Return the tree with its party; what was taken for one before becomes a remark."""
    match tree:
        case Nothing():
            return _remarked(tree, holder)
        case Qualification(holder=str(own)):
            return replace(with_note(tree, "remark", own), holder=holder)
        case Choose(holder=str(own)) | All(holder=str(own)):
            return replace(tree, holder=holder, remark=f"{own}；{tree.remark}" if tree.remark else own)
        case All(parts=parts, span=span, remark=remark):
            return All(parts, span, holder, remark)
        case _:
            return replace(tree, holder=holder)
