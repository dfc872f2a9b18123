"""Sharing the work of a build among processes, one a core: the languages of a site, and the pages of a large one.

A process that is split off knows all that its parent knows and changes nothing of it; what it makes comes back by a
pipe.  Where the system cannot split processes off, or has but one core, everything is made in turn.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import json
import logging
import os
import pickle
import signal
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

MANY: Final = 400
"""Pages, below which they are made sooner than shared out."""
Said = tuple[str, int, str]
"""Something that a build has told: the name of the log, the level, the words."""
Result = TypeVar("Result")
_EVENTS: Final = ("page_context", "post_page")
"""What plugins hear of while pages are made: one that gathers something must hear of all pages in one process."""
_FORGETFUL: Final = ("generator.site.", "material.plugins.search.")
"""Plugins that gather nothing there; Material's search does, but not of the pages that a site of ours is made of."""
_LENGTH: Final = 8
"""Bytes before what a process sends: the number of those that follow, since the system may keep no status of it."""
_TELL_OF_THE_PARENT: Final = 1
"""A value of Linux, from linux/prctl.h."""


# A process that ends gives back its memory as a whole; finding all that leads in circles first took a while.
atexit.register(gc.freeze)


def cores() -> int:
    """Return how many processes can run at once; 1 where none can be split off."""
    if sys.platform == "win32" or not hasattr(os, "fork") or threading.active_count() > 1:
        # Another thread may hold a lock that nobody would give back in the new process.
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_share(config: MkDocsConfig) -> bool:
    """Tell whether no plugin or hook can miss the pages that another process makes."""
    hands = (getattr(hand, "__self__", None) for event in _EVENTS for hand in config.plugins.events[event])
    return all(type(each).__module__.startswith(_FORGETFUL) for each in hands)


class Ear(logging.Handler):
    """Hears what a build tells, so that it can be told elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[Said] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning, and all that this program says."""
        if record.levelno >= logging.WARNING or record.name.endswith(".leimu"):
            self.said.append((record.name, record.levelno, record.getMessage()))


class Shares:
    """The work of one build, of which each process does its part."""

    def __init__(self) -> None:
        self._others: list[_Process] = []
        """Those that nobody has waited for yet."""
        self._here: _Process | None = None
        self._heard = Ear()
        self._is_settled = False

    def settle(self) -> None:
        """Tell Python's garbage collector that all there is now is needed to the end of the build.

        It went through all of it again and again, and a process that was split off had to copy what it went through.
        """
        if self._is_settled or not gc.get_freeze_count():
            gc.freeze()
            self._is_settled = True

    def unsettle(self) -> None:
        """Let the collector look at all of it again: the process may have other things to do."""
        if self._is_settled:
            gc.unfreeze()
        self._is_settled = False

    def apart(self, work: Callable[[], Result]) -> Callable[[], Result]:
        """Begin some work in a process of its own; what is returned waits for it and gives its result.

        What cannot be done there, for whatever reason, is done here.
        """
        self.settle()
        process = _Process.split()
        if process is None:
            return work
        if process.is_here:
            try:
                made = pickle.dumps(work())
            except BaseException:  # noqa: BLE001 - whatever it is, it is raised where somebody waits for it
                process.give_up()
            process.end(made)
        self._others.append(process)

        def result() -> Result:
            made = process.wait()
            self._others.remove(process)
            return work() if made is None else pickle.loads(made)  # noqa: S301 - this program's own, through a pipe

        return result

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
        self.settle()
        count = cores()
        size = -(-len(files) // count)
        # Of few pages on many cores, some processes would get none.
        for place in range(1, -(-len(files) // size)):
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

    def join(self) -> list[Said] | None:
        """Wait for the other processes; return what they have told, None if one has failed (and said why)."""
        said: list[Said] = []
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


class _Process:
    """A process that was split off, as both sides see it."""

    def __init__(self, identifier: int, pipe: int) -> None:
        self._identifier = identifier
        self._pipe = os.fdopen(pipe, "rb" if identifier else "wb")
        self._is_reaped = False

    @property
    def is_here(self) -> bool:
        """Whether this is the process itself."""
        return self._identifier == 0

    @classmethod
    def split(cls) -> _Process | None:
        """Split a process off; None where that cannot be."""
        if sys.platform == "win32" or cores() == 1:
            return None
        # What is in a buffer would be printed twice.
        _flush()
        parent = os.getpid()
        reading, writing = os.pipe()
        try:
            identifier = os.fork()
        except OSError:
            os.close(reading)
            os.close(writing)
            return None
        os.close(writing if identifier else reading)
        if not identifier:
            _end_with(parent)
        return cls(identifier, reading if identifier else writing)

    def end(self, made: bytes) -> NoReturn:
        """End this process, and send what it has made."""
        try:
            with self._pipe as stream:
                stream.write(len(made).to_bytes(_LENGTH) + made)
        except BaseException:  # noqa: BLE001 - nobody is there any more, or wants it
            self.give_up()
        self._leave(0)

    def give_up(self) -> NoReturn:
        """End this process with nothing made."""
        self._leave(1)

    def _leave(self, status: int) -> NoReturn:
        try:
            _flush()
        finally:
            # Nothing of the parent's is to be closed, removed or written here.
            os._exit(status)

    def wait(self) -> bytes | None:
        """Return what the process has made, when it has; None if it gave up."""
        with self._pipe as stream:
            sent = stream.read()
        self._reap()
        made = sent[_LENGTH:]
        return made if len(sent) >= _LENGTH and len(made) == int.from_bytes(sent[:_LENGTH]) else None

    def stop(self) -> None:
        """End the process, whatever it is doing; one that has ended stays as it is."""
        self._pipe.close()
        if not self._is_reaped:
            with suppress(ProcessLookupError):
                os.kill(self._identifier, signal.SIGKILL)
            self._reap()

    def _reap(self) -> None:
        # Where somebody lets the system forget children that have ended, there is nobody to wait for.
        with suppress(ChildProcessError):
            os.waitpid(self._identifier, 0)
        self._is_reaped = True


def _flush() -> None:
    """Print what is in the buffers; there may be nowhere to print to."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError, ValueError):
                stream.flush()


def _end_with(parent: int) -> None:
    """Let this process be ended when its parent is, however that is.

    Where the system has no such thing, a part of the work is done, and nobody asks for it.
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).prctl(_TELL_OF_THE_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
