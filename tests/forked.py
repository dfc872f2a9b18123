"""The command, and MkDocs, as processes that are there at once: forked from one that has imported what they need.

Most of what a build of a small site takes is imports and the compiling of templates; both are the same for every test.
A forked process has streams, an exit code and an environment of its own as any other, but for what Python reads of its
environment when it starts: tests of that, and those that count imports, start a new one.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from tests import templates

COMMAND: Final = [sys.executable, "-c", "from generator.cli import main; main()"]
MKDOCS: Final = [sys.executable, "-m", "mkdocs"]
_CONTEXT: Final = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.preloaded"])


def knows(command: Sequence[str]) -> bool:
    """Tell whether a command is the one of this project, or MkDocs: neither sets itself limits or handles signals."""
    return list(command[:3]) in (COMMAND, MKDOCS)


def run(
    command: Sequence[str], *, cwd: Path, env: Mapping[str, str], timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run a program given to Python by ``-c``, or ``MKDOCS``, and return how it ended and what it said."""
    assert list(command[:2]) == COMMAND[:2] or knows(command), command
    with tempfile.TemporaryDirectory(prefix="leimu-forked-") as name:
        said = [Path(name) / stream for stream in ("out", "err")]
        for file in said:
            file.touch()
        arguments = (list(command), cwd, dict(env), said, templates.directory())
        process = _CONTEXT.Process(target=_begin, args=arguments)
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(list(command), timeout)
        # As Popen has it, so that a test sees no more of how it was started.
        out, err = (file.read_text(encoding="utf-8").replace("\r\n", "\n") for file in said)
        return subprocess.CompletedProcess(list(command), process.exitcode, out, err)


def _begin(command: list[str], cwd: Path, env: dict[str, str], said: list[Path], compiled: Path | None) -> None:
    """Become the process that was asked for; this runs in the fork."""
    # The server of forks says nothing of what it could not import.
    assert "tests.preloaded" in sys.modules
    for number, file in enumerate(said, start=1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_APPEND), number)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    os.chdir(cwd)
    if compiled:
        templates.keep_in(compiled)
    sys.argv = ["-c", *command[3:]]
    if command[:3] == MKDOCS:
        from mkdocs.__main__ import cli

        cli(command[3:], prog_name="mkdocs")
    else:
        exec(command[2], {"__name__": "__main__"})
