"""A save that changes nothing but words: the pages that wait to be asked for are made of others, and MkDocs rests.

What MkDocs makes of generated pages before anybody asks for one is where they stand: its list of files, the
navigations, and the pages that people wrote.  Where all that would come out the same, only what makes the generated
pages is put in the place of what made them before.  Whatever is in doubt is built.
"""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from click import get_current_context
from mkdocs.structure.files import InclusionLevel

from generator.builtin import search_path
from generator.findings import Severity
from generator.site.afterwards import Afterwards
from generator.site.awaiting import Awaited, content_of
from generator.site.known import UNDERSTOOD
from generator.site.languages import project_words
from generator.site.publish import site_title
from generator.site.reading import judged, keep_ids
from generator.site.search_index import index_path
from generator.site.telling import tell
from generator.site.twins import CONTENTS, beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

    from generator.catalogue import Catalogue
    from generator.config import Settings
    from generator.pages import Page
    from generator.site.awaiting import Content
    from generator.site.demand import Demand
    from generator.site.localizing import Localizing
    from generator.site.publish import Publication
    from generator.site.search_index import IndexMaker

log: Final = logging.getLogger("mkdocs.plugins.leimu")
Stamps: TypeAlias = "dict[str, tuple[int, ...]]"
"""How files stand on the disk, by their paths: any that was written since stands otherwise."""
_MOST_READ: Final = 3
_INHERITS: Final = b"INHERIT"
"""What an mkdocs.yml that is made of several files says."""


class UnlikeError(Exception):
    """The new pages do not fit where the old ones stood."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The files that a site is made of, as they stood before somebody read them."""

    words: Stamps
    """Those that are read anew for other words."""
    others: Stamps
    """Those of which MkDocs makes something at once."""

    def differs_in_words_at_most(self, before: Sight) -> bool:
        """Tell whether nothing of which MkDocs makes something at once has changed since."""
        return self.others == before.others


@dataclass(frozen=True, slots=True)
class Last:
    """What the last build of MkDocs has left."""

    settings: Settings
    config: MkDocsConfig
    files: Files
    sight: Sight
    """From before all that the pages are made of now was read."""
    written: list[str]
    """The paths of the pages that people wrote."""
    ids: tuple[int, ...]
    """How the file of ids stood when this program had done with it."""
    shape: tuple[Any, ...] | None = None
    """That of the generated pages, once somebody has asked for it."""
    places: list[File | None] | None = None
    """The generated files, the same."""
    kept: tuple[Any, ...] | None = None
    """What the file of ids was last written of."""


def sight(settings: Settings, config: MkDocsConfig) -> Sight | None:
    """Return how all files stand that go into a site; None where nobody knows all of them."""
    own = config.config_file_path
    is_known = UNDERSTOOD.issuperset(config.markdown_extensions) and not _inherits(own)
    context = get_current_context(silent=True)
    if config.strict or not is_known or (context and context.params.get("watch_theme")):
        return None
    given = settings
    named = (given.vocabulary, given.qualifications, given.synonyms, given.baseline, given.locales_directory)
    words = _stamps((*given.sources, *named, *(locale.file for locale in given.locales)))
    custom = config.theme.custom_dir
    others = _stamps((own, config.docs_dir, given.templates, custom, *search_path(())))
    # People may watch more than they know to be watched already; the ids are written by the program itself.
    watched = _stamps(config.watch)
    others |= {path: stamp for path, stamp in watched.items() if path not in words and path != str(given.ids)}
    return Sight(words, others)


def _inherits(file: str) -> bool:
    """Tell whether an mkdocs.yml is made of several files, as far as anybody can tell."""
    try:
        return _INHERITS in Path(file).read_bytes()
    except OSError:
        return True


def _stamps(paths: Iterable[Path | str | None]) -> Stamps:
    return {name: _stamp(name) for path in paths if path for name in _below(str(path))}


def _stamp(name: str) -> tuple[int, ...]:
    try:
        found = os.stat(name)  # noqa: PTH116 - at every save, and a Path costs more than asking
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def _below(path: str) -> Iterator[str]:
    """Yield a path, and all files below it."""
    yield path
    for folder, _folders, names in os.walk(path, followlinks=True):
        yield from (f"{folder}{os.sep}{name}" for name in names)


