"""Sharing the work of a build among processes, one a core: each reads and makes its part of the pages and files.

A process that is split off knows all that its parent knows and changes nothing of it; what it makes goes into the site,
and what it tells comes back by a pipe.  Where the system cannot split processes off, or has but one core, everything is
made in turn.
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NoReturn

from mkdocs.structure.files import InclusionLevel, set_exclusions

from generator.site.awaiting import Awaited, Gate, owner
from generator.site.hearing import Ear, Said

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

    from generator.site.keeping import Keeper

MANY: Final = 400
"""Pages, below which they are made sooner than shared out."""
_RUN: Final = 64
"""Pages in a row that one process makes, at most."""
_RUNS: Final = 8
"""How many such rows each process makes at least, if there are so many pages: some pages take longer than others."""
_LENGTH: Final = 8
"""Bytes before what a process sends: the number of those that follow, since the system may keep no status of it."""
_TELL_OF_THE_PARENT: Final = 1
"""A value of Linux, from linux/prctl.h."""


def cores() -> int:
    """Return how many processes can run at once; 1 where none can be split off."""
    if sys.platform == "win32" or not hasattr(os, "fork") or threading.active_count() > 1:
        # Another thread may hold a lock that nobody would give back in the new process.
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Shares:
    """The work of one build, of which each process does its part."""

    def __init__(self) -> None:
        self._others: list[_Process] = []
        """Those that nobody has waited for yet."""
        self._here: _Process | None = None
        self._heard = Ear()

    @property
    def is_elsewhere(self) -> bool:
        """Whether this is a process that makes some of the pages, and nothing else."""
        return self._here is not None

    def split(self, count: int) -> Collection[int]:
        """Go on in ``count`` processes, or as many as can be; return which parts of the work, from 0, this one does."""
        for place in range(1, count):
            process = _Process.split()
            if process is None:
                return {0, *range(place, count)}
            if process.is_here:
                self._begin_elsewhere(process)
                return {place}
            self._others.append(process)
        return {0}

    def give(self, work: Callable[[], None]) -> bool:
        """Let another process do some work while this one goes on; tell whether there is such a process."""
        process = _Process.split()
        if process is None:
            return False
        if process.is_here:
            self._begin_elsewhere(process)
            work()
            self.end()
        self._others.append(process)
        return True

    def _begin_elsewhere(self, process: _Process) -> None:
        self._here, self._others = process, []
        logging.getLogger("mkdocs").addHandler(self._heard)

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


class SharedGate(Gate):
    """Lets each of several processes read and make its part of the files."""

    def __init__(
        self,
        files: Files,
        config: MkDocsConfig,
        elsewhere: Collection[str],
        shares: Shares,
        keeper: Keeper | None = None,
    ) -> None:
        """Share the work that ``keeper`` leaves; ``elsewhere`` as in :class:`~generator.site.awaiting.Gate`."""
        super().__init__(files, elsewhere)
        self._config, self._shares, self._keeper = config, shares, keeper
        kept = keeper.kept if keeper else frozenset()
        self.is_alone = False
        """Whether this process makes everything after all."""
        self._mine: Collection[File] = [file for file in files if file not in kept and not is_given_away(file)]

    def to_read(self, found: Sequence[File], led: Sequence[File]) -> Iterator[File]:
        """Yield what every process is to know; then go on in several, and yield the pages that this one is to make."""
        yield from led
        count = 1 if self.is_alone else cores()
        work = _shared_out(self._mine, count)
        places = self._shares.split(count)
        if self._keeper:
            self._keeper.bring(self._config.site_dir, places, count)
        self._mine = frozenset(file for file, place in work.items() if place in places)
        self._leave_out()
        known = frozenset(file for file in found if not isinstance(file, Awaited)).union(led)
        yield from (file for file in self.to_make(found) if file not in known)

    def to_make(self, found: Sequence[File]) -> Sequence[File]:
        """Return the pages that this process is to make."""
        return [file for file in found if file in self._mine]

    def _leave_out(self) -> None:
        """Let this process write no file that is another's to make, and what is made of all pages only once."""
        for file in self.files:
            if isinstance(file, Awaited) and file not in self._mine:
                file.is_put_off = True
        if self._shares.is_elsewhere:
            self.files.copy_static_files = self._copy  # type: ignore[method-assign]  # MkDocs has no event there
            self._config.theme.static_templates, self._config.extra_templates = set(), []

    def _copy(
        self,
        dirty: bool = False,  # noqa: FBT001, FBT002 - MkDocs's form
        *,
        inclusion: Callable[[InclusionLevel], bool] = InclusionLevel.is_included,
    ) -> None:
        """Write files that this process makes; those that lie there are the first one's."""
        for file in self.files:
            if isinstance(file, Awaited) and not file.is_documentation_page() and inclusion(file.inclusion):
                file.copy_file(dirty)


def give_away(files: Iterable[File], shares: Shares, config: MkDocsConfig) -> None:
    """Let another process make files that no page is needed for, from now on, if there can be one."""
    late = [file for file in files if isinstance(file, Awaited)]
    # MkDocs asks the settings which files it leaves out after it has asked for all of them.
    set_exclusions(late, config)
    given = [file for file in late if file.inclusion.value > InclusionLevel.DRAFT.value]

    def make() -> None:
        for file in given:
            file.copy_file()

    if given and shares.give(make):
        for file in given:
            file.is_put_off = True


def is_given_away(file: File) -> bool:
    """Tell whether another process makes a file already."""
    return isinstance(file, Awaited) and file.is_put_off


def _shared_out(files: Iterable[File], count: int) -> dict[File, int]:
    """Return which of ``count`` processes makes each file, from 0.

    What is made together is one piece of work; neighbours are of one kind, which the theme makes once a process.
    """
    pages: dict[object, int] = {}
    alone: list[File] = []
    numbers: dict[File, int] = {}
    for file in files:
        made_with = owner(file)
        if file.is_documentation_page() or made_with in pages:
            numbers[file] = pages.setdefault(made_with, len(pages))
        else:
            alone.append(file)
    run = max(1, min(_RUN, len(pages) // (count * _RUNS)))
    # Data of one form takes as long in each language, and of another form ten times as long.
    alone.sort(key=lambda file: (PurePosixPath(file.src_uri).suffix, file.src_uri))
    return {file: number // run % count for file, number in numbers.items()} | {
        file: number % count for number, file in enumerate(alone)
    }


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
