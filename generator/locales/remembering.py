"""What was said of a category's strings, for as long as the category says the same, wherever it has moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.moving import late

if TYPE_CHECKING:
    from generator.catalogue import Category
    from generator.locales.walking import Speaker


@dataclass(slots=True)
class Told:
    """A category as it was told, and who told it; places count from where the category's own do."""

    home: Category
    papers: tuple[str, ...]
    """The names of its papers."""
    called: tuple[str | None, ...]
    """What its groups and papers were called: what else the telling hangs on."""
    speaker: Speaker
    said: Category
    placed: tuple[int, Category] | None = None
    """How much further on the category stands, and what was said of it there."""

    def at(self, by: int) -> Category:
        """Return what was said, with its places ``by`` characters further on."""
        if self.placed is None or self.placed[0] != by:
            self.placed = placed = by, late(self.said, by)
            return placed[1]
        return self.placed[1]


class Memory:
    """What was said of the categories of one catalogue the last time; several threads may use one."""

    def __init__(self) -> None:
        self._of: object = None
        self._last: dict[int, Told] = {}

    def turn(self, of: object) -> Turn:
        """Return what is known as one walk begins; ``of`` is the one thing that everything said hangs on."""
        return Turn(self._last if of == self._of else {}, of)

    def keep(self, turn: Turn) -> None:
        """Keep what one walk has met, and nothing else."""
        self._of, self._last = turn.of, turn.met


class Turn:
    """What one walk knows of categories, and meets."""

    def __init__(self, known: dict[int, Told], of: object) -> None:
        self.of = of
        self.met: dict[int, Told] = {}
        self._known = known

    def find(self, home: Category) -> Told | None:
        """Return what was said of that very category."""
        told = self._known.get(id(home))
        return told if told is not None and told.home is home else None

    def keep(self, told: Told) -> None:
        """Keep what is said now."""
        self.met[id(told.home)] = told
