"""The same data further on in its source: copied when somebody asks for it, part by part.

What a document says of one category changes seldom; where it stands changes with every line that is added above it.
"""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
_LEAVES: Final = frozenset({"str", "int", "bool", "None", "LinkRole", "NoticeKind", "BlockKind", "Layout"}) | {
    "DoubtKind",
    "RepairKind",
}
"""What the fields of data are annotated with that hold no places."""


class Late:
    """A frozen dataclass with slots some of whose fields may be copied late, from one that stands elsewhere.

    Nobody can tell such an object from one that was made at once.  A thread that comes between another's looking and
    its setting makes the same copy once more.
    """

    __slots__ = ("_late",)
    _late: tuple[Any, int]
    """What it is copied from, and how much further on it stands; unset where nothing is copied."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any field
        if name not in _names(type(self)):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        home, by = self._late
        value = moved(getattr(home, name), by)
        object.__setattr__(self, name, value)
        return value


_FIELDS: Final[dict[type, frozenset[str]]] = {}
_MOVERS: Final[dict[type, Callable[[Any, int], Any]]] = {}


def _names(cls: type) -> frozenset[str]:
    if cls not in _FIELDS:
        _FIELDS[cls] = frozenset(field.name for field in fields(cls))
    return _FIELDS[cls]


def late(home: T, by: int, **now: object) -> T:
    """Return the same as :func:`moved`, but for the fields ``now``; others are copied when somebody asks for them."""
    made: T = object.__new__(type(home))
    for name, value in now.items():
        object.__setattr__(made, name, value)
    object.__setattr__(made, "_late", (home, by))
    return made


def home_of(item: T) -> tuple[T, int]:
    """Return what an object is copied from, and how much further on it stands; itself where it is no copy."""
    found: tuple[T, int] = getattr(item, "_late", None) or (item, 0)
    return found


def moved(item: T, by: int) -> T:
    """Return data with all its places ``by`` characters further on."""
    mover = _MOVERS.get(type(item)) or _mover(type(item))
    found: T = mover(item, by)
    return found


def _mover(cls: type) -> Callable[[Any, int], Any]:
    """Return what moves data of a class, written out for its fields: a loop over them would take twice as long."""
    names = [field.name for field in fields(cls) if field.init] if hasattr(cls, "__dataclass_fields__") else []
    if not names:
        _MOVERS[cls] = _several if cls is tuple else _as_it_is
        return _MOVERS[cls]
    types = {field.name: str(field.type) for field in fields(cls)}
    scope: dict[str, Any] = {"cls": cls, "moved": moved, "several": _several}
    if names == ["start", "end"]:
        arguments = ["item.start + by", "item.end + by"]
    else:
        arguments = [_argument(name, types[name]) for name in names]
    exec(f"def mover(item, by): return cls({', '.join(arguments)})", scope)  # noqa: S102 - names of our own fields
    _MOVERS[cls] = scope["mover"]
    return _MOVERS[cls]


def _argument(name: str, annotation: str) -> str:
    if set(re.findall(r"\w+", annotation)) - {"tuple"} <= _LEAVES:
        return f"item.{name}"
    return f"several(item.{name}, by)" if annotation.startswith("tuple[") else f"moved(item.{name}, by)"


def _as_it_is(item: Any, _by: int) -> Any:  # noqa: ANN401 - any leaf
    return item


def _several(items: tuple[Any, ...], by: int) -> tuple[Any, ...]:
    return tuple([moved(item, by) for item in items]) if items else items
