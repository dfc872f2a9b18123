"""What git tells of the sources' past: which commits touched them and when, and what they held then.

Nothing is fetched, written or asked of anybody; what git does not know here and now is not there.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from generator.site.changes import ask_git
from generator.source.documents import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SECONDS: Final = 30.0
"""How long git may take for one answer."""
_PARTIAL: Final = r"^(extensions\.partialclone|remote\..*\.promisor)$"
_FORMAT: Final = "%at %aI"
_OF_A_HOOK: Final = frozenset(
    (
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_COMMON_DIR",
        "GIT_INDEX_FILE",
        "GIT_PREFIX",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    )
)
_FILE_MODES: Final = frozenset([b"100644", b"100755"])
_BLAMED: Final = re.compile(rb"([0-9a-f]{40,64}) \d+ \d+")
_ZONE: Final = re.compile(rb"([+-])(\d\d)(\d\d)")


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit."""

    id: str
    when: datetime
    """When its author made it, in the author's time zone."""


@dataclass(frozen=True, slots=True)
class Blob:
    """What one file held."""

    name: str
    """From the root of the repository, with forward slashes."""
    id: str


@dataclass(frozen=True, slots=True)
class BlamedLine:
    """One line of a file, without its end, and the day on which it came to be as it is, where that can be told."""

    text: bytes
    day: date | None


@dataclass(frozen=True, slots=True)
class Repository:
    """The repository that the sources lie in, as its last commit has it.

    Every method raises ConfigError where git is not there or gives no answer in time.
    """

    root: Path
    head: str
    """The id of the last commit."""

    @classmethod
    def around(cls, place: Path) -> Repository | None:
        """Return the repository round a directory, None where there is none, or one whose past is not here."""
        told = _ask(place, "rev-parse", "--is-shallow-repository", "--show-toplevel", "HEAD")
        lines = os.fsdecode(told).split("\n") if told else []
        if len(lines) < 3 or lines[0] != "false":  # noqa: PLR2004 - the three answers
            return None
        root, head = Path(lines[1]), lines[2].strip()
        # In a partial clone git would ask the network for what it lacks, one file after another.
        partial = _ask(root, "config", "--get-regexp", _PARTIAL)
        return None if partial else cls(root, head)

    def path_of(self, file: Path) -> str | None:
        """Return the path of a file or directory from the root, None where it lies elsewhere."""
        try:
            return file.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return None

    def commits(self, start: str, paths: Sequence[str], most: int) -> list[Commit]:
        """Return the last commits up to ``start`` that touched any of the paths, newest first.

        Of a merge only the side is followed that it was made on: what came with it came on the day of the merge.
        """
        limits = (f"--max-count={most}", f"--format={_FORMAT}")
        told = _ask(
            self.root, "--literal-pathspecs", "rev-list", "--first-parent", *limits, start, "--", *_limits(paths)
        )
        lines = (told or b"").decode("ascii", "replace").splitlines()
        pairs = zip(lines[::2], lines[1::2], strict=False)
        return [Commit(name.removeprefix("commit "), _moment(written)) for name, written in pairs]

    def blobs(self, commit: str, paths: Sequence[str]) -> tuple[Blob, ...]:
        """Return the sources among the paths and below them as a commit has them, in the order of reading."""
        told = _ask(self.root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *_limits(paths)) or b""
        found = [blob for entry in told.split(b"\0") if (blob := _blob(entry))]
        found.sort(key=lambda blob: PurePosixPath(blob.name))
        chosen = (blob for path in paths for blob in found if _is_source(blob.name, path))
        return tuple(dict.fromkeys(chosen))

    def content(self, blob: Blob) -> bytes | None:
        """Return what a file held, None where git has lost it."""
        return _ask(self.root, "cat-file", "blob", blob.id)

    def former_names(self, commit: str, blobs: Sequence[Blob]) -> tuple[str, ...]:
        """Return what those of the files that a commit renamed were called before it."""
        options = ("-r", "-M", "-z", "--name-status", "--diff-filter=R", "--no-commit-id")
        told = _ask(self.root, "diff-tree", *options, f"{commit}^1", commit)
        fields = os.fsdecode(told or b"").split("\0")
        before = dict(zip(fields[2::3], fields[1::3], strict=False))
        return tuple(before[blob.name] for blob in blobs if blob.name in before)

    def blame(self, path: str) -> list[BlamedLine] | None:
        """Return the lines of a file as the last commit has it, None where it has no such file."""
        # What somebody has set for their own eyes must not change what the site says, so no revision is ignored.
        options = ("--porcelain", "--no-textconv", "--ignore-revs-file=")
        told = _ask(self.root, "blame", *options, self.head, "--", path)
        return None if told is None else list(_blamed(told))


def _ask(place: Path, *arguments: str) -> bytes | None:
    # In a hook, git tells its children of the repository that it is at work on, which need not be the sources'.
    surroundings = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    return ask_git(place, *arguments, seconds=SECONDS, environment=surroundings)


def _limits(paths: Sequence[str]) -> Sequence[str]:
    """Return paths as git takes them; the root of the repository is no limit."""
    return () if "." in paths else paths


def _moment(written: str) -> datetime:
    """Return when a commit was made; in UTC where its time zone is none."""
    seconds, _blank, iso = written.partition(" ")
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        return datetime.fromtimestamp(min(max(int(seconds), 0), 1 << 36), UTC)


def _blob(entry: bytes) -> Blob | None:
    about, _tab, name = entry.partition(b"\t")
    mode, _, rest = about.partition(b" ")
    if mode not in _FILE_MODES:
        # A link or another repository holds no text of its own.
        return None
    return Blob(os.fsdecode(name), rest.rpartition(b" ")[2].decode("ascii"))


def _is_source(name: str, path: str) -> bool:
    """Tell whether a file is read where a path is configured, by the rules of :func:`generator.source.find_sources`."""
    if name == path:
        return True
    if path != "." and not name.startswith(f"{path}/"):
        return False
    below = PurePosixPath(name if path == "." else name.removeprefix(f"{path}/"))
    return below.suffix.lower() in SUFFIXES and not any(part.startswith(".") for part in below.parts)


def _blamed(told: bytes) -> Iterator[BlamedLine]:
    """Read the answer of ``git blame --porcelain``: a commit is described where it is first named, then each line."""
    days: dict[bytes, date | None] = {}
    commit, seconds = b"", 0
    for line in told.split(b"\n"):
        if line.startswith(b"\t"):
            yield BlamedLine(line[1:], days.get(commit))
        elif line.startswith(b"author-time "):
            seconds = int(line.split()[1])
        elif line.startswith(b"author-tz "):
            days[commit] = _day(seconds, line.split()[1])
        elif found := _BLAMED.match(line):
            commit = found[1]


def _day(seconds: int, zone: bytes) -> date | None:
    found = _ZONE.fullmatch(zone)
    minutes = (int(found[2]) * 60 + int(found[3])) * (-1 if found[1] == b"-" else 1) if found else 0
    try:
        return datetime.fromtimestamp(seconds, timezone(timedelta(minutes=minutes))).date()
    except (ValueError, OverflowError, OSError):
        return None
