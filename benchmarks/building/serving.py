"""A server beside an editor: how long a saved change takes to its page, and what memory many of them take."""

from __future__ import annotations

import socket
import statistics
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING, Final

from benchmarks.building.commands import FailedError, descendants, environment, kill, resident, spent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from benchmarks.building.contenders import Contender
    from benchmarks.building.projects import Editor

_ASKED: Final = 0.02
"""Seconds from one look at the page to the next."""
_RESTED: Final = 0.5
"""Seconds from the new page to the next change, as no editor saves without a pause."""
_CODE: Final = 200


@dataclass(frozen=True, slots=True)
class Served:
    """What a server did."""

    start: float
    """Seconds to the first page."""
    times: tuple[float, ...]
    """Seconds from each save to the page that shows it."""
    cpu: float
    """Seconds of processor time for a save, on average."""
    memory: tuple[float, ...]
    """MB of all its processes: after it began, and after each save."""

    @property
    def growth(self) -> float:
        """How many times as much memory the last fifth of the saves took as the second, both by their median."""
        fifth = max(1, len(self.memory) // 5)
        return statistics.median(self.memory[-fifth:]) / statistics.median(self.memory[fifth : 2 * fifth])


def serve(contender: Contender, room: Path, editor: Editor, saves: int, limit: float) -> Served:
    """Serve a project, and save one change after another.

    Raises:
        FailedError: the server ended, or did not show a change within ``limit`` seconds.
    """
    directory = contender.make(room)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.perf_counter()
    with _serving(contender, directory, room, port) as process:

        def await_page(address: str, words: str) -> float:
            """Return when the page showed the words."""
            # Some servers count redirects and sizes of their own for an unknown page, so only the words count.
            while words.encode() not in _page(port, address, limit):
                if process.poll() is not None:
                    raise FailedError(f"{contender.name}: the server ended with {process.returncode}")
                if time.perf_counter() - begun > limit:
                    raise FailedError(f"{contender.name}: {words} not served after {limit:.0f} s")
                time.sleep(_ASKED)
            return time.perf_counter()

        start = await_page("g0/c0/", "讲解") - begun
        memory, times = [_memory(process)], []
        time.sleep(_RESTED)
        before = spent(process.pid)
        for _ in range(saves):
            address, words = editor.edit(directory)
            begun = time.perf_counter()
            times.append(await_page(address, words) - begun)
            memory.append(_memory(process))
            time.sleep(_RESTED)
        cpu = (spent(process.pid) - before) / saves
    return Served(start, tuple(times), cpu, tuple(memory))


@contextmanager
def _serving(contender: Contender, directory: Path, room: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [part.format(port=port) for part in contender.serve]
    with (room / "said.log").open("wb") as said:
        process = subprocess.Popen(
            command,
            cwd=directory,
            env=environment(room),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            kill(process)
            process.wait()


def _page(port: int, address: str, limit: float) -> bytes:
    """Return a page, or nothing where there is none now."""
    connection = HTTPConnection("127.0.0.1", port, timeout=limit)
    try:
        connection.request("GET", f"/{address}")
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, HTTPException):
        return b""
    finally:
        connection.close()
    return body if answer.status == _CODE else b""


def _memory(process: subprocess.Popen[bytes]) -> float:
    measure: Callable[[int], float] = resident
    return sum(map(measure, descendants(process.pid)))
