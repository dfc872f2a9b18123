"""The files of a built site, as a web server that knows upper from lower case would find them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

INDEX: Final = "index.html"
_MOST_ALIASES: Final = 8
"""How many symbolic links one path may go through."""


class Tree:
    """The files below a directory, each path composed (NFC) and relative to it, ``/`` between its parts.

    Nothing outside of the directory belongs to it, whatever symbolic links say.  Raises OSError.
    """

    def __init__(self, root: Path) -> None:
        self._root = Path(os.path.realpath(root))
        self._files: dict[str, Path] = {}
        self._aliases: dict[str, str] = {}
        self._folded: dict[str, str] | None = None
        self._scan()

    def pages(self) -> Iterator[tuple[str, Path]]:
        """Yield every HTML page, in the order of their paths: its path, and where it is on the disk."""
        return ((name, path) for name, path in sorted(self._files.items()) if name.endswith(".html"))

    def find(self, path: str, *, directory: bool) -> str | None:
        """Return the file that a server answers a path with, None where it has none; with ``directory``, for ``x/``."""
        inside = f"{path}/{INDEX}" if path else INDEX
        for candidate in (inside,) if directory or not path else (path, f"{path}.html", inside):
            if (real := self._real(candidate)) in self._files:
                return real
        return None

    def near(self, path: str) -> str | None:
        """Return the file that a path would mean if case did not matter."""
        if self._folded is None:
            self._folded = {name.casefold(): name for name in self._files}
        folded = path.casefold()
        tries = (folded, f"{folded}.html", f"{folded}/{INDEX}".lstrip("/"))
        return next((self._folded[name] for name in tries if name in self._folded), None)

    def _scan(self) -> None:
        waiting = [(self._root, "")]
        while waiting:
            directory, prefix = waiting.pop()
            with os.scandir(directory) as entries:
                for entry in entries:
                    name = prefix + normalize("NFC", entry.name)
                    if entry.is_symlink():
                        self._link(name, entry.path)
                    elif entry.is_dir():
                        waiting.append((Path(entry.path), f"{name}/"))
                    elif entry.is_file():
                        self._files[name] = Path(entry.path)

    def _link(self, name: str, path: str) -> None:
        real = Path(os.path.realpath(path))
        if real.is_relative_to(self._root):
            self._aliases[name] = "/".join(normalize("NFC", part) for part in real.relative_to(self._root).parts)

    def _real(self, path: str) -> str:
        """Return a path without the symbolic links that it goes through."""
        for _ in range(_MOST_ALIASES if self._aliases else 0):
            # The link nearest the root is followed first.
            longest = min(max(map(len, self._aliases)), len(path))
            ends = (end for end in range(1, longest + 1) if end == len(path) or path[end] == "/")
            end = next((end for end in ends if path[:end] in self._aliases), None)
            if end is None:
                break
            # Of a link to the root itself nothing remains.
            path = "/".join(part for part in (self._aliases[path[:end]], path[end + 1 :]) if part)
        return path
