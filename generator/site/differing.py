"""Reading the two sides of ``leimu diff``: files, directories, or what stood in them at a revision of git."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from generator.config import ConfigError, find_project, load_settings
from generator.messages import gettext as _
from generator.site.changes import ask_git
from generator.site.reading import read_settings
from generator.source import ReadSettings, find_sources, read_files, read_named
from generator.source.reading import SUFFIXES

if TYPE_CHECKING:
    from generator.catalogue import Catalogue


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
        SourceError: what is there cannot be read.
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
    place = f"{commit.decode('ascii').strip()}:./{below}"
    kind = ask_git(here, "cat-file", "-t", place)
    if kind is None:
        said = _("{path}: there is nothing at {below} in {revision}. The path counts from {directory}.")
        raise ConfigError(said.format(path=written, below=below, revision=revision, directory=here))
    if kind.strip() == b"blob":
        return [(below, ask_git(here, "cat-file", "blob", place) or b"")]
    # Below the root, ls-tree would look for the directory that it runs in inside of the tree that it is given.
    listed = ask_git(here, "ls-tree", "-r", "-z", "--full-tree", "--name-only", place) or b""
    names = (name.decode("utf-8", errors="surrogateescape") for name in listed.split(b"\0") if name)
    # In the order of find_sources, since ids depend on it where headings repeat.
    sources = sorted(filter(_is_source, names), key=PurePosixPath)
    if not sources:
        raise ConfigError(_("{path}: holds no Markdown at {revision}.").format(path=written, revision=revision))
    return [
        (f"{below.rstrip('/')}/{name}", ask_git(here, "cat-file", "blob", f"{place.rstrip('/')}/{name}") or b"")
        for name in sources
    ]


def _is_source(name: str) -> bool:
    """Tell whether a file is read where a directory is, by the rules of :func:`generator.source.find_sources`."""
    path = PurePosixPath(name)
    return path.suffix.lower() in SUFFIXES and not any(part.startswith(".") for part in path.parts)
