"""The making of a site: what is read goes among MkDocs's files, and what it is read from may be half-typed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final, cast

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils import CountHandler

from generator.builtin import search_path
from generator.config import ConfigError, Settings
from generator.files import is_text
from generator.locales.po import TranslationError
from generator.messages import gettext as _
from generator.pages import assets, published_names
from generator.pages.templating import Compiled
from generator.site.awaiting import content_of, generated, is_ours_alone
from generator.site.data_files import data_files, late_data_files
from generator.site.demand import Build, Demand, can_wait
from generator.site.exchange import Exchange, Made, sight
from generator.site.finished import Converter
from generator.site.handwritten import fallbacks, parted
from generator.site.hearing import Ear
from generator.site.history import Chronicle
from generator.site.languages import NAME, languages
from generator.site.localizing import ERROR_PAGE, Localizing
from generator.site.memory import hasten
from generator.site.nav import HOME, build_nav, substitute
from generator.site.publish import (
    Publication,
    Site,
    edit_addresses,
    publish,
    scripts,
    site_title,
    style_sheets,
    theme_directories,
)
from generator.site.reading import judged, keep_ids, read, remember
from generator.site.search_index import IndexMaker
from generator.site.sharing import MANY, SharedGate, Shares, give_away
from generator.site.synonyms import read_synonyms
from generator.site.telling import tell
from generator.site.theme import fit
from generator.site.trouble import BrokenTemplateError, check_theme
from generator.source import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext
    from watchdog.observers.api import BaseObserver

    from generator.catalogue import Catalogue
    from generator.site.awaiting import Content, Gate
    from generator.site.exchange import Last
    from generator.site.languages import Language
    from generator.site.lifetime import Lifetime
    from generator.site.reading import Judged

log: Final = logging.getLogger("mkdocs.plugins.leimu")

_FOREIGN_THEMES: Final = frozenset(("mkdocs", "readthedocs"))
"""MkDocs' own themes: they load a highlighter from a content delivery network."""


