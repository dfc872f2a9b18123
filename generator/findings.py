"""Findings: what the rules say of a catalogue, one value for every report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.catalogue import Span


class Severity(StrEnum):
    """How much a finding matters; ``INFO < WARNING < ERROR``, so ``max`` gives the worst.

    Comparing with a string that names no severity raises :class:`ValueError`.
    """

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for info, rising with the weight."""
        return list(Severity).index(self)

    # A StrEnum would compare as text, and "error" < "info" < "warning" is an order that nobody means.
    def __lt__(self, other: str) -> bool:
        """Tell whether this one matters less."""
        return self.rank < Severity(other).rank

    def __le__(self, other: str) -> bool:
        """Tell whether this one matters no more."""
        return self.rank <= Severity(other).rank

    def __gt__(self, other: str) -> bool:
        """Tell whether this one matters more."""
        return self.rank > Severity(other).rank

    def __ge__(self, other: str) -> bool:
        """Tell whether this one matters no less."""
        return self.rank >= Severity(other).rank


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """What asking the web said of one address, as the rules are told of it."""

    verdict: str
    """One of the verdicts of the link check: ``broken``, ``blocked`` …"""
    message: str
    """Why, on one line, without a full stop."""
    hint: str | None
    url: str
    """The address as it is written."""
    uses: tuple[tuple[int, Span], ...]
    """Every place of the address: which of :attr:`Catalogue.sources`, and the characters there."""
    moved: str | None = None
    """The address to write in its place, where it has moved for good."""


@dataclass(frozen=True, slots=True)
class TranslationFault:
    """What is wrong with a translation, as the rules are told of it."""

    rule: str
    """The rule that it is for: ``untranslated``, ``fuzzy-translation`` …"""
    message: str
    """What is wrong, on one line, without a full stop."""
    hint: str
    source: int
    """Which of :attr:`Catalogue.sources` it is about."""
    span: Span | None
    """The string there; None for what no source says."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A change of one source that mends a finding."""

    description: str
    """What it does, in the imperative: ``declare 2选1``."""
    edits: tuple[tuple[Span, str], ...]
    """What to write in place of each span, in the order of the source, without overlap."""
    command: str = "check"
    """The command that makes the change with ``--fix``."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule has to say of one place."""

    rule: str
    """The rule's name: ``count-mismatch``."""
    code: str
    """The rule's code: ``R201``."""
    severity: Severity
    message: str
    """What is wrong, on one line, without a full stop."""
    hint: str | None
    """What to do about it, on one line."""
    source: int
    """Which of :attr:`Catalogue.sources` it is about."""
    span: Span
    """The characters to underline; empty where something is missing."""
    category: tuple[str, ...] | None = None
    """The path of the category that it is about, if it is about one."""
    fix: Fix | None = None
