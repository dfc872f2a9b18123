"""The strings of a catalogue as units of translation, in the order of the sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.locales.scripts import is_worded
from generator.locales.walking import walk
from generator.moving import moved

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.catalogue import Catalogue
    from generator.locales.remembering import Memory
    from generator.locales.walking import Place


@dataclass(slots=True)
class Unit:
    """One string to translate, wherever it stands."""

    context: str
    """Its semantic id: ``jinrong/yinhang.scope``; a string of several places has several units with one context."""
    text: str
    places: list[Place] = field(default_factory=list)
    plural: bool = False
    """Whether the translation may differ by a number in it."""
    comment: str = ""
    """What a translator should know of it."""

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all other units."""
        return self.context, self.text


class _Notes:
    """Takes the walk and writes down what is said."""

    notes = True

    def __init__(self, locale: str) -> None:
        self.units: dict[tuple[str, str], Unit] = {}
        self._noted: set[tuple[str, str, Place]] = set()
        self._locale = locale
        self._moved: tuple[int, list[tuple[tuple[str, str], list[Place]]]] | None = None
        """How much further on the strings were told to stand, and they."""

    def __call__(self, context: str, text: str, place: Place) -> str:
        if is_worded(text, self._locale):
            unit = self.units.setdefault((context, text), Unit(context, text))
            # A term may stand in as many places as there are categories.
            if (context, text, place) not in self._noted:
                self._noted.add((context, text, place))
                unit.places.append(place)
        return text

    def whole(self, shown: str) -> None:
        """Nothing is pending while nobody translates."""

    def same(self, shown: str, also: str) -> None:
        """Nothing is pending while nobody translates."""

    def apart(self) -> _Notes:
        """Return notes on one category."""
        return _Notes(self._locale)

    def join(self, apart: _Notes, by: int) -> None:
        """Take over notes on one category."""
        for key, places in apart.moved(by):
            # No other category has a string in the same place, as rows of a register have their header.
            if key in self.units:
                self.units[key].places += places
            else:
                self.units[key] = Unit(*key, [*places])

    def moved(self, by: int) -> list[tuple[tuple[str, str], list[Place]]]:
        """Return the strings with their places, those ``by`` characters further on."""
        if self._moved is None or self._moved[0] != by:
            found = [(key, [moved(place, by) for place in unit.places]) for key, unit in self.units.items()]
            self._moved = by, found
        return self._moved[1]


def units(
    catalogue: Catalogue, locale: str, extra: Iterable[Unit] = (), memory: Memory | None = None
) -> tuple[Unit, ...]:
    """Return the strings of a catalogue in the language ``locale``, terms first, then by their places.

    ``extra`` are those of the site round it.  With a ``memory`` that is quick where little has changed since it was
    last used for this language.
    """
    notes = _Notes(locale)
    turn = memory.turn(locale) if memory else None
    walk(catalogue, notes, turn)
    if memory and turn:
        memory.keep(turn)
    for unit in extra:
        if is_worded(unit.text, locale):
            notes.units.setdefault(unit.key, unit)
    return tuple(notes.units.values())
