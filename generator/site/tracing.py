"""Finding out what a template does with a page: it is given holes in place of words, and what becomes of them is noted.

A hole is a text that stands for another.  Where it is printed, a mark is left; filters that it goes through are kept
with the mark, to be done with the words of each page; questions about it are answered from the page at hand, and kept,
since what follows holds only for pages that give the same answer.  Anything else that is done with a hole cannot be
done afterwards, and :class:`UnlikeError` says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_OPEN, _CLOSE = "\ue0f0", "\ue0f1"
"""Around the number of a hole: private to this program, and refused where a page has them itself."""
MARK: Final = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_LATER: Final = frozenset({"e", "escape", "striptags", "url"})
"""Filters that can be applied to the words of a page afterwards."""
_PASSING: Final = frozenset({"d", "default"})
"""Filters that give back what they are given, after asking whether it is there."""


class UnlikeError(Exception):
    """A template does something with a page that cannot be done for another page afterwards."""


@dataclass(frozen=True, slots=True)
class Use:
    """What a template prints of a page."""

    name: str
    filters: tuple[str, ...] = ()


@dataclass
class Trace:
    """What a template does with one page."""

    values: Mapping[str, str]
    """The words of the page, by what they are."""
    uses: list[Use] = field(default_factory=list)
    """By the numbers of the marks."""
    answers: dict[tuple[str, str], bool] = field(default_factory=dict)
    """What was asked of the words: whether a text is in them, or (of the empty text) whether there are any."""

    def hole(self, name: str, filters: tuple[str, ...] = ()) -> Hole:
        """Return what stands for some words of the page, after some filters."""
        self.uses.append(Use(name, filters))
        return Hole(self, len(self.uses) - 1)

    def ask(self, name: str, part: str) -> bool:
        """Return whether words hold a text, and keep the question."""
        answer = holds(self.values[name], part)
        self.answers[name, part] = answer
        return answer


def holds(words: str, part: str) -> bool:
    """Tell whether a text is part of words; of the empty text, whether there are words at all."""
    return part in words if part else bool(words)


class Hole(str):
    """A text that stands for words of a page."""

    __slots__ = ("number", "trace")

    def __new__(cls, trace: Trace, number: int) -> Hole:  # noqa: PYI034 - no subclass of it makes sense
        """Return the mark of a use of words."""
        made = super().__new__(cls, f"{_OPEN}{number}{_CLOSE}")
        made.trace, made.number = trace, number
        return made

    trace: Trace
    number: int

    @property
    def use(self) -> Use:
        """What is printed here."""
        return self.trace.uses[self.number]

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - whatever it is
        """Refuse the methods of texts: their outcome depends on the words."""
        if name in _KNOWN:
            return super().__getattribute__(name)
        raise UnlikeError(name)

    def __bool__(self) -> bool:
        """Tell whether there are words."""
        self._unfiltered()
        return self.trace.ask(self.use.name, "")

    def __contains__(self, part: object) -> bool:
        """Tell whether a text is in the words."""
        self._unfiltered()
        if not isinstance(part, str) or not part:
            raise UnlikeError("in")
        return self.trace.ask(self.use.name, part)

    def _unfiltered(self) -> None:
        if self.use.filters:
            raise UnlikeError("a question about what filters made")

    def _refuse(self, *_others: object) -> Any:  # noqa: ANN401 - it returns nothing
        raise UnlikeError("an operation on text")

    __hash__ = str.__hash__
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __add__ = __radd__ = __mul__ = __rmul__ = __mod__ = _refuse
    __len__ = __iter__ = __getitem__ = __format__ = _refuse


_KNOWN: Final = frozenset({"trace", "number", "use", "_unfiltered", "_refuse", "__class__", "__str__"})


class Stand:
    """What stands for a page, or for something of it: it has what it is given, and nothing else."""

    def __init__(self, values: Mapping[str, Any], *, missing: frozenset[str] = frozenset()) -> None:
        self.__dict__.update(values)
        self._missing = missing
        """Names that no page has."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - it returns nothing
        """Say that a page has no such thing, or that nobody knows whether others have the same."""
        if name in self._missing or name.startswith("__"):
            raise AttributeError(name)
        raise UnlikeError(name)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - it returns nothing
        """Say that there is no such key: templates look among the keys for what is no attribute."""
        raise KeyError(name)


def later(name: str, apply: Callable[..., Any], is_traced: Callable[[], bool]) -> Callable[..., Any]:
    """Return a filter that keeps itself for later where it is given a hole; it is itself while nothing is traced."""

    @wraps(apply)
    def kept(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the filter takes
        if not is_traced():
            # A page may have any characters, those of a mark too.
            return apply(*arguments, **named)
        # Asking a hole itself would be noted.
        holes = [
            each for each in (*arguments, *named.values()) if isinstance(each, str) and str.__contains__(each, _OPEN)
        ]
        if not holes:
            return apply(*arguments, **named)
        # What comes before the text is the context, for a filter that wants it.
        (hole,) = holes if len(holes) == 1 else (None,)
        if not isinstance(hole, Hole) or (hole is not arguments[-1] and name not in _PASSING):
            raise UnlikeError(name)
        if name in _PASSING:
            return apply(*arguments, **named)
        if name not in _LATER:
            raise UnlikeError(name)
        return hole.trace.hole(hole.use.name, (*hole.use.filters, name))

    return kept
