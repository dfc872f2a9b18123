"""The past of a catalogue by the git repository that its sources lie in; none, without a word, where there is none."""

from __future__ import annotations

import logging
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from generator import __version__
from generator.config import ConfigError
from generator.exports.differences import Kind, differences
from generator.messages import gettext as _
from generator.pages import Revision
from generator.site.kept_changes import NAME, KeptChanges
from generator.site.reading import read_settings
from generator.site.repository import Repository
from generator.source import SourceError, read_named
from generator.source.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from generator.catalogue import Catalogue, Source
    from generator.config import Settings
    from generator.exports.differences import Change
    from generator.site.repository import BlamedLine, Blob, Commit
    from generator.source import ReadSettings

log: Final = logging.getLogger("mkdocs.plugins.leimu")
_LOOKED_AT: Final = 10
"""How many commits are looked at for one that is shown: most touch nothing but white space, or it is a bot's."""
_MOVES: Final = 5
"""How often all sources may have been moved."""
_MOST_MATCHED: Final = 2000
"""Lines of a source that are edited and not committed, beyond which nobody looks which of them are old."""


@dataclass(frozen=True, slots=True)
class History:
    """What is known of a catalogue's past."""

    revisions: tuple[Revision, ...] = ()
    """Newest first, each with a change of meaning; the first of all comes last, where it is reached."""
    changed: Mapping[str, date] = field(default_factory=dict)
    """The day of the last change of categories, by their ids."""


class Chronicle:
    """Reads the past, and remembers it for as long as there is no new commit: a server builds at every edit."""

    def __init__(self) -> None:
        self._known: tuple[object, ...] | None = None
        self._revisions: tuple[Revision, ...] = ()
        self._blamed: dict[str, list[BlamedLine] | None] = {}
        self._kept: KeptChanges | None = None

    def read(self, settings: Settings, catalogue: Catalogue) -> History:
        """Return the past of a catalogue that was read by the settings; nothing where git does not tell it."""
        if not settings.changes or not settings.sources:
            return History()
        try:
            return self._read(settings, catalogue)
        except (ConfigError, SourceError) as error:
            log.debug("%s", _("There is no history: {reason}").format(reason=error))
            return History()

    def _read(self, settings: Settings, catalogue: Catalogue) -> History:
        first = settings.sources[0]
        # Where the sources are, and not the mkdocs.yml: they may be a repository of their own.
        repository = Repository.around(first if first.is_dir() else first.parent)
        paths = [repository.path_of(path) for path in settings.sources] if repository else []
        if repository is None or None in paths:
            said = _("the sources lie in no whole git repository")
            log.debug("%s", _("There is no history: {reason}").format(reason=said))
            return History()
        inside = tuple(path for path in paths if path is not None)
        stamp = _stamp(settings)
        known = (repository, inside, settings.changes, stamp)
        if known != self._known:
            self._blamed = {}
            self._revisions = self._past(repository, inside, settings, stamp)
            self._known = known
        return History(_of_today(self._revisions, catalogue), self._days(repository, settings, catalogue))

    def _past(
        self, repository: Repository, paths: Sequence[str], settings: Settings, stamp: str
    ) -> tuple[Revision, ...]:
        place = _place(settings)
        # A process may build one project after another.
        if self._kept is None or (self._kept.file, self._kept.stamp) != (place, stamp):
            self._kept = KeptChanges(place, stamp)
        reader = _Reader(repository, replace(read_settings(settings), ids=None), self._kept)
        found = tuple(_revisions(_Walk(repository, paths, settings.changes * _LOOKED_AT), reader, settings.changes))
        self._kept.save()
        return found

    def _days(self, repository: Repository, settings: Settings, catalogue: Catalogue) -> dict[str, date]:
        days: dict[str, date] = {}
        for number, source in enumerate(catalogue.sources):
            path = repository.path_of(settings.base / source.file)
            if path is None:
                continue
            if path not in self._blamed:
                self._blamed[path] = repository.blame(path)
            lines = _lines(source, self._blamed[path] or [])
            for category in catalogue.categories:
                if category.source == number and (day := lines.last(category.span.start, category.span.end)):
                    days[category.id] = day
        return days


def _place(settings: Settings) -> Path | None:
    """Return where differences are kept: beside what is known of links, or nowhere."""
    links = settings.links.cache
    return links.with_name(NAME) if links else None


def _stamp(settings: Settings) -> str:
    """Return what stands for all that decides how a source is read."""
    digest = sha256(f"{__version__}\n{settings.title!r}".encode())
    for file in (settings.vocabulary, settings.qualifications):
        content = file.read_bytes() if file and file.is_file() else b""
        digest.update(sha256(content).digest())
    return digest.hexdigest()


# --------------------------------------------------------------------------------------------------------- revisions


class _Walk:
    """The commits that touched the sources, newest first, with the sources as each left them."""

    def __init__(self, repository: Repository, paths: Sequence[str], most: int) -> None:
        self.repository = repository
        self.paths = tuple(paths)
        self.most = most
        self.is_whole = False
        """Whether it has come to the very first of them."""

    def __iter__(self) -> Iterator[tuple[Commit, tuple[Blob, ...]]]:
        start, paths, left = self.repository.head, self.paths, self.most
        for _move in range(_MOVES):
            commits = self.repository.commits(start, paths, left)
            blobs: tuple[Blob, ...] = ()
            for commit in commits:
                blobs = self.repository.blobs(commit.id, paths)
                yield commit, blobs
            left -= len(commits)
            if not commits or left <= 0:
                self.is_whole = left > 0
                return
            # Before its first commit a source may have lain elsewhere.
            paths = self.repository.former_names(commits[-1].id, blobs)
            if not paths:
                self.is_whole = True
                return
            start = f"{commits[-1].id}^1"


