"""What the lexer makes of a text: tokens of many kinds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.source.requirement.numbering import Number


class Kind(IntEnum):
    """What a token is; a number, so that looking one up in a set costs little."""

    LINE = auto()
    BLANK = auto()
    TITLE = auto()
    """《…》; ``inner`` is the name."""
    LOOSE = auto()
    """A 》 that nothing opened: what stands before it is a name."""
    BRACKET = auto()
    TAG = auto()
    """【…】"""
    QUOTE = auto()
    NUMBER = auto()
    CHOOSE = auto()
    ALL = auto()
    AND = auto()
    OR = auto()
    SLASH = auto()
    PAUSE = auto()
    """、"""
    COMMA = auto()
    STOP = auto()
    """； or 。"""
    COLON = auto()
    VERB = auto()
    SCOPE = auto()
    """且业务范围必须…, 含…: what a paper must cover."""
    NOTE = auto()
    IF = auto()
    TEXT = auto()


@dataclass(slots=True, eq=False)
class Token:
    """A range ``[start, end)`` of the text and what it is; never changed (frozen ones are dear to make)."""

    kind: Kind
    start: int
    end: int
    inner: tuple[int, int] = (0, 0)
    """The range between the marks of a title, bracket or tag; the words alone of a marker."""
    number: Number | None = None
    count: int = 0
    """Of a choice: how many to choose."""
    among: int | None = None
    """Of a choice: out of how many, where that is said."""

    def moved(self, by: int) -> Token:
        """Return the same token farther on in a text."""
        inner = (self.inner[0] + by, self.inner[1] + by)
        return Token(self.kind, self.start + by, self.end + by, inner, self.number, self.count, self.among)
