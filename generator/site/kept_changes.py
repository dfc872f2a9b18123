"""What was found out about the past: a file that may be lost, and that nobody need believe when it is damaged."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from generator.exports.differences import Change, Kind
from generator.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NAME: Final = ".leimu-history.json"
"""The name of the file, beside the one that keeps the verdicts on links."""


class KeptChanges:
    """The differences between sources by what they held; the past does not change, so they need no date.

    ``stamp`` says what they were found out with; what another stamp kept is not believed.
    """

    def __init__(self, file: Path | None, stamp: str) -> None:
        """Open a file, None for none; it need not be there."""
        self.file = file
        self.stamp = stamp
        self._changes: dict[str, tuple[Change, ...]] = {}
        self._counts: dict[str, int | None] = {}
        self._used: set[str] = set()
        self._on_disk: set[str] = set()
        if file is not None:
            # Whatever may be in it: a history is read from git again, at worst.
            with suppress(OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
                self._load(file.read_bytes())

    def changes(self, key: str) -> tuple[Change, ...] | None:
        """Return what changed between two states, None where nobody has found out."""
        self._used.add(key)
        return self._changes.get(key)

    def keep_changes(self, key: str, changes: Sequence[Change]) -> None:
        """Keep what changed between two states."""
        self._changes[key] = tuple(changes)

    def knows(self, key: str) -> bool:
        """Tell whether anybody has counted the categories of a state."""
        self._used.add(key)
        return key in self._counts

    def count(self, key: str) -> int | None:
        """Return how many categories a state has, None where it cannot be read."""
        return self._counts[key]

    def keep_count(self, key: str, count: int | None) -> None:
        """Keep how many categories a state has."""
        self._counts[key] = count

    def save(self) -> None:
        """Write what was asked for since the last time; the rest has gone out of sight."""
        changes = {key: each for key, each in self._changes.items() if key in self._used}
        counts = {key: each for key, each in self._counts.items() if key in self._used}
        self._used = set()
        known = {*changes, *counts}
        if self.file is None or known == self._on_disk:
            return
        data = {
            "stamp": self.stamp,
            "changes": {key: [_written(each) for each in listed] for key, listed in sorted(changes.items())},
            "counts": dict(sorted(counts.items())),
        }
        with suppress(OSError):
            write_atomically(self.file, json.dumps(data, separators=(",", ":")).encode("ascii"))
            self._on_disk = known

    def _load(self, data: bytes) -> None:
        kept = json.loads(data)
        if kept["stamp"] != self.stamp:
            return
        changes = {str(key): tuple(_read(each) for each in listed) for key, listed in kept["changes"].items()}
        counts = {str(key): _number(each) for key, each in kept["counts"].items()}
        # All of it or nothing.
        self._changes, self._counts = changes, counts
        self._on_disk = {*changes, *counts}


def _written(change: Change) -> list[Any]:
    return [change.kind.value, change.category, list(change.path), change.before, change.after]


def _read(written: Any) -> Change:  # noqa: ANN401 - whatever stands in the file
    kind, category, path, before, after = written
    if not all(each is None or isinstance(each, str) for each in (category, before, after)):
        raise TypeError
    if not isinstance(path, list) or not all(isinstance(each, str) for each in path):
        raise TypeError
    return Change(Kind(kind), category, tuple(path), before, after)


def _number(written: Any) -> int | None:  # noqa: ANN401 - the same
    if written is not None and (isinstance(written, bool) or not isinstance(written, int) or written < 0):
        raise TypeError
    return None if written is None else int(written)