class Making:
    """Reads the sources, tells the findings, and puts a page for every group and category among MkDocs's files.

    While serving, nothing that a person half-types stops the server: the pages keep their last good state.
    """

    settings: Settings
    catalogue: Catalogue | None
    """What this build read; None where reading failed."""
    judged: Judged | None
    """The same with what the rules said of it; None where nobody has asked them."""
    publication: Publication | None
    """What was last rendered without trouble, in the language of the sources."""
    localizing: Localizing | None
    """The same in all languages."""
    demand: Demand
    """What makes pages when a browser asks for them."""

    def __init__(self, life: Lifetime) -> None:
        """Make sites as long as MkDocs keeps its plugins; ``life`` is that of the build under way."""
        self.catalogue = None
        self.judged = None
        self.publication = None
        self.localizing = None
        self.demand = Demand()
        self._life = life
        self._env: Environment | None = None
        self._files: Files | None = None
        self._index: IndexMaker | None = None
        self._converter = Converter()
        self._shares = Shares()
        self._is_put_off = False
        self._is_shared = False
        self._gate: Gate | None = None
        self._nav: Navigation | None = None
        self._compiled = Compiled()
        self._trouble: str | None = None
        self._edits: dict[str, str | None] = {}
        self._exchange = Exchange(self.demand)
        self._is_exchanging = False
        self._observer: BaseObserver | None = None
        self._chronicle = Chronicle()

    def begin(self, settings: Settings, config: MkDocsConfig) -> None:
        """Read the sources, before MkDocs empties the site, and fit the theme to the pages."""
        self.settings = settings
        self._trouble = None
        self._converter, self._shares = Converter(), Shares()
        command = self._life.command
        self._is_put_off = command.serves and can_wait(config)
        if command.serves:
            remember()
            self._exchange.begin(sight(settings, config) if self._is_put_off and not command.dirty else None)
            self.demand.begin()
        self.judged = self._read()
        self.catalogue = self.judged.catalogue if self.judged else None
        if not config.site_name and self.catalogue:
            config.site_name = site_title(self.settings, self.catalogue)
        if config.theme.name in _FOREIGN_THEMES:
            said = _("The theme {theme!r} loads scripts from other hosts: set `theme: material`")
            log.warning("%s", said.format(theme=config.theme.name))
        fit(config, self.settings.locale, self._sound_themes())

    def add(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the generated pages and files, and the navigation over them and the hand-written ones."""
        written = files.documentation_pages()
        self._check_encoding(written)
        own = config.nav
        self._render([file.src_uri for file in written], config)
        shown = [file.src_uri for file in written if file.inclusion.value > InclusionLevel.NOT_IN_NAV.value]
        if self.localizing:
            self.localizing.nav = own
            shown = [path for path in shown if parted(path, self.localizing.languages)[0].words is None]
        nav = self.publication.nav if self.publication else ()
        config.nav = substitute(own, nav) if own is not None else build_nav(nav, shown)
        if self.publication:
            self._add(self.publication, files, config)
            if self.localizing:
                self.localizing.add(files, [file.src_uri for file in written], config)
                data = self.localizing.add_data(files, config)
                if self._is_shared:
                    # It takes as long as all that comes before the pages, and needs nothing of it.
                    give_away(data, self._shares, config)
                if self._index:
                    self.localizing.add_search(files, self._index, config)
                self.localizing.add_plain(files, config)
        elif files.get_file_from_path(HOME) is None:
            files.append(
                File.generated(config, HOME, content=f"# {config.site_name}\n\n```text\n{self._trouble}\n```\n")
            )
        self._add_assets(files, config)
        self._gate = self._close(files, config)
        return files

    def _close(self, files: Files, config: MkDocsConfig) -> Gate | None:
        """Let MkDocs make what is to be made now and here; None where that is all."""
        first = self.settings.locale
        known = self.localizing.standings if self.localizing else {}
        others = [path for path, standing in known.items() if standing.language != first]
        if self._is_put_off:
            return Build(files, config, self._page_templates, others)
        if not self._is_shared:
            return None
        keeper = self._life.keeper
        if keeper and self.localizing:
            keeper.choose(files, self.localizing, config)
        return SharedGate(files, config, others, self._shares, keeper)

    @property
    def _page_templates(self) -> tuple[Path, ...]:
        """The directories of the templates that pages are made with."""
        return search_path((self.settings.templates,) if self.settings.templates else ())

    def navigate(self, nav: Navigation, config: MkDocsConfig, files: Files) -> None:
        """Make the navigations of the other languages."""
        if self.localizing:
            self.localizing.navigate(nav, files, config)
        self._nav = nav
        if self._gate:
            self._gate.lead(self.localizing.titles if self.localizing else {})
        if isinstance(self._gate, SharedGate):
            known = self.localizing.standings if self.localizing else {}
            # The search of the theme reads pages that somebody else has added.
            self._gate.is_alone = any(file.src_uri not in known for file in files.documentation_pages())

    def prepare(self, markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Say of a page that it is in another language than its readers'."""
        if self.localizing is None:
            return markdown
        self.localizing.prepare(page, files, config)
        if page.file.generated_by is not None and page.file.src_uri in self.localizing.generated:
            self._converter.quicken(page, config)
        return self.localizing.note(page) + markdown

    def take(self, env: Environment, config: MkDocsConfig, files: Files) -> None:
        """Keep what the error pages of the other languages are made with, and make the theme quick."""
        self._env, self._files = env, files
        if isinstance(self._gate, Build):
            env.bytecode_cache = self._compiled
        hasten(env, config)
        if isinstance(self._gate, Build) and self._nav:
            self.demand.take(self._gate, self._nav, env)
            if self.localizing and not self._trouble:
                self._exchange.keep(self.settings, config, files)

    def context(self, context: TemplateContext, page: Page, config: MkDocsConfig) -> None:
        """Let the theme speak the language of the page."""
        if self.localizing and self._files is not None:
            self.localizing.context(cast("dict[str, Any]", context), page, self._files, config)

    def template_context(self, context: TemplateContext, template: str, config: MkDocsConfig) -> None:
        """Let the error page and the map of the site know of the languages."""
        if self.localizing and self._files is not None:
            seen = cast("dict[str, Any]", context)
            self.localizing.context(seen, None, self._files, config)
            if template != ERROR_PAGE:
                seen["leimu"]["sitemap"] = self.localizing.sitemap(self._files, config)

    def join(self) -> None:
        """Wait for the pages that other processes make."""
        if self._shares.is_elsewhere:
            self._shares.end()
        said = self._shares.join()
        if said is None:
            raise PluginError(
                _(
                    "Some pages could not be made: what is told above says why."
                    " If nothing does, a process was ended from outside, perhaps for want of memory."
                )
            )
        hearing = [each for each in logging.getLogger("mkdocs").handlers if isinstance(each, CountHandler | Ear)]
        for name, level, words in said:
            record = logging.makeLogRecord({"name": name, "levelno": level, "msg": words})
            for each in hearing:
                if level >= each.level:
                    each.handle(record)

    def write_error_pages(self, config: MkDocsConfig) -> None:
        """Write the error pages of the other languages."""
        if self.localizing and self._env is not None and self._files is not None:
            self.localizing.write_error_pages(self._env, self._files, config)

    def point(self, page: Page) -> None:
        """Point the edit button of a generated page at its source."""
        if page.file.src_uri in self._edits and page.file.generated_by is not None:
            page.edit_url = self._edits[page.file.src_uri]

    def serve(self, server: LiveReloadServer, builder: Callable[..., None], ask: Callable[[], Settings]) -> None:
        """Watch all that pages are made of; make what is asked for, and no more at a save than has changed."""
        from generator.site.watching import watch  # noqa: PLC0415 - a build does without what a server needs

        self._observer = watch(server, self.settings)
        if app := server.get_app():
            server.set_app(self.demand.answering(app, server.mount_path))
        if self._is_put_off:
            server.builder = self.rebuilding(builder, ask)

    def rebuilding(self, builder: Callable[..., None], ask: Callable[[], Settings]) -> Callable[..., None]:
        """Return what a server does at a save: it builds, unless nothing but words is new. ``ask`` reads settings."""

        def rebuild() -> None:
            with self.demand.exchanging():
                is_done = self._exchange_words(ask)
            if not is_done:
                builder()

        return rebuild

    def _exchange_words(self, ask: Callable[[], Settings]) -> bool:
        """Give the pages of the last build other words if a build would do no more; tell whether it was so."""

        def make(catalogue: Catalogue, last: Last) -> Made:
            self.catalogue, self.judged = catalogue, None
            self._render(last.written, last.config)
            if self.localizing:
                self._edits = edit_addresses(self.settings, self.localizing.by_language)
            return Made(self.catalogue, self.publication, self.localizing, self._index)

        old = Made(self.catalogue, self.publication, self.localizing, self._index)
        self._life.garbage.hold(is_small=True)
        self._is_exchanging = True
        made = self._exchange.attempt(old, ask, read, make)
        self._is_exchanging = False
        shown = made or old
        self.catalogue, self.publication, self.localizing, self._index = (
            shown.catalogue,
            shown.publication,
            shown.localizing,
            shown.maker,
        )
        if made:
            if made is not old:
                log.info("%s", _("Nothing but words has changed: pages are made of them when they are asked for"))
            self._life.garbage.release_later()
        return made is not None

    def explained(self, error: Exception) -> str | None:
        """Return what ended a build in a sentence; None where MkDocs has one."""
        told = self._life.explained(error, self._page_templates)
        if self._shares.is_elsewhere:
            log.error("%s", told or error)
        return told

    def drop(self) -> None:
        """Drop what a build has begun that does not go on."""
        self._exchange.drop()
        self.end()

    def end(self) -> None:
        """Leave no process behind, and make no more of what is asked for."""
        self._shares.abandon()
        self.demand.end()

    def finish(self) -> None:
        """Say what there is to say of the last save, if that has not been said."""
        self._exchange.finish()

    def close(self) -> None:
        """End what serves, and what an interrupted build has left."""
        self.finish()
        self.end()
        if self._observer:
            self._observer.stop()

    def _read(self) -> Judged | None:
        try:
            found = judged(self.settings, self._exchange.handed(self.settings) or read(self.settings))
            keep_ids(self.settings, found)
        except (SourceError, ConfigError, TranslationError) as error:
            self._fail(error)
            return None
        tell(found)
        return found

    def _sound_themes(self) -> list[Path]:
        sound = []
        for directory in theme_directories(self.settings):
            try:
                check_theme(directory)
            except BrokenTemplateError as error:
                self._fail(error)
            else:
                sound.append(directory)
        return sound

    def _render(self, written: list[str], config: MkDocsConfig) -> None:
        if self.catalogue is None:
            return
        try:
            spoken = languages(self.settings, self.catalogue)
            past = self._chronicle.read(self.settings, self.catalogue)
            self._is_shared = self._is_shared_out(len(spoken), config)
            late = self._is_put_off or self._is_shared
            site = Site(config.use_directory_urls, config.site_url, past, late)

            def make(language: Language) -> tuple[Publication, tuple[tuple[str, Content], ...]]:
                there = fallbacks(written, language, spoken) if language.words else ()
                own = [base for path in written for of, base in [parted(path, spoken)] if of is language]
                name = language.said(NAME, config.site_name)
                made = publish(self.settings, language, [*own, *there], site_name=name, site=site)
                return made, tuple((late_data_files if late else data_files)(language.catalogue))

            made = {language.code: make(language) for language in spoken}
            published = {code: each for code, (each, _data) in made.items()}
            self.publication = published[spoken[0].code]
            data = {code: each for code, (_published, each) in made.items()}
            self.localizing = Localizing(spoken, published, data, None)
            words = read_synonyms(self.settings.synonyms, self.catalogue)
            self._index = IndexMaker(spoken, words, directory_urls=config.use_directory_urls)
        except (BrokenTemplateError, TranslationError, ConfigError) as error:
            self._fail(error)

    def _is_shared_out(self, languages: int, config: MkDocsConfig) -> bool:
        """Tell whether a build is worth several processes, and nobody can miss what they make."""
        command = self._life.command
        catalogue = self.catalogue
        if catalogue is None or not command.builds or command.dirty or not is_ours_alone(config):
            return False
        is_large = (len(catalogue.categories) + len(catalogue.qualifications)) * languages >= MANY
        # What a template of the project's links to may be in the hands of another process, where nobody looks for it.
        return is_large and self.settings.templates is None

    def _check_encoding(self, written: Iterable[File]) -> None:
        """Tell a page that MkDocs cannot decode, which it would end with a traceback at."""
        for file in written:
            if not is_text(file.src_uri):
                said = _("{file}: its name is no UTF-8. Give it another name.")
                raise PluginError(said.format(file=repr(file.src_uri)))
            try:
                file.content_bytes.decode("utf-8-sig")
            except UnicodeDecodeError:
                said = _("{file}: is not UTF-8. Save it as UTF-8.")
                raise PluginError(said.format(file=file.abs_src_path or file.src_uri)) from None

    def _fail(self, error: Exception) -> None:
        """Stop a build; while serving, say what is wrong and go on with what there is."""
        if not self._life.command.serves:
            raise PluginError(str(error))
        if self._is_exchanging:
            # The build that follows meets it again, and says so.
            raise error
        self._trouble = str(error)
        log.error("%s", _("{trouble} Until then the site goes on without it.").format(trouble=error))

    def _add(self, publication: Publication, files: Files, config: MkDocsConfig) -> None:
        rendering = publication.rendering
        publications = self.localizing.by_language if self.localizing else [("", publication)]
        self._edits = edit_addresses(self.settings, publications)
        for left_out, page in publication.displaced:
            # A home page of one's own is how a project makes its front door, not an oversight.
            level = logging.INFO if left_out == HOME else logging.WARNING
            said = _("{page} is published instead of the generated {generated}: rename one of them to have both")
            log.log(level, "%s", said.format(page=page, generated=left_out))
        contents = {page.path: content_of(page, "markdown") for page in rendering.pages}
        contents |= {asset.path: content_of(asset, "content") for asset in rendering.assets}
        for path, content in contents.items():
            if files.get_file_from_path(path) is None:
                files.append(generated(config, path, content))
                if path.startswith("qualifications/") and not path.endswith("/index.md"):
                    # The list of papers leads to them; a navigation of hundreds would help nobody.
                    files.src_uris[path].inclusion = InclusionLevel.NOT_IN_NAV
            elif path not in (page for _left_out, page in publication.displaced):
                said = _("{path} is published instead of the generated file: rename it to have both")
                log.warning("%s", said.format(path=path))
        config.extra_css[:0] = style_sheets(rendering)
        config.extra_javascript[:0] = scripts(rendering)

    def _add_assets(self, files: Files, config: MkDocsConfig) -> None:
        """Tell templates the names of the assets; where nothing could be rendered, add those that the theme loads."""
        known = self.publication.rendering.assets if self.publication else assets(())
        for asset in known if self.publication is None else ():
            if files.get_file_from_path(asset.path) is None:
                files.append(File.generated(config, asset.path, content=asset.content))
        config.extra["leimu"] = {**(config.extra.get("leimu") or {}), "assets": published_names(known)}
