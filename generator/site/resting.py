"""A build that has nothing to do: all that goes into the site is as it was when it was built, and so is the site.

What went in is known by its content, and so is the site, unless sizes and times of modification are as they were.  The
record may be lost or damaged, or come from another machine: what does not fit is not believed, and the site is built.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from hashlib import blake2b, sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.builtin import search_path
from generator.config import ConfigError
from generator.files import read_whole, write_atomically
from generator.messages import gettext as _
from generator.site.hearing import Ear, Said
from generator.site.known import KNOWN_PLUGINS, UNDERSTOOD
from generator.site.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig

    from generator.config import Settings
    from generator.site.keeping import Keeper

NAME: Final = ".leimu-site.json"
"""The name of the record, beside the file that keeps the verdicts on links."""
_FORMAT: Final = 2
_NO_INPUT: Final = frozenset({"base", "links"})
"""Settings that name no file which pages are made of."""
_OBJECTS: Final = frozenset({"plugins", "theme", "hooks"})
"""Parts of MkDocs's configuration that are told by what is in them."""
_NOT_ON_PAGES: Final = frozenset({"history", "day"})
"""Circumstances that a page shows nothing of, unless it is about them."""
_ENVIRONMENT: Final = ("SOURCE_DATE_EPOCH", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_PACKAGE: Final = Path(__file__).parents[1]
_SIZE: Final = 16
"""Bytes of the digest of a published file."""
_UNTIL: Final = re.compile(rb"until\s*=", re.IGNORECASE)
"""What may be the last day of something that an editor ignores."""


@dataclass(frozen=True, slots=True)
class Published:
    """A file of the site."""

    size: int
    time: int
    """Of its modification, in nanoseconds."""
    content: str
    """A digest."""
    made_of: str = ""
    """A digest of all that the file is made of; empty where nobody knows that."""

    def is_like(self, path: str) -> bool:
        """Tell whether a file is this one."""
        with suppress(OSError):
            stat = os.stat(path)  # noqa: PTH116 - a site has tens of thousands of files, and a Path costs more than asking
            if stat.st_size == self.size:
                return stat.st_mtime_ns == self.time or content_digest(Path(path).read_bytes()) == self.content
        return False


@dataclass(frozen=True, slots=True)
class Record:
    """What a build has read, made and told."""

    target: str
    """The directory of the site."""
    inputs: str
    """A digest of all that went in."""
    files: Mapping[str, Published]
    """By their paths in the site."""
    said: tuple[Said, ...]

    def still_holds(self, target: Path, inputs: str) -> bool:
        """Tell whether a build would read the same, and has made what is there."""
        if not inputs or (self.target, self.inputs) != (str(target), inputs):
            return False
        there = dict(files_below(target))
        return there.keys() == self.files.keys() and all(self.files[name].is_like(path) for name, path in there.items())


class Vigil(Ear):
    """Watches one build: whether there is anything to do, what it tells, and what it makes.

    It hears what is told, so that a build with nothing to do can tell it again.
    """

    def __init__(self, settings: Settings, config: MkDocsConfig, target: Path) -> None:
        super().__init__()
        self._settings, self._config, self._target = settings, config, target
        self._file = settings.links.cache.with_name(NAME) if settings.links.cache else None
        self._record = load(self._file)
        self._circumstances = circumstances(settings, config) if self._file else None
        self._contents = self._read()
        self._made: dict[str, Published] = {}
        logging.getLogger("mkdocs").addHandler(self)

    @cached_property
    def keeper(self) -> Keeper:
        """What knows which pages need not be made."""
        from generator.site.keeping import Keeper  # noqa: PLC0415 - a build that rests loads nothing that makes pages

        return Keeper(self._target, self._still_known(), self._shell())

    def finds_nothing_to_do(self) -> bool:
        """Tell whether the site is what a build would make; what that would tell is told."""
        if self._record is None or not self._record.still_holds(self._target, self._inputs()):
            return False
        for name, level, words in self._record.said:
            logging.getLogger(name).log(level, "%s", words)
        return True

    def settle(self, staged: Path) -> None:
        """Give files of the new site that are as in the old one the times that they have there."""
        self._made = self.keeper.settle(staged, self._record.files if self._record else {})

    def keep(self) -> None:
        """Keep what has been built, unless somebody has changed what goes in while it was."""
        before, self._contents = self._contents, self._read()
        # The build itself keeps the ids.
        own = str(self._settings.ids)
        if self._file and before is not None and _without(before, own) == _without(self._contents, own):
            made = self.keeper.mark(self._made, self.said)
            save(self._file, Record(str(self._target), self._inputs(), made, tuple(self.said)))

    def close(self) -> None:
        """Hear no more."""
        logging.getLogger("mkdocs").removeHandler(self)
        super().close()

    def _read(self) -> dict[str, str] | None:
        with suppress(OSError):
            return contents(self._settings, self._config) if self._circumstances is not None else None
        return None

    def _still_known(self) -> Mapping[str, Published]:
        """Return the files of the site that is there."""
        return self._record.files if self._record and self._record.target == str(self._target) else {}

    def _shell(self) -> str:
        """Return a digest of all that goes into each page, whatever it is about; empty if that is not known."""
        if self._circumstances is None or self._contents is None:
            return ""
        rest = {name: said for name, said in self._circumstances.items() if name not in _NOT_ON_PAGES}
        # What these say is known of each page by itself.
        told = {*_sources(self._settings, Path(self._config.docs_dir)), str(self._settings.ids)}
        return _digest_of(rest, {name: each for name, each in self._contents.items() if name not in told})

    def _inputs(self) -> str:
        """Return a digest of all that goes in; nothing has the empty one."""
        if self._circumstances is None or self._contents is None:
            return ""
        return _digest_of(self._circumstances, self._contents)


def _digest_of(*given: Mapping[str, str]) -> str:
    return sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()


def _without(given: Mapping[str, str] | None, name: str) -> dict[str, str]:
    return {key: value for key, value in (given or {}).items() if key != name}


def load(file: Path | None) -> Record | None:
    """Return a record; None where there is none, or one that cannot be read."""
    # Whatever may be in it: the site is built again, at worst.
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, ArithmeticError):
        data = json.loads(file.read_bytes()) if file else {}
        if data["format"] != _FORMAT:
            return None
        known = {
            str(name): Published(int(size), int(time), str(content), str(made_of))
            for name, (size, time, content, made_of) in data["files"].items()
        }
        said = tuple((str(name), int(level), str(words)) for name, level, words in data["said"])
        return Record(str(data["target"]), str(data["inputs"]), known, said)
    return None


