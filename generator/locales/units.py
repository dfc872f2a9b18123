"""The strings of a catalogue as units of translation, in the order of the sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.locales.scripts import is_worded
from generator.locales.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.catalogue import Catalogue
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

    def __init__(self, locale: str) -> None:
        self.units: dict[tuple[str, str], Unit] = {}
        self._locale = locale
        self._seen: set[tuple[tuple[str, str], Place]] = set()

    def __call__(self, context: str, text: str, place: Place) -> str:
        if is_worded(text, self._locale):
            unit = self.units.setdefault((context, text), Unit(context, text))
            # A label may stand in a hundred thousand places.
            if (unit.key, place) not in self._seen:
                self._seen.add((unit.key, place))
                unit.places.append(place)
        return text

    def whole(self, shown: str) -> None:
        """Nothing is pending while nobody translates."""

    def same(self, shown: str, also: str) -> None:
        """Nothing is pending while nobody translates."""


def units(catalogue: Catalogue, locale: str, extra: Iterable[Unit] = ()) -> tuple[Unit, ...]:
    """Return the strings of a catalogue in the language ``locale``, terms first, then by their places.

    ``extra`` are those of the site round it.
    """
    notes = _Notes(locale)
    walk(catalogue, notes)
    for unit in extra:
        if is_worded(unit.text, locale):
            notes.units.setdefault(unit.key, unit)
    return tuple(notes.units.values())
