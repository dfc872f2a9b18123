"""Running a command as a user does, and what it cost."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MB: Final = 1_000_000
PROGRAMS: Final = Path(sys.executable).parent
"""Where leimu, mkdocs and zensical are: what a user types, and no import of them."""
_LOOKED: Final = 0.2
"""Seconds from one look at the memory of all processes to the next: often enough, and it costs next to nothing."""
_TOLD: Final = 300
"""Characters of the end of what a failed command said."""


class FailedError(Exception):
    """A command failed or did not end; the text says which and how."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What commands cost."""

    wall: float
    """Seconds that passed."""
    cpu: float
    """Seconds of processor time, of all processes."""
    memory: float
    """MB at the peak, of all processes together."""

    def __add__(self, other: Cost) -> Cost:
        """Return the cost of both, one after the other."""
        return Cost(self.wall + other.wall, self.cpu + other.cpu, max(self.memory, other.memory))


def program(name: str) -> str:
    """Return the path of a command beside this Python."""
    return str(PROGRAMS / name)


def environment(room: Path) -> dict[str, str]:
    """Return the environment of a command; what it keeps outside its project goes into a directory of the run."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "XDG_CACHE_HOME": str(room / "cache"), "LC_ALL": "C.UTF-8"}


def run(command: Sequence[str], directory: Path, limit: float, env: Mapping[str, str]) -> Cost:
    """Run a command in a directory and wait for it.

    Raises:
        FailedError: it ended with another code than 0, or not within ``limit`` seconds.
    """
    log = directory.parent / "said.log"
    with log.open("wb") as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=directory, env=env, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
        )
        peak = Peak(process.pid)
        late = threading.Timer(limit, kill, [process])
        late.start()
        try:
            # Not process.wait(): only this tells the processor time of the command and of all its children.
            _pid, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            late.cancel()
            peak.stop()
            if process.returncode is None:
                kill(process)
    name = " ".join([Path(command[0]).name, *command[1:3]])
    if wall >= limit:
        raise FailedError(f"{name}: not done after {limit:.0f} s")
    if process.returncode:
        end = log.read_text("utf-8", "replace").strip()[-_TOLD:].replace("\n", " | ")
        raise FailedError(f"{name}: ended with {process.returncode}: …{end}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, max(peak.memory, _largest(usage, peak)))


def _largest(usage: resource.struct_rusage, peak: Peak) -> float:
    """Return the MB of the largest process of a command.

    The system counts in what this process itself had when it began the command: less than that, it cannot tell.
    """
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return usage.ru_maxrss * 1024 / MB if usage.ru_maxrss > own else peak.single


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a command with all that it started; it leads a session of its own."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


class Peak:
    """Looks from time to time at the memory of a process and its children."""

    def __init__(self, pid: int) -> None:
        self.memory = 0.0
        """MB of all of them, when they were several."""
        self.single = 0.0
        """MB of the first alone, at its peak."""
        self._pid = pid
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(_LOOKED):
            family = descendants(self._pid)
            self.single = max(self.single, field(self._pid, "status", "VmHWM:"))
            if len(family) > 1:
                self.memory = max(self.memory, sum(map(resident, family)))


def descendants(pid: int) -> list[int]:
    """Return a process and all that it started, itself first."""
    found = [pid]
    for each in found:
        with suppress(OSError):
            found += [int(child) for task in Path(f"/proc/{each}/task").iterdir() for child in _children(task)]
    return found


def _children(task: Path) -> list[str]:
    with suppress(OSError):
        return (task / "children").read_text("ascii").split()
    return []


def resident(pid: int) -> float:
    """Return the MB of a process; what several share is divided among them, as a forked copy would count twice."""
    return field(pid, "smaps_rollup", "Pss:")


def field(pid: int, file: str, name: str) -> float:
    """Return a number of what the system tells of a process, in MB; 0 where the process has gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/{file}").read_text("utf-8", "replace").splitlines():
            if line.startswith(name):
                return int(line.split()[1]) * 1024 / MB
    return 0.0


def spent(pid: int) -> float:
    """Return the processor time of a running process and of all that it started, in seconds."""
    ticks = 0
    for each in descendants(pid):
        with suppress(OSError):
            # The name of the program may hold spaces; own time stands at 14 and 15, that of ended children behind.
            fields = Path(f"/proc/{each}/stat").read_text("utf-8").rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")
