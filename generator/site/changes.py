"""Which lines of the sources a change touched, as git knows it."""

from __future__ import annotations

import os
import re
import subprocess
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.config import ConfigError
from generator.messages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of a file, counted from 1; all where ``ranges`` is None."""

    ranges: tuple[tuple[int, int], ...] | None
    """First line and the line behind the last, in order."""

    def __contains__(self, line: int) -> bool:
        if self.ranges is None:
            return True
        at = bisect_right(self.ranges, (line, 1 << 60)) - 1
        return at >= 0 and self.ranges[at][0] <= line < self.ranges[at][1]


def changed_lines(base: Path, revision: str, files: Iterable[str]) -> Mapping[str, Lines]:
    """Return which lines of files, named relative to ``base``, have changed since a revision parted from here.

    Raises:
        ConfigError: git is not there, ``base`` is in no repository, or there is no such revision.
    """
    # What begins with a dash would be an option.
    known = ask_git(base, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if known is None:
        said = _("git knows no revision {revision} in {directory}. Fetch it (fetch-depth: 0 in CI), or name another.")
        raise ConfigError(said.format(revision=revision, directory=base))
    commit = known.decode("ascii").strip()
    parted = ask_git(base, "merge-base", commit, "HEAD")
    since = parted.decode("ascii").strip() if parted else commit
    return {file: _lines_of(base, since, file) for file in files}


def _lines_of(base: Path, since: str, file: str) -> Lines:
    if ask_git(base, "cat-file", "-e", f"{since}:./{file}") is None:
        return Lines(None)
    diff = ask_git(base, "diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", since, "--", file)
    if diff is None:
        return Lines(None)
    found = ((int(hunk[1]), int(hunk[2] or 1)) for hunk in _HUNK.finditer(diff))
    return Lines(tuple((first, first + count) for first, count in found if count))


def ask_git(
    base: Path, *arguments: str, seconds: float = _SECONDS, environment: Mapping[str, str] = os.environ
) -> bytes | None:
    """Return what git prints; None where it ends with an error.

    Raises:
        ConfigError: git is not there, or gives no answer in time.
    """
    try:
        run = subprocess.run(  # noqa: S603 - arguments are a list, and none of them is an option of somebody else
            ["git", "-c", "core.quotepath=off", *arguments],  # noqa: S607 - the user's own git
            cwd=base,
            capture_output=True,
            timeout=seconds,
            check=False,
            # Nobody is there to be asked for a password, and nothing that only looks takes a lock.
            env={**environment, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"},
        )
    except FileNotFoundError:
        raise ConfigError(_("git is not there. Install it, or do without revisions.")) from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ConfigError(_("git cannot be asked ({reason}).").format(reason=error)) from None
    return run.stdout if run.returncode == 0 else None