def save(file: Path, record: Record) -> None:
    """Keep a record; where that fails, the next build has more to do."""
    listed = {name: [each.size, each.time, each.content, each.made_of] for name, each in record.files.items()}
    data = {"format": _FORMAT, "target": record.target, "inputs": record.inputs, "said": record.said, "files": listed}
    with suppress(OSError):
        # In ASCII, since names of files may be no UTF-8.
        write_atomically(file, json.dumps(data, separators=(",", ":")).encode())


def circumstances(settings: Settings, config: MkDocsConfig) -> dict[str, str] | None:
    """Return what decides over a site besides the content of files; None where nobody knows all of it."""
    is_known = KNOWN_PLUGINS.issuperset(config.plugins) and UNDERSTOOD.issuperset(config.markdown_extensions)
    if not is_known or config.hooks:
        return None
    return {
        "python": sys.version,
        "libraries": "\n".join(_libraries()),
        "configuration": repr({key: value for key, value in config.items() if key not in _OBJECTS}),
        "theme": repr([config.theme.name, *((key, config.theme[key]) for key in config.theme)]),
        "templates": repr([config.theme.dirs, sorted(config.theme.static_templates)]),
        "plugins": repr([(name, dict(each.config)) for name, each in config.plugins.items()]),
        "settings": repr(settings),
        "environment": repr([os.environ.get(name) for name in _ENVIRONMENT]),
        "history": _history(settings),
        "day": _day(settings),
        "hearing": repr(logging.getLogger("mkdocs").getEffectiveLevel()),
    }


def contents(settings: Settings, config: MkDocsConfig) -> dict[str, str]:
    """Return the digests of all files that go into a site, this program's own too.  Raises OSError."""
    custom = [Path(config.theme.custom_dir)] if config.theme.custom_dir else []
    places = (_PACKAGE, *search_path(()), Path(config.docs_dir), *custom, *_paths(settings))
    return {str(each): content_digest(read_whole(each)) for path in places for each in _below(path)}


def content_digest(content: bytes) -> str:
    """Return what a file is known by."""
    return blake2b(content, digest_size=_SIZE).hexdigest()


def files_below(directory: Path) -> Iterator[tuple[str, str]]:
    """Yield (name in the site, path) of its files; what is hidden at its top (.git) is none of its."""
    start = len(str(directory)) + 1
    for folder, names in _folders(directory):
        within = folder[start:].replace(os.sep, "/")
        for name in names:
            whole = f"{within}/{name}" if within else name
            if not whole.startswith("."):
                yield whole, f"{folder}{os.sep}{name}"


def _below(path: Path) -> Iterator[Path]:
    """Yield a file, or all files in a directory, in order."""
    if path.is_file():
        yield path
    for folder, names in _folders(path):
        yield from (Path(folder, name) for name in names)


def _folders(directory: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield a directory and all below it, with the names of their files, in order."""
    for folder, folders, names in os.walk(directory, followlinks=True):
        folders[:] = sorted(name for name in folders if name not in {"__pycache__", ".git"})
        yield folder, sorted(names)


def _sources(settings: Settings, docs: Path) -> Iterator[str]:
    """Yield the files that a catalogue is read from and translated by, unless they are published as they are."""
    for place in (*settings.sources, *(locale.file for locale in settings.locales)):
        yield from (str(path) for path in _below(place) if not path.is_relative_to(docs))


def _paths(settings: Settings) -> Iterator[Path]:
    """Yield every file and directory that the settings name."""
    for field in fields(settings):
        if field.name not in _NO_INPUT:
            yield from _in(getattr(settings, field.name))
    yield from (locale.file for locale in settings.locales)


def _in(value: object) -> Iterable[Path]:
    if isinstance(value, tuple):
        return (path for each in value for path in _in(each))
    return [value] if isinstance(value, Path) else []


def _libraries() -> list[str]:
    """Return what is installed: the directories of distributions have their versions in their names."""
    roots = [path for path in map(Path, dict.fromkeys(sys.path)) if path.is_dir()]
    found = (path for root in roots for path in sorted(root.iterdir()))
    return [str(path) for path in found if path.suffix in {".dist-info", ".egg-info"}]


def _day(settings: Settings) -> str:
    """Return the day if it may decide over what is told: some faults are ignored until one."""
    with suppress(OSError):
        texts = (read_whole(path) for source in settings.sources for path in _below(source))
        if any(map(_UNTIL.search, texts)):
            return date.today().isoformat()  # noqa: DTZ011 - an editor's day is the local one
    return ""


def _history(settings: Settings) -> str:
    """Return what stands for the past of the sources."""
    if not settings.changes or not settings.sources:
        return ""
    first = settings.sources[0]
    try:
        return repr(Repository.around(first if first.is_dir() else first.parent))
    except (ConfigError, OSError) as error:
        return _("There is no history: {reason}").format(reason=error)
