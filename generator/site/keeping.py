"""Pages that a build need not make, since the site that is there has them as it would make them.

A page is known by a digest of all that it is made of: what it shows (:mod:`generator.pages.fingerprints`), what the
theme puts round it, and what all pages are made with.  It is taken over with its time of modification, unless somebody
has touched the file since.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mkdocs.exceptions import PluginError

from generator.messages import gettext as _
from generator.pages.fingerprints import digest
from generator.pages.later import LatePage
from generator.quick import altered
from generator.site.awaiting import Awaited, Wanted
from generator.site.hearing import is_ours
from generator.site.languages import project_words
from generator.site.resting import Published, content_digest, files_below

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

    from generator.site.hearing import Said
    from generator.site.languages import Language
    from generator.site.localizing import Localizing

_OF_A_PAGE: Final = re.compile("Doc file '(.+?)' contains")
"""How MkDocs names the page whose links it tells of: the name may hold a quote."""


class Keeper:
    """Knows what a build makes its pages of, and which of them the last one has made of the same."""

    def __init__(self, target: Path, known: Mapping[str, Published], shell: str) -> None:
        """Look in ``target`` for files that are ``known``; ``shell`` stands for all that the pages have in common."""
        self._target, self._known, self._shell = target, known, shell
        self.digests: dict[str, str] = {}
        """Of all that pages and their Markdown are made of, by their paths in the site."""
        self.paths: dict[str, str] = {}
        """Of the pages in the site, by their paths among the documents."""
        self.kept: frozenset[File] = frozenset()
        """The files that need not be made."""
        self._names: tuple[str, ...] = ()
        """Their paths in the site."""

    def choose(self, files: Files, localizing: Localizing, config: MkDocsConfig) -> None:
        """Find the files that need not be made."""
        pages = dict(_digests(self._shell, files, localizing, config))
        mine = {
            file: found
            for file in files
            if isinstance(file, Awaited) and isinstance(file.make, Wanted) and (found := pages.get(id(file.make.item)))
        }
        self.paths = {file.src_uri: file.dest_uri for file in files.documentation_pages()}
        self.digests = {file.dest_uri: found for file, found in mine.items()}
        # What stands in ``docs/`` at the address of a page is written there too, and would be into the old site's file.
        counts = Counter(file.dest_uri for file in files)
        self.kept = frozenset(
            file for file, found in mine.items() if counts[file.dest_uri] == 1 and self._has(file.dest_uri, found)
        )
        self._names = tuple(sorted(file.dest_uri for file in self.kept))

    def _has(self, name: str, found: str) -> bool:
        known, path = self._known.get(name), f"{self._target}{os.sep}{name}"
        if known is None or known.made_of != found or not known.is_like(path):
            return False
        # What a link leads to may change without it; and the rights of what is somebody else's cannot be set.
        there = os.lstat(path)
        return stat.S_ISREG(there.st_mode) and (sys.platform == "win32" or there.st_uid == os.geteuid())

    def bring(self, staged: str, places: Collection[int], count: int) -> None:
        """Put kept files into the new site: those that fall to these of ``count`` processes.  Raises OSError."""
        names = [name for number, name in enumerate(self._names) if number * count // len(self._names) in places]
        for folder in sorted({name.rpartition("/")[0] for name in names}):
            os.makedirs(f"{staged}{os.sep}{folder}", exist_ok=True)  # noqa: PTH103 - thousands of them, as below
        for name in names:
            old, new = f"{self._target}{os.sep}{name}", f"{staged}{os.sep}{name}"
            try:
                os.link(old, new)
            except OSError:  # a file system without links, or somebody else's file
                shutil.copy2(old, new)

    def brought(self, staged: Path) -> dict[str, Published]:
        """Return the kept files by their paths in the new site.

        Raises:
            OSError: one cannot be looked at.
            PluginError: somebody has changed one in the old site meanwhile.
        """
        brought = {}
        for name in self._names:
            known, path = self._known[name], f"{staged}{os.sep}{name}"
            if not known.is_like(path):
                said = _("{file} was changed while the site was built. Build it again.")
                raise PluginError(said.format(file=f"{self._target}{os.sep}{name}"))
            brought[name] = altered(known, time=os.stat(path).st_mtime_ns)  # noqa: PTH116 - as above
        return brought

    def settle(self, staged: Path, known: Mapping[str, Published]) -> dict[str, Published]:
        """Give files of a new site that are as in the old one the times that they have there; return the new site's.

        Who copies a site to where it is served (rsync, object storage) goes by times and sizes.  ``known`` is what the
        last build made, here or elsewhere.  Raises OSError and what :meth:`brought` does.
        """
        settled = self.brought(staged)
        for name, written in files_below(staged):
            if name in settled:
                continue
            path = Path(written)
            content = path.read_bytes()
            told, time, old = content_digest(content), path.stat().st_mtime_ns, self._target / name
            with suppress(OSError):
                before, then = old.stat(), known.get(name)
                if then and (then.size, then.time) == (before.st_size, before.st_mtime_ns):
                    is_same = then.content == told
                else:
                    is_same = before.st_size == len(content) and old.read_bytes() == content
                if is_same and not old.is_symlink():
                    time = before.st_mtime_ns
                    os.utime(path, ns=(time, time))
            settled[name] = Published(len(content), time, told)
        return settled

    def mark(self, made: Mapping[str, Published], said: Iterable[Said]) -> dict[str, Published]:
        """Return the files of a site with the digests of what they are made of, where nothing was told of them.

        What MkDocs says of the links of a page is said anew when that is made anew.
        """
        about = mentioned([words for name, _level, words in said if not is_ours(name)], self.paths)
        silent = {} if about is None else {name: each for name, each in self.digests.items() if name not in about}
        return {name: replace(each, made_of=silent.get(name, "")) for name, each in made.items()}


def _digests(shell: str, files: Files, localizing: Localizing, config: MkDocsConfig) -> Iterator[tuple[int, str]]:
    """Yield the ids of the pages that show something of their own alone, with a digest of what each is made of."""
    loaded = repr([config.extra_css, config.extra_javascript, config.nav, localizing.nav])
    common = digest(shell, [_language(each) for each in localizing.languages], loaded)
    for language in localizing.languages:
        publication = localizing.publications[language.code]
        worker = localizing.workers.get(language.code)
        around = digest(common, language.code, publication.nav, publication.rendering.feed, worker)
        for page in publication.rendering.pages:
            if isinstance(page, LatePage) and (mark := page.fingerprint):
                versions = localizing.versions(page.path, files, config.site_url or "")
                offered = [*versions.urls.items()], [*versions.real], versions.translations
                yield id(page), digest(around, mark, offered)


def _language(language: Language) -> tuple[object, ...]:
    """Return what pages say in a language besides the catalogue."""
    return language.code, language.name, language.prefix, sorted(project_words(language).items())


def mentioned(said: Iterable[str], pages: Mapping[str, str]) -> set[str] | None:
    """Return the paths in the site of the pages that something was told of; None if it is not known of which.

    ``pages`` are those paths by the ones that MkDocs names in quotes.
    """
    found: set[str] = set()
    for words in said:
        parts = [*words.split("'")[1::2], *_OF_A_PAGE.findall(words)]
        named = {pages[part] for part in parts if part in pages}
        if not named:
            return None
        found |= named
    return found