def _revisions(walk: _Walk, reader: _Reader, most: int) -> Iterator[Revision]:
    newer: tuple[Commit, tuple[Blob, ...]] | None = None
    for commit, blobs in walk:
        if reader.count(blobs) is None:
            # Nobody could read it: what follows is compared with what could be read before.
            continue
        if newer is not None and (changes := reader.changes(blobs, newer[1])):
            yield Revision(newer[0].id, newer[0].when, changes)
            most -= 1
            if not most:
                return
        newer = commit, blobs
    if newer is not None and walk.is_whole:
        yield Revision(newer[0].id, newer[0].when, published=reader.count(newer[1]))


class _Reader:
    """Reads the sources as they were, and compares them; what is known of them is not read again."""

    def __init__(self, repository: Repository, settings: ReadSettings, kept: KeptChanges) -> None:
        self._repository = repository
        self._settings = settings
        self._kept = kept
        self._catalogues: dict[str, Catalogue | None] = {}

    def count(self, blobs: Sequence[Blob]) -> int | None:
        """Return the number of categories, None for what cannot be read and where there is nothing."""
        key = _key(blobs)
        if not self._kept.knows(key):
            catalogue = self._catalogue(blobs)
            self._kept.keep_count(key, None if catalogue is None else len(catalogue.categories))
        return self._kept.count(key)

    def changes(self, old: Sequence[Blob], new: Sequence[Blob]) -> tuple[Change, ...]:
        """Return what changed, by meaning."""
        key = f"{_key(old)}-{_key(new)}"
        known = self._kept.changes(key)
        if known is None:
            before, after = self._catalogue(old), self._catalogue(new)
            known = () if before is None or after is None else differences(before, after)
            self._kept.keep_changes(key, known)
        return known

    def _catalogue(self, blobs: Sequence[Blob]) -> Catalogue | None:
        key = _key(blobs)
        if key not in self._catalogues:
            # The next comparison needs the last one that was read, and none before it.
            self._catalogues = dict(list(self._catalogues.items())[-1:])
            self._catalogues[key] = self._fresh(blobs)
        return self._catalogues[key]

    def _fresh(self, blobs: Sequence[Blob]) -> Catalogue | None:
        named = [(blob.name, self._repository.content(blob)) for blob in blobs]
        whole = [(name, content) for name, content in named if content is not None]
        if not blobs or len(whole) < len(named):
            return None
        try:
            return read_named(whole, self._settings)
        except SourceError:
            return None


def _key(blobs: Sequence[Blob]) -> str:
    """Return what stands for the content of some sources; what they are called changes nothing."""
    return sha256("\n".join(blob.id for blob in blobs).encode("ascii")).hexdigest()


def _of_today(revisions: Sequence[Revision], catalogue: Catalogue) -> tuple[Revision, ...]:
    """Return revisions whose changes name categories by the ids that these have now, None where they are gone.

    The way back goes by names, since ids that editors keep or change by hand were not always what they are.
    """
    names = {" / ".join(category.path): category.id for category in catalogue.categories}
    there = {category.id for category in catalogue.categories}
    told = []
    for revision in revisions:
        changes, former = [], {}
        for change in revision.changes:
            identifier = names.get(" / ".join(change.path)) if change.category else None
            if identifier is None and change.category in there:
                identifier = change.category
            changes.append(replace(change, category=identifier))
            if change.kind is Kind.CATEGORY_RENAMED and change.before and identifier:
                former[change.before] = identifier
        names |= former
        told.append(replace(revision, changes=tuple(changes)))
    return tuple(told)


# --------------------------------------------------------------------------------------------------------------- days


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a source as it is now, with the day of each that is committed; blank lines have none."""

    starts: tuple[int, ...]
    days: tuple[date | None, ...]

    def last(self, start: int, end: int) -> date | None:
        """Return the last of the days of some characters."""
        first, last = (bisect_right(self.starts, offset) - 1 for offset in (start, max(start, end - 1)))
        return max((day for day in self.days[first : last + 1] if day), default=None)


def _lines(source: Source, blamed: Sequence[BlamedLine]) -> _Lines:
    # As git counts them: it knows one end of a line.
    now = source.text.split("\n")
    starts = (0, *accumulate(len(line) + 1 for line in now))[: len(now)]
    try:
        committed = decode(b"\n".join(line.text for line in blamed), source.file)[0].split("\n")
    except SourceError:
        committed = []
    if len(committed) != len(blamed):
        committed = []
    days: list[date | None] = [None] * len(now)
    one, other = [line.rstrip() for line in committed], [line.rstrip() for line in now]
    for there, here, size in _matching(one, other):
        for step in range(size):
            if other[here + step]:
                days[here + step] = blamed[there + step].day
    return _Lines(starts, tuple(days))


def _matching(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield (place in the one, place in the other, how many) of lines that both have; what is edited is small."""
    shorter = min(len(one), len(other))
    start = next((number for number in range(shorter) if one[number] != other[number]), shorter)
    rest = shorter - start
    end = next((number for number in range(rest) if one[-1 - number] != other[-1 - number]), rest)
    yield 0, 0, start
    yield len(one) - end, len(other) - end, end
    inner = one[start : len(one) - end], other[start : len(other) - end]
    if max(map(len, inner)) <= _MOST_MATCHED:
        for there, here, size in SequenceMatcher(None, *inner, autojunk=False).get_matching_blocks():
            yield start + there, start + here, size
