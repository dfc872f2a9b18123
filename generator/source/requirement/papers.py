"""Qualifications: a paper's name, and its holder, scope, issuer, copies and remarks set apart from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from generator.catalogue import Qualification
from generator.source.requirement.phrases import names_paper
from generator.source.requirement.words import PATTERNS, compiled, words

if TYPE_CHECKING:
    import re

    from generator.source.requirement.passage import Passage

Aspect: TypeAlias = Literal["holder", "scope", "issuer", "copies", "remark"]
_ASPECTS: Final = get_args(Aspect)

_OPENERS: Final = words("issuers", "openers")
_CLUES: Final = words("issuers", "clues")
_BODIES: Final = words("issuers", "bodies")
_CONTRACTS: Final = words("issuers", "contracts")
_ADJECTIVES: Final = words("issuers", "adjectives")
_LEADERS: Final = words("connectors", "leaders")
_SCOPE: Final = compiled("brackets", "scope")
_APPLIES: Final = compiled("brackets", "applies", after=":?")
_STAMPS: Final = words("brackets", "stamps")
_OPTIONAL: Final = words("brackets", "optional")
_LETTERS: Final = compiled("connectors", "letters")
_LAWS: Final = words("laws", "openers")
_IDLE: Final = " ,;。:、\n"
_ALSO: Final = ("且", "并")
_COPIES_LENGTH: Final = 20
_SEPARATOR: Final = "；"
"""Between two notes of one paper."""


def with_note(paper: Qualification, aspect: Aspect, text: str) -> Qualification:
    """Return the paper with something more said of it; a second remark follows the first."""
    if not text:
        return paper
    held = getattr(paper, aspect)
    if aspect == "holder" and held:
        return with_note(paper, "remark", text)
    notes = [paper.holder, paper.scope, paper.issuer, paper.copies, paper.remark]
    notes[_ASPECTS.index(aspect)] = f"{held}{_SEPARATOR}{text}" if held else text
    return Qualification(paper.name, paper.span, *notes)


def is_optional(folded: str) -> bool:
    """Return whether words in a bracket say that the paper before them may be left out."""
    return folded.strip().startswith(_OPTIONAL)


class Papers:
    """Makes the papers of one passage."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.folded = passage.folded

    def titled(self, prefix: tuple[int, int], name: tuple[int, int]) -> Qualification:
        """Return the paper of a 《…》 and the words before it."""
        paper = Qualification(self.passage.words(*name), self.passage.span(*name))
        start, end = self._bare(*prefix)
        return self._prefixed(paper, start, end) if start < end else paper

    def plain(self, start: int, end: int) -> Qualification | None:
        """Return the paper that plain words name, None if no word is left."""
        start, end = self._bare(*self._unquoted(*self._bare(start, end)))
        copies = PATTERNS.copies.match(self.folded, start, end)
        if copies and copies.end() < end:
            start = self._bare(copies.end(), end)[0]
        if start >= end:
            return None
        first = self._after_law(start, end)
        paper = Qualification(self.passage.words(first, end), self.passage.span(first, end))
        paper = with_note(paper, "remark", self.passage.words(start, first).removesuffix("的"))
        return with_note(paper, "copies", self.passage.words(*copies.span()).removesuffix("的")) if copies else paper

    def _after_law(self, start: int, end: int) -> int:
        """Return where the paper begins after the law that it rests on: 符合《…》要求的…; ``start`` without one."""
        law = self.folded.rfind("》", start, end)
        of = self.folded.find("的", law, end) + 1 if law > 0 and self.folded.startswith(_LAWS, start) else 0
        return of if of and names_paper(self.folded, of, end) else start

    def _bare(self, start: int, end: int) -> tuple[int, int]:
        """Return the range without punctuation and blanks at its ends."""
        while start < end and self.folded[start] in _IDLE:
            start += 1
        while start < end and self.folded[end - 1] in _IDLE:
            end -= 1
        return start, end

    def _unquoted(self, start: int, end: int) -> tuple[int, int]:
        """Return the range without quotation marks, where they are round the whole of it."""
        quoted = self.folded.startswith('"', start) and self.folded.find('"', start + 1, end) == end - 1
        return (start + 1, end - 1) if quoted else (start, end)

    def _prefixed(self, paper: Qualification, start: int, end: int) -> Qualification:
        """Return the paper with the words before its title: copies, issuer, holder or remark."""
        if copies := PATTERNS.copies.match(self.folded, start, end):
            paper = with_note(paper, "copies", self.passage.words(*copies.span()).removesuffix("的"))
            start = self._bare(copies.end(), end)[0]
        elif copies := self._copies_at_end(start, end):
            paper = with_note(paper, "copies", self.passage.words(copies.start(), end))
            end = self._bare(start, copies.start())[1]
        return with_note(paper, *self._role(start, end)) if start < end else paper

    def _copies_at_end(self, start: int, end: int) -> re.Match[str] | None:
        found = PATTERNS.copies.finditer(self.folded, max(start, end - _COPIES_LENGTH), end)
        return next((match for match in found if match.end() == end), None)

    def _role(self, start: int, end: int) -> tuple[Aspect, str]:
        """Return what the words before a title are, and their text as it is kept."""
        words_of = self.folded[start:end]
        core = words_of.removesuffix("的")
        led = core.startswith(_LEADERS) and not _LETTERS.match(core)
        if led or core.startswith(_LAWS) or core.endswith(_CONTRACTS) or "《" in core:
            return "remark", self.passage.words(start, end)
        clue = next((clue for clue in _CLUES if core.endswith(clue) and clue != core), "")
        last = start + len(core) - len(clue)
        first = start + len(next((opener for opener in _OPENERS if core.startswith(opener)), ""))
        if (clue and first < last) or core.endswith(_BODIES):
            return "issuer", self.passage.words(first, last)
        if core == words_of or core in _ADJECTIVES:
            return "remark", self.passage.words(start, end)
        return "holder", self.passage.words(start, start + len(core))

    def bracketed(self, paper: Qualification, start: int, end: int) -> tuple[Qualification, bool]:
        """Return the paper with what the bracket after it says, and whether that is to whom it applies."""
        start, end = self._bare(start, end)
        text = self.folded[start:end]
        if applies := _APPLIES.match(text):
            return with_note(paper, "holder", self.passage.words(start + applies.end(), end)), True
        if PATTERNS.copies.fullmatch(text):
            return with_note(paper, "copies", self.passage.words(start, end)), False
        scope = _SCOPE.match(text) and not any(stamp in text for stamp in _STAMPS)
        return with_note(paper, "scope" if scope else "remark", self.passage.words(start, end)), False

    def followed(self, paper: Qualification, aspect: Aspect, start: int, end: int) -> Qualification:
        """Return the paper with the words after it that stand in no bracket."""
        start, end = self._bare(start, end)
        if aspect == "scope" and self.folded.startswith(_ALSO, start):
            start += 1
        copies = PATTERNS.copies.fullmatch(self.folded, start, end)
        return with_note(paper, "copies" if copies else aspect, self.passage.words(start, end))
