"""What earlier runs learned of addresses: a file that any number of processes may use, and that may be lost."""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from generator.links.verdict import Answer, Verdict

if TYPE_CHECKING:
    from pathlib import Path

    from generator.links.collecting import Target

VERSION: Final = 1
"""Of the form of the file and of the judgement: what another version kept is not believed."""
_PATIENCE: Final = 30.0
"""Seconds to wait for another process that writes."""
_BATCH: Final = 100
_BATCH_SECONDS: Final = 1.0
_KEPT: Final = 180 * 86_400
"""Seconds after which an address that nobody asked about is forgotten."""
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS links (
    key BLOB PRIMARY KEY, verdict TEXT NOT NULL, reason TEXT NOT NULL, hint TEXT, status INTEGER, redirect TEXT,
    settled INTEGER, etag TEXT, modified TEXT, checked REAL NOT NULL, failing_since REAL, failures INTEGER NOT NULL
) WITHOUT ROWID
"""
_GOOD: Final = frozenset([Verdict.OK, Verdict.REDIRECTED])


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the last run that asked for an address learned."""

    verdict: Verdict
    reason: str
    hint: str | None
    status: int | None
    redirect: str | None
    settled: bool
    etag: str | None
    modified: str | None
    checked: float
    """Seconds since 1970, as are all times here."""
    failing_since: float | None
    """When the first of the last failures in a row was; None where the last verdict was no failure."""
    failures: int
    """How many runs in a row failed."""

    @property
    def good(self) -> bool:
        """Whether the page was there."""
        return self.verdict in _GOOD

    def answer(self, target: Target) -> Answer:
        """Return what was said, as an answer for an address."""
        return Answer(
            target,
            self.verdict,
            self.reason,
            self.hint,
            self.status,
            self.redirect,
            bool(self.settled),
            remembered=True,
        )


class Memory:
    """The file; one that is damaged, or of another version, is thrown away, and without rights it does nothing."""

    def __init__(self, file: Path | None, now: float | None = None) -> None:
        """Open a file, None for none; it is made where it is not there."""
        self.file = file
        self.now = time.time() if now is None else now
        self.trouble: str | None = None
        """Why nothing is kept, though it should be."""
        self._waiting: list[tuple[object, ...]] = []
        self._since = time.monotonic()
        self._connection = self._opened() if file else None

    @property
    def keeps(self) -> bool:
        """Whether the next run will know of this one."""
        return self._connection is not None

    def _opened(self) -> sqlite3.Connection | None:
        for attempt in (1, 2):
            connection = None
            try:
                connection = sqlite3.connect(str(self.file), timeout=_PATIENCE, isolation_level=None)
                self._prepare(connection)
            except sqlite3.OperationalError as error:
                # No rights, no room, or somebody else has it for long: what it holds is not to blame.
                self.trouble = str(error)
            except sqlite3.DatabaseError as error:
                if connection:
                    connection.close()
                self.trouble = str(error)
                if attempt == 1 and self.file:
                    with suppress(OSError):
                        self.file.unlink()
                    continue
            else:
                self.trouble = None
                return connection
            if connection:
                connection.close()
            return None
        return None

    def _prepare(self, connection: sqlite3.Connection) -> None:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        if version not in (0, VERSION):
            connection.execute("DROP TABLE IF EXISTS links")
        connection.execute(_TABLE)
        connection.execute("DELETE FROM links WHERE checked < ?", (self.now - _KEPT,))
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
        # A page that is damaged shows only when it is read.
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("damaged")
        connection.execute("SELECT key, verdict, failures FROM links LIMIT 1").fetchone()

    def recall(self, url: str) -> Remembered | None:
        """Return what is known of an address, None where nothing is, or nothing that can be read."""
        if self._connection is None:
            return None
        try:
            row = self._connection.execute(
                "SELECT verdict, reason, hint, status, redirect, settled, etag, modified, checked, failing_since, "
                "failures FROM links WHERE key = ?",
                (_key(url),),
            ).fetchone()
            return Remembered(Verdict(row[0]), *row[1:]) if row else None
        except (sqlite3.Error, ValueError, TypeError) as error:
            self.trouble = str(error)
            return None

    def keep(self, answer: Answer, before: Remembered | None, *, failed: bool) -> Remembered:
        """Keep what a run learned of an address, with what was known before; return what is known now."""
        since = (before.failing_since if before and before.failing_since else self.now) if failed else None
        failures = (before.failures if before else 0) + 1 if failed else 0
        now = Remembered(
            answer.verdict,
            answer.reason,
            answer.hint,
            answer.status,
            answer.redirect,
            answer.settled,
            answer.etag,
            answer.modified,
            self.now,
            since,
            failures,
        )
        if self._connection is not None:
            self._waiting.append(
                (
                    _key(answer.target.url),
                    now.verdict.value,
                    now.reason,
                    now.hint,
                    now.status,
                    now.redirect,
                    now.settled,
                    now.etag,
                    now.modified,
                    now.checked,
                    now.failing_since,
                    now.failures,
                )
            )
            if len(self._waiting) >= _BATCH or time.monotonic() - self._since > _BATCH_SECONDS:
                self.flush()
        return now

    def flush(self) -> None:
        """Write what has been kept."""
        self._since = time.monotonic()
        if self._connection is None or not self._waiting:
            return
        rows, self._waiting = self._waiting, []
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(
                "INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
            )
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self.trouble = str(error)
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """Write what has been kept, and let go of the file."""
        self.flush()
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _key(url: str) -> bytes:
    """Return what an address is kept under: no password of it must lie on a disk."""
    return sha256(url.encode("utf-8", "surrogatepass")).digest()