def shape(localizing: Localizing, settings: Settings, catalogue: Catalogue) -> tuple[Any, ...]:
    """Return all that MkDocs makes something of before anybody asks for a generated page."""
    displaced = {
        left_out for publication in localizing.publications.values() for left_out, _page in publication.displaced
    }
    return (
        site_title(settings, catalogue),
        *(
            (
                language.code,
                project_words(language),
                localizing.publications[language.code].nav,
                localizing.publications[language.code].displaced,
                rendering.redirects,
                rendering.feed,
                [(each.path, each.name) for each in rendering.assets],
                [name for name, _content in localizing.data[language.code]],
                [
                    # Beside a page that somebody wrote stands which of its translations are none.
                    (*_standing(each), each.path in displaced and each.is_fallback)
                    for each in rendering.pages
                ],
            )
            for language in localizing.languages
            for rendering in [localizing.publications[language.code].rendering]
        ),
    )


def _standing(page: Page) -> tuple[object, ...]:
    return page.path, page.title, page.has_plain, page.edit is None


def contents(localizing: Localizing, maker: IndexMaker, config: MkDocsConfig) -> Iterator[Content]:
    """Yield what is in each generated file."""
    for language in localizing.languages:
        rendering = localizing.publications[language.code].rendering
        for page in rendering.pages:
            yield content_of(page, "markdown")
            if page.has_plain:
                yield content_of(page, "plain")
        yield from (content_of(asset, "content") for asset in rendering.assets)
        yield rendering.contents
        yield from (content for _name, content in localizing.data[language.code])
        yield localizing.search(language, maker, config)


def _paths(localizing: Localizing, files: Files) -> Iterator[str]:
    """Yield the paths of the files that :func:`contents` are for."""
    for language in localizing.languages:
        prefix, rendering = language.prefix, localizing.publications[language.code].rendering
        for page in rendering.pages:
            yield prefix + page.path
            if page.has_plain:
                yield beside(files.src_uris[prefix + page.path])
        yield from (prefix + asset.path for asset in rendering.assets)
        yield prefix + CONTENTS
        yield from (prefix + name for name, _content in localizing.data[language.code])
        yield index_path(language.code)


def places(localizing: Localizing, files: Files) -> list[File | None]:
    """Return the files that :func:`contents` are for; None for one in whose place stands what people wrote.

    Raises:
        KeyError: one is not there.
        UnlikeError: there are others whose content is made late.
    """
    found = [files.src_uris[path] for path in _paths(localizing, files)]
    known = set(map(id, found))
    for file in files:
        if isinstance(file, Awaited) and id(file) not in known:
            raise UnlikeError(file.src_uri)
    return [None if file.generated_by is None else file for file in found]


def put(given: Iterable[Content], there: Iterable[File | None]) -> None:
    """Give generated files other contents; what is put off stays so, and all else is written.

    Raises:
        UnlikeError: they are not the files that the contents are for.
        OSError: a file cannot be written.
    """
    for content, file in zip(given, there, strict=True):
        if isinstance(file, Awaited) and callable(content):
            file.renew(content)
        elif isinstance(file, Awaited) or (file and callable(content)):
            raise UnlikeError(file.src_uri)
        elif file and not callable(content):
            _write(file, content)


def _write(file: File, content: str | bytes) -> None:
    data = content.encode() if isinstance(content, str) else content
    if file.content_bytes != data:
        file.content_bytes = data
        if file.inclusion is not InclusionLevel.EXCLUDED:
            file.copy_file()


@dataclass(frozen=True, slots=True)
class Made:
    """What pages are made of."""

    catalogue: Catalogue | None
    publication: Publication | None
    localizing: Localizing | None
    maker: IndexMaker | None
    """Of the indexes of the search."""


