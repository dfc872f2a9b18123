"""Where local addresses lead: to other sources, or to files below the directory of the sources."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from generator.rules.nearest import Names

if TYPE_CHECKING:
    from generator.catalogue import Catalogue, Source


class Disk:
    """What one run of a rule learns of the disk; it asks for each directory once."""

    def __init__(self, catalogue: Catalogue, base: Path, docs: Path | None = None) -> None:
        """Look at the sources of a catalogue, whose names are relative to ``base``.

        ``docs`` is the directory whose files a site publishes at its root, absolute or relative to ``base``; None
        where there is none.
        """
        self.base = base
        self.docs = docs
        self._sources = {normpath(source.file): number for number, source in enumerate(catalogue.sources)}
        self._listed: dict[Path, frozenset[str]] = {}
        self._choices: dict[Path, Names] = {}

    @cached_property
    def _home(self) -> Path:
        # Not resolved: a link on the disk is followed by name, as a browser would.
        return Path(os.path.normpath(Path.cwd() / self.base))

    def source(self, near: Source, path: str) -> int | None:
        """Return the number of the source that a path leads to from another, None where it leads to none."""
        return self._sources.get(_joined(near, path))

    def holds(self, near: Source, path: str) -> bool:
        """Tell whether a path leads from a source to something, every letter written as on disk."""
        if self.source(near, path) is not None:
            return True
        return self._exists(_joined(near, path))

    def publishes(self, path: str) -> bool:
        """Tell whether a path that begins with / leads to a file that a site has there."""
        below = normpath(path.lstrip("/"))
        if self.docs is None or below == ".":
            return below == "."
        # A page is published under another name than its file's.
        page = f"{below.removesuffix('.html')}.md"
        return any(self._exists(join(self.docs.as_posix(), name)) for name in (below, page))

    def meant(self, near: Source, path: str) -> str | None:
        """Return the path that was probably meant, None where nothing below ``base`` and no source is like it."""
        folder, _, name = path.rstrip("/").rpartition("/")
        place = _joined(near, folder) if folder else dirname(near.file)
        right = self._choice(self._place(place)).nearest(name)
        return (f"{folder}/{right}" if folder else right) if right else None

    def _choice(self, directory: Path) -> Names:
        """Return the names in a directory; of one outside ``base``, which is nobody's business, the sources alone."""
        if directory not in self._choices:
            names = self._names(directory) if directory.is_relative_to(self._home) else frozenset()
            self._choices[directory] = Names(sorted({*names, *self._sources_in.get(directory, ())}))
        return self._choices[directory]

    @cached_property
    def _sources_in(self) -> dict[Path, list[str]]:
        found: dict[Path, list[str]] = {}
        for file in self._sources:
            place = self._place(file)
            found.setdefault(place.parent, []).append(place.name)
        return found

    def _exists(self, joined: str) -> bool:
        at = self._place(joined)
        try:
            inside = at.relative_to(self._home)
        except ValueError:
            # What lies outside is not ours to be strict about.
            return _is_there(at)
        here = self._home
        for name in inside.parts:
            if name not in self._names(here):
                return False
            here /= name
        return True

    def _place(self, joined: str) -> Path:
        return Path(os.path.normpath(self._home / joined))

    def _names(self, directory: Path) -> frozenset[str]:
        """Return what a directory holds; nothing where it is none or cannot be read."""
        if directory not in self._listed:
            try:
                self._listed[directory] = frozenset(entry.name for entry in directory.iterdir())
            except (OSError, ValueError):
                self._listed[directory] = frozenset()
        return self._listed[directory]


def _joined(near: Source, path: str) -> str:
    return normpath(join(dirname(near.file), path))


def _is_there(place: Path) -> bool:
    try:
        return place.exists()
    except (OSError, ValueError):
        return False
