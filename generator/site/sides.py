"""Reading the two sides of ``leimu diff``: files, directories, or what stood in them at a revision of git."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from generator.config import ConfigError, find_project, load_settings
from generator.messages import gettext as _
from generator.site.changes import ask_git
from generator.site.reading import read_settings
from generator.source import ReadSettings, SourceError, find_sources, read_files, read_named
from generator.source.documents import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.catalogue import Catalogue

_LINK: Final = b"120000"
_MOST_LINKS: Final = 40
"""Links in a row that are followed, as Linux does."""


def read_sides(old: str, new: str, here: Path) -> tuple[Catalogue, Catalogue]:
    """Return the catalogues of both sides, read by the words of the project that ``here`` is in.

    Raises:
        ConfigError: as in :func:`read_side`; or the project's mkdocs.yml cannot be used.
        SourceError: as in :func:`read_side`.
    """
    file = find_project(here)
    project = load_settings(file) if file else None
    # Each side has its ids by itself: those that the project keeps are of one side only.
    settings = replace(read_settings(project), ids=None, base=here) if project else ReadSettings(base=here)
    return read_side(old, here, settings), read_side(new, here, settings)


def read_side(written: str, here: Path, settings: ReadSettings) -> Catalogue:
    """Return the catalogue of one side: of a file or directory, else of ``REV:path`` as git has it.

    Raises:
        ConfigError: there is no such file, and no such revision or path in git.
        SourceError: what is there cannot be read, or is a link that leads elsewhere.
    """
    path = here / written
    if path.exists():
        return read_files(find_sources([path], settings.base), settings=settings)
    revision, colon, below = written.partition(":")
    if not colon or not revision:
        said = _("{path}: there is no such file or directory. Name one, or a revision of git as in HEAD~1:{path}.")
        raise ConfigError(said.format(path=written))
    return read_named(_at_revision(written, here, revision, below), settings)


def _at_revision(written: str, here: Path, revision: str, below: str) -> list[tuple[str, bytes]]:
    """Return the sources under a path at a revision, with their names."""
    # What begins with a dash would be an option.
    commit = ask_git(here, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        said = _("{path}: git knows no revision {revision} in {directory}.")
        raise ConfigError(said.format(path=written, revision=revision, directory=here))
    tree = _Tree(here, commit.decode("ascii").strip())
    prefix = (ask_git(here, "rev-parse", "--show-prefix") or b"").removesuffix(b"\n").decode("utf-8", "surrogateescape")
    project = posixpath.normpath(prefix or ".")
    place = posixpath.normpath(posixpath.join(prefix, below))
    found = tree.follow(place)
    if found in tree.files:
        return [(below, tree.content(found))]
    if found is not None and found.startswith(("/", "..")):
        said = _("{path}: leads out of the repository, where git holds nothing. Name a file or directory within it.")
        raise ConfigError(said.format(path=written))
    if found is None or not tree.is_directory(found):
        said = _("{path}: there is nothing at {below} in {revision}. The path counts from {directory}.")
        raise ConfigError(said.format(path=written, below=below, revision=revision, directory=here))
    sources = []
    for name, target in tree.sources(found):
        if target != posixpath.join(found, name) and not any(_is_source(target, each) for each in (found, project)):
            reason = _("it is a link to something that is no Markdown file of the project")
            advice = _("Put the file itself in its place, or name it in sources.")
            raise SourceError(f"{revision}:{posixpath.join(below, name)}", reason, advice)
        sources.append((f"{below.rstrip('/')}/{name}", tree.content(target)))
    if not sources:
        raise ConfigError(_("{path}: holds no Markdown at {revision}.").format(path=written, revision=revision))
    return sources


@dataclass
class _Tree:
    """The files of a commit, by their paths from the root of the repository."""

    here: Path
    commit: str
    files: dict[str, str] = field(default_factory=dict)
    """Path → the id of its content."""
    links: dict[str, str] = field(default_factory=dict)
    """The same for links; the content of one is the path that it leads to."""

    def __post_init__(self) -> None:
        listed = ask_git(self.here, "ls-tree", "-r", "-z", "--full-tree", self.commit) or b""
        for entry in filter(None, listed.split(b"\0")):
            about, _tab, name = entry.partition(b"\t")
            mode, kind, identity = about.split()
            if kind == b"blob":
                of = self.links if mode == _LINK else self.files
                of[name.decode("utf-8", "surrogateescape")] = identity.decode("ascii")
        self._directories = {"."}
        for path in (*self.files, *self.links):
            parent = posixpath.dirname(path)
            while parent and parent not in self._directories:
                self._directories.add(parent)
                parent = posixpath.dirname(parent)

    def is_directory(self, path: str) -> bool:
        """Tell whether there is something below a path."""
        return path in self._directories

    def content(self, path: str) -> bytes:
        """Return what a file holds."""
        return ask_git(self.here, "cat-file", "blob", self.files[path]) or b""

    def sources(self, directory: str) -> list[tuple[str, str]]:
        """Return (name from there, path of the file or of what a link leads to) of each source below a directory.

        As :func:`generator.source.find_sources` does on a disk: links to directories are not walked, and those that
        lead to nothing are passed over; in the same order, since ids depend on it where headings repeat.
        """
        prefix = "" if directory == "." else f"{directory}/"
        inside = (path for path in (*self.files, *self.links) if _is_source(path, directory))
        names = sorted((path.removeprefix(prefix) for path in inside), key=PurePosixPath)
        found = []
        for name in names:
            path = prefix + name
            # What leads out of the repository is something, for all that git knows, and to be refused.
            target = self.follow(path)
            if target is not None and not self.is_directory(target):
                found.append((name, target))
        return found

    def follow(self, path: str) -> str | None:
        """Return the path of the file or directory that a path leads to at this commit, by links if need be.

        What lies outside of the repository, which no commit holds, begins with ``/`` or ``..``.  None where links lead
        to nothing or round.
        """
        done: list[str] = []
        left = path.split("/")[::-1]
        links = 0
        if path.startswith("/"):
            return path
        while left:
            part = left.pop()
            if part in ("", "."):
                continue
            if part == "..":
                if not done:
                    return "/".join(["..", *reversed(left)])
                done.pop()
                continue
            at = "/".join([*done, part])
            if at not in self.links:
                done.append(part)
                continue
            links += 1
            target = (ask_git(self.here, "cat-file", "blob", self.links[at]) or b"").decode("utf-8", "surrogateescape")
            if links > _MOST_LINKS:
                return None
            if target.startswith("/"):
                return target
            left += target.split("/")[::-1]
        found = "/".join(done) or "."
        return found if found in self.files or self.is_directory(found) else None


def _is_source(path: str, directory: str) -> bool:
    """Tell whether a file is read where a directory is, by the rules of :func:`generator.source.find_sources`."""
    if directory != "." and not path.startswith(f"{directory}/"):
        return False
    below = PurePosixPath(path if directory == "." else path.removeprefix(f"{directory}/"))
    parts: Sequence[str] = below.parts
    return below.suffix.lower() in SUFFIXES and not any(part.startswith(".") or part == "/" for part in parts)
