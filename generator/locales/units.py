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
        for key, noted in apart.units.items():
            places = [moved(place, by) for place in noted.places] if by else noted.places
            if key not in self.units:
                self.units[key] = Unit(*key, list(places))
            else:
                # What was noted apart stands in one category; of others, some share a header.
                self.units[key].places += places if by else self._new(key, places)
            if not by:
                self._noted.update((*key, place) for place in places)

    def _new(self, key: tuple[str, str], places: Iterable[Place]) -> list[Place]:
        return [place for place in places if (*key, place) not in self._noted]


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