class Exchange:
    """Gives the pages of the last build other words where a build would do no more."""

    def __init__(self, demand: Demand) -> None:
        self._demand = demand
        self._sight: Sight | None = None
        self._last: Last | None = None
        self._handed: tuple[Settings, Sight, Catalogue] | None = None
        self._afterwards = Afterwards()

    def begin(self, seen: Sight | None) -> None:
        """Forget the last build when the next one begins; ``seen`` is what it is made of, None where nobody knows."""
        self._afterwards.drop()
        self._sight, self._last = seen, None

    def keep(self, settings: Settings, config: MkDocsConfig, files: Files) -> None:
        """Know the files of a build."""
        written = [file.src_uri for file in files if file.generated_by is None and file.is_documentation_page()]
        ids = _stamp(str(settings.ids))
        self._last = Last(settings, config, files, self._sight, written, ids) if self._sight else None

    def drop(self) -> None:
        """Forget a build that has failed."""
        self._last = None

    def finish(self) -> None:
        """Say what there is to say of the last save, if that has not been said."""
        self._afterwards.finish()

    def handed(self, settings: Settings) -> Catalogue | None:
        """Return what a build would read, if that has just been read."""
        handed, self._handed = self._handed, None
        if handed and self._sight and (settings, self._sight.words) == (handed[0], handed[1].words):
            return handed[2]
        return None

    def attempt(
        self,
        old: Made,
        ask: Callable[[], Settings],
        read: Callable[[Settings], Catalogue],
        make: Callable[[Catalogue, Last], Made],
    ) -> Made | None:
        """Return what pages are made of from now on; None where MkDocs has to build.

        ``ask`` returns the settings as they are now, ``make`` what the pages of a catalogue are made of.  What there is
        is returned where nothing has changed: a server sees a file that is written slowly more than once.

        No page shows what the rules say: they are asked when whoever waits for a page has had the time to see it.
        """
        self._afterwards.pause()
        last, self._last = self._last, None
        if last is None:
            return None
        try:
            settings, now = ask(), sight(last.settings, last.config)
            if settings != last.settings or now is None or not now.differs_in_words_at_most(last.sight):
                return None
            if now == last.sight:
                # Of the file of ids the server may know too, and this program writes it after it has looked.
                self._last = last if last.ids == _stamp(str(settings.ids)) else None
                if self._last:
                    self._afterwards.go_on()
                return old if self._last else None
            now, catalogue = _read_whole(last, now, read)
            self._handed = settings, now, catalogue
            new = make(catalogue, last)
            after = sight(settings, last.config)
            stands = _moved_in(old, new, last) if after and after.others == last.sight.others else None
            if stands is None:
                return None
            self._demand.exchange()
        except Exception as error:  # noqa: BLE001 - whatever it is, the build meets it too, and tells it
            log.debug("%s", error)
            return None
        self._handed, self._last = None, replace(stands, sight=now, ids=_stamp(str(settings.ids)))
        self._afterwards.plan(lambda: self._judge(settings, catalogue))
        return new

    def _judge(self, settings: Settings, catalogue: Catalogue) -> None:
        """Say what the rules say of the last save, and keep its ids."""
        last, self._last = self._last, None
        if last and last.ids != _stamp(str(settings.ids)):
            # Somebody has written ids meanwhile, which the next look builds with.
            last = None
        try:
            found = judged(settings, catalogue)
            # Reading that file takes as long as a tenth of all pages; often it has nothing new to say.
            if last and (last.kept is None or last.kept != _kept(settings, catalogue)):
                keep_ids(settings, found)
            known = _kept(settings, catalogue)
            kept = None if found.worst is Severity.ERROR else known
            tell(found)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next save is built, and meets it too
            log.error("%s", error)  # noqa: TRY400 - a person reads it
            return
        self._last = replace(last, ids=known[-1], kept=kept) if last else None


def _read_whole(last: Last, now: Sight, read: Callable[[Settings], Catalogue]) -> tuple[Sight, Catalogue]:
    """Return what is read, and how the files stood before: again, where somebody was writing meanwhile."""
    catalogue = read(last.settings)
    for _again in range(_MOST_READ):
        after = sight(last.settings, last.config)
        if after is None or after.words == now.words:
            break
        now, catalogue = after, read(last.settings)
    return now, catalogue


def _moved_in(old: Made, new: Made, last: Last) -> Last | None:
    """Put what is new in the place of what is old if it stands as that does; None where it does not.

    Raises:
        UnlikeError, OSError: as in :func:`put`.
        KeyError: as in :func:`places`.
    """
    if not (old.catalogue and old.localizing and new.catalogue and new.localizing and new.maker):
        return None
    before = last.shape or shape(old.localizing, last.settings, old.catalogue)
    after = shape(new.localizing, last.settings, new.catalogue)
    if before != after:
        return None
    there = last.places or places(old.localizing, last.files)
    new.localizing.succeed(old.localizing)
    put(contents(new.localizing, new.maker, last.config), there)
    return replace(last, shape=after, places=there)


def _kept(settings: Settings, catalogue: Catalogue) -> tuple[Any, ...]:
    """Return all that the file of ids is made of, and how it stands."""
    return (
        [(each.id, each.path) for each in catalogue.categories],
        [(each.id, each.name) for each in catalogue.groups],
        [(each.id, each.name) for each in catalogue.qualifications],
        catalogue.moved,
        _stamp(str(settings.ids)),
    )
