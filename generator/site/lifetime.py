"""The life of one build: it is watched, made beside the site, and takes the place of that, or is dropped."""

from __future__ import annotations

import gzip
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.utils import CountHandler

from generator.files import resolved
from generator.messages import gettext as _
from generator.site.garbage import Garbage
from generator.site.resting import Vigil
from generator.site.swapping import Staging
from generator.site.trouble import explain, unwritable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.config.defaults import MkDocsConfig

    from generator.config import Settings
    from generator.site.keeping import Keeper

log: Final = logging.getLogger("mkdocs.plugins.leimu")

_TIME: Final = "SOURCE_DATE_EPOCH"
"""The time that a build counts as made at, of https://reproducible-builds.org/specs/source-date-epoch/."""
_MOST_SECONDS: Final = 2**32
"""What a compressed file can be dated with."""
_DIGITS: Final = 11
"""One more than that takes."""


@dataclass(frozen=True, slots=True)
class Command:
    """What MkDocs was asked to do."""

    name: str = ""
    """``build``, ``serve`` or ``gh-deploy``; empty where nobody says."""
    dirty: bool = False
    """Whether only what has changed is to be made, as MkDocs understands that."""

    @property
    def serves(self) -> bool:
        """Whether the site goes to a server, into a directory that nobody else knows of."""
        return self.name == "serve"

    @property
    def builds(self) -> bool:
        """Whether the site stays where it is built."""
        return self.name == "build"

    @property
    def is_whole(self) -> bool:
        """Whether a whole site takes the place of another."""
        return not self.serves and not self.dirty


class Lifetime:
    """The life of one build after the other: MkDocs keeps its plugins as long as its process lives."""

    command: Command
    may_rest: bool
    """Whether a build with nothing to do may do nothing: nobody asks what it read and made."""
    is_resting: bool
    """Whether this one has nothing to do."""
    garbage: Garbage

    def __init__(self) -> None:
        self.command, self.may_rest, self.is_resting = Command(), True, False
        self.garbage = Garbage()
        self._staging: Staging | None = None
        self._config: MkDocsConfig | None = None
        """Of the build that is staged."""
        self._vigil: Vigil | None = None

    @property
    def keeper(self) -> Keeper | None:
        """What knows which pages need not be made; None where nobody watches."""
        return self._vigil.keeper if self._vigil else None

    def begin(self, settings: Settings, config: MkDocsConfig) -> None:
        """Begin to watch a build; one that has nothing to do is made to do nothing.

        Raises:
            PluginError: the site is to go where the files of the project are, or its time is none.
        """
        self.end()
        _refuse_no_time(os.environ.get(_TIME))
        if not self.command.serves:
            _refuse_to_empty(resolved(Path(config.site_dir)), settings)
        self.is_resting = self._watch(settings, config)
        self.garbage.hold()
        if self.is_resting:
            log.info("%s", _("Nothing has changed since {directory} was built").format(directory=config.site_dir))
            config.nav = None
            config.theme.static_templates, config.extra_templates = set(), []
            self.stage(config)

    def _watch(self, settings: Settings, config: MkDocsConfig) -> bool:
        """Begin to watch a build; tell whether it has nothing to do."""
        # Who wants to see all that happens sees it happen.
        if not self.command.is_whole or log.isEnabledFor(logging.DEBUG):
            return False
        self._vigil = Vigil(settings, config, resolved(Path(config.site_dir)))
        return self.command.builds and self.may_rest and self._vigil.finds_nothing_to_do()

    def stage(self, config: MkDocsConfig) -> None:
        """Let MkDocs build beside the site; not while serving, into a directory that nobody else knows of.

        Raises:
            PluginError: nothing can be written there.
        """
        self._unstage()
        if not self.command.is_whole:
            return
        target = Path(config.site_dir)
        try:
            self._staging, self._config = Staging(target), config
        except OSError as error:
            raise PluginError(unwritable(error, None, target)) from None
        config.site_dir = str(self._staging.directory)

    def publish(self, config: MkDocsConfig) -> bool:
        """Put the site in the place of the old one, or drop what a strict build refuses; tell whether it was staged.

        Raises OSError.
        """
        staging = self._staging
        if staging is None:
            self.garbage.release_later()
            return False
        counters = [each for each in logging.getLogger("mkdocs").handlers if isinstance(each, CountHandler)]
        if config.strict and any(counter.get_counts() for counter in counters):
            log.info("%s", _("{directory} stays as it was").format(directory=staging.target))
        elif not self.is_resting:
            _pack_sitemap(staging.directory)
            if self._vigil:
                self._vigil.settle(staging.directory)
            staging.finish(keep_hidden=True)
            if self._vigil:
                self._vigil.keep()
        self.end()
        return True

    def explained(self, error: Exception, templates: Iterable[Path]) -> str | None:
        """Return what ended a build that was staged in a sentence; None where MkDocs has one."""
        staging, config = self._staging, self._config
        if staging is None or config is None or isinstance(error, MkDocsException):
            return None
        if isinstance(error, OSError):
            return unwritable(error, staging.directory, staging.target)
        broken = explain(error, (*templates, *map(Path, config.theme.dirs)))
        return str(broken) if broken else None

    def end(self) -> None:
        """Leave nothing of a build behind."""
        self.garbage.release()
        self._unstage()
        if self._vigil:
            self._vigil.close()
        self._vigil = None

    def _unstage(self) -> None:
        if self._staging is not None and self._config is not None:
            self._staging.discard()
            # gh-deploy reads there what it is to push.
            self._config.site_dir = str(self._staging.asked)
        self._staging = self._config = None


def _refuse_no_time(given: str | None) -> None:
    """Raise PluginError for a time of the build that MkDocs cannot use; it would end with a traceback."""
    if given is not None and not (
        given.isascii() and given.isdecimal() and int(given.lstrip("0")[:_DIGITS] or 0) < _MOST_SECONDS
    ):
        said = _("{name}: expected seconds since 1970, found {value!r}. Set it to a whole number, or take it away.")
        raise PluginError(said.format(name=_TIME, value=given))


def _refuse_to_empty(site: Path, settings: Settings) -> None:
    """Raise PluginError for a site in whose place stands what only people can write again, or among the sources.

    MkDocs looks at its ``docs_dir`` alone, and a build leaves of what was there what is hidden.
    """
    given = settings
    words = (given.vocabulary, given.qualifications, given.synonyms, given.ids, given.baseline)
    lost = (given.file, *given.sources, *words, given.locales_directory, given.templates)
    for path in filter(None, lost):
        if resolved(path).is_relative_to(site) and not site.is_file():
            said = _("{site}: the site cannot go there: a build would delete {path}. Set another site_dir.")
            raise PluginError(said.format(site=site, path=path))
    for path in given.sources:
        below = resolved(path)
        if not os.path.isdir(below) or not site.is_relative_to(below):  # noqa: PTH112 - a Path may raise PermissionError
            continue
        # What is hidden is not read.
        if not any(part.startswith(".") for part in site.relative_to(below).parts):
            said = _("{site}: the site cannot go there: the next build would read it. Set another site_dir.")
            raise PluginError(said.format(site=site))


def _pack_sitemap(site: Path) -> None:
    """Compress the map of the site anew: MkDocs writes the day of the build into it, which is no input."""
    packed = site / "sitemap.xml.gz"
    if packed.is_file() and (plain := packed.with_suffix("")).is_file():
        when = os.environ.get(_TIME, "")
        packed.write_bytes(gzip.compress(plain.read_bytes(), mtime=int(when) if when.isdecimal() else 0))
