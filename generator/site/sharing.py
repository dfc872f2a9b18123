"""Sharing the work of a build among processes, one a core: the languages of a site, and the pages of a large one.

A process that is split off knows all that its parent knows and changes nothing of it; what it makes comes back by a
pipe.  Where the system cannot split processes off, or has but one core, everything is made in turn.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
import sys
import threading
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mkdocs.structure.files import File, Files

MANY: Final = 400
"""Pages, below which they are made sooner than shared out."""
Result = TypeVar("Result")


def cores() -> int:
    """Return how many processes can run at once; 1 where none can be split off."""
    if sys.platform == "win32" or not hasattr(os, "fork") or threading.active_count() > 1:
        # Another thread may hold a lock that nobody would give back in the new process.
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def apart(work: Callable[[], Result]) -> Callable[[], Result]:
    """Begin some work in a process of its own; what is returned waits for it and gives its result.

    What cannot be done there, for whatever reason, is done here.
    """
    process = _Process.split()
    if process is None:
        return work
    if process.is_here:
        try:
            made = pickle.dumps(work())
        except BaseException:  # noqa: BLE001 - whatever it is, it is raised where somebody waits for it
            process.give_up()
        process.end(made)

    def result() -> Result:
        made = process.wait()
        return work() if made is None else pickle.loads(made)  # noqa: S301 - this program's own, through a pipe

    return result


class Shares:
    """The pages of one build, of which each process makes its part."""

    def __init__(self) -> None:
        self._others: list[_Process] = []
        self._here: _Process | None = None
        self._heard = _Ear()

    @property
    def is_elsewhere(self) -> bool:
        """Whether this is a process that makes some of the pages, and nothing else."""
        return self._here is not None

    def share_out(self, files: Files) -> None:
        """Let MkDocs make the pages in several processes: each is given those that it is to make."""
        every = files.documentation_pages

        def part(**inclusion: Any) -> Sequence[File]:  # noqa: ANN401 - MkDocs's own
            found = every(**inclusion)
            # MkDocs names what is included where it reads pages and where it makes them, and nowhere else.
            return self._split(found) if inclusion and len(found) >= MANY else found

        files.documentation_pages = part  # type: ignore[method-assign]  # it has no event there

    def _split(self, files: Sequence[File]) -> Sequence[File]:
        count = cores()
        size = -(-len(files) // count)
        for place in range(1, count):
            process = _Process.split()
            if process is None:
                return [*files[:size], *files[place * size :]]
            if process.is_here:
                self._here, self._others = process, []
                logging.getLogger("mkdocs").addHandler(self._heard)
                return files[place * size : (place + 1) * size]
            self._others.append(process)
        return files[:size]

    def end(self) -> NoReturn:
        """End a process that has made its pages."""
        logging.getLogger("mkdocs").removeHandler(self._heard)
        if self._here is None:
            raise RuntimeError
        self._here.end(json.dumps(self._heard.said).encode())

    def join(self) -> list[tuple[str, int, str]] | None:
        """Wait for the other processes; return what they have told, None if one has failed (and said why)."""
        said: list[tuple[str, int, str]] = []
        told = [process.wait() for process in self._others]
        self._others = []
        for each in told:
            if each is None:
                return None
            said.extend((str(name), int(level), str(words)) for name, level, words in json.loads(each))
        return said

    def abandon(self) -> None:
        """End this process if it is but a part of a build; else end the others."""
        if self._here is not None:
            self._here.give_up()
        for process in self._others:
            process.stop()
        self._others = []


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what the parent must know of: what is told is on the screen already."""
        if record.levelno >= logging.WARNING:
            self.said.append((record.name, record.levelno, record.getMessage()))


class _Process:
    """A process that was split off, as both sides see it."""

    def __init__(self, identifier: int, pipe: int) -> None:
        self._identifier = identifier
        self._pipe = pipe

    @property
    def is_here(self) -> bool:
        """Whether this is the process itself."""
        return self._identifier == 0

    @classmethod
    def split(cls) -> _Process | None:
        """Split a process off; None where that cannot be."""
        if sys.platform == "win32" or cores() == 1:
            return None
        for stream in (sys.stdout, sys.stderr):
            # What is in a buffer would be printed twice.
            stream.flush()
        reading, writing = os.pipe()
        try:
            identifier = os.fork()
        except OSError:
            os.close(reading)
            os.close(writing)
            return None
        os.close(writing if identifier else reading)
        return cls(identifier, reading if identifier else writing)

    def end(self, made: bytes) -> NoReturn:
        """End this process, and send what it has made."""
        try:
            with os.fdopen(self._pipe, "wb") as stream:
                stream.write(made)
        except OSError:  # nobody is there any more
            self.give_up()
        self._leave(0)

    def give_up(self) -> NoReturn:
        """End this process with nothing made."""
        self._leave(1)

    def _leave(self, status: int) -> NoReturn:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        # Nothing of the parent's is to be closed, removed or written here.
        os._exit(status)

    def wait(self) -> bytes | None:
        """Return what the process has made, when it has; None if it gave up."""
        with os.fdopen(self._pipe, "rb") as stream:
            made = stream.read()
        _identifier, status = os.waitpid(self._identifier, 0)
        return made if os.waitstatus_to_exitcode(status) == 0 else None

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        os.kill(self._identifier, 9)
        self.wait()
