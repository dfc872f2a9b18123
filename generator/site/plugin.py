"""The MkDocs plugin: it puts the generated pages among the hand-written ones, and leaves the work to pure functions."""

from __future__ import annotations

import logging
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from mkdocs.config.base import Config, ValidationError
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils import CountHandler

from generator import messages
from generator.config import CONFIG_NAMES, ConfigError, OptionError, Settings, settings_from
from generator.files import is_text
from generator.locales.po import TranslationError
from generator.messages import gettext as _
from generator.pages import assets, published_names
from generator.pages.templating import Compiled, search_path
from generator.site.awaiting import content_of, generated, is_ours_alone
from generator.site.data_files import data_files, late_data_files
from generator.site.demand import Build, Demand, can_wait
from generator.site.exchange import Exchange, Made, sight
from generator.site.finished import Converter
from generator.site.handwritten import fallbacks, parted
from generator.site.history import Chronicle
from generator.site.languages import NAME, languages
from generator.site.lifetime import Command, Lifetime
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
from generator.site.reading import Judged, keep_ids, read_and_judge, remember
from generator.site.search_index import IndexMaker
from generator.site.sharing import MANY, Ear, SharedGate, Shares
from generator.site.synonyms import read_synonyms
from generator.site.telling import tell
from generator.site.theme import fit
from generator.site.trouble import BrokenTemplateError, check_theme
from generator.source import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2 import Environment
    from mkdocs.config.base import ConfigErrors, ConfigWarnings
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext
    from watchdog.observers.api import BaseObserver

    from generator.site.awaiting import Content, Gate
    from generator.site.exchange import Last
    from generator.site.languages import Language

log: Final = logging.getLogger("mkdocs.plugins.leimu")

ADJUST: Final[ContextVar[Callable[[Settings], Settings]]] = ContextVar("ADJUST", default=lambda settings: settings)
"""What the command line makes of a project's settings; MkDocs itself makes the plugin, so no argument can bring it."""

_FOREIGN_THEMES: Final = frozenset(("mkdocs", "readthedocs"))
"""MkDocs' own themes: they load a highlighter from a content delivery network."""


class PluginConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs gives its hook no types
    """Holds no options of its own: :mod:`generator.config` checks them, here as on the command line."""


class LeimuPlugin(BasePlugin[PluginConfig]):  # type: ignore[no-untyped-call]  # the same
    """Reads the sources, tells the findings, and publishes a page for every group and category.

    While serving, nothing that a person half-types stops the server: the pages keep their last good state.
    """

    settings: Settings
    judged: Judged | None
    """What this build read; None where reading failed."""
    publication: Publication | None
    """What was last rendered without trouble, in the language of the sources."""
    localizing: Localizing | None
    """The same in all languages."""
    life: Lifetime
    """That of the build under way."""

    def __init__(self) -> None:
        self.judged = None
        self.publication = None
        self.localizing = None
        self._env: Environment | None = None
        self._files: Files | None = None
        self._index: IndexMaker | None = None
        self._converter = Converter()
        self._shares = Shares()
        self.life = Lifetime()
        self._is_put_off = False
        self._demand = Demand()
        self._is_shared = False
        self._gate: Gate | None = None
        self._nav: Navigation | None = None
        self._compiled = Compiled()
        self._trouble: str | None = None
        self._edits: dict[str, str | None] = {}
        self._ask_settings: Callable[[], Settings] = lambda: self.settings
        self._exchange = Exchange(self._demand)
        self._is_exchanging = False
        self._observer: BaseObserver | None = None
        self._chronicle = Chronicle()

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        """Take the options of mkdocs.yml; an unknown one is an error."""
        super().load_config({}, config_file_path)
        messages.speak_unless_spoken(messages.preferred())
        file = Path(config_file_path or CONFIG_NAMES[0])
        self._ask_settings = lambda: ADJUST.get()(settings_from(options, file))
        try:
            self.settings = self._ask_settings()
        except OptionError as error:
            return [(error.option, ValidationError(messages.sentence(error.reason)))], []
        return [], []

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Learn the command, and begin anew: MkDocs keeps the plugin as long as its process lives."""
        self.life.command, self.life.may_rest = Command(command, dirty), True
        self.publication = self.localizing = None
        if command == "serve":
            remember()

    # Before the search plugin, which makes its index of the values that it finds.
    @event_priority(50)
    def on_config(self, config: MkDocsConfig) -> None:
        """Read the sources, before MkDocs empties the site, and fit the theme to the pages."""
        self._trouble = None
        self._converter, self._shares = Converter(), Shares()
        command = self.life.command
        self._is_put_off = command.serves and can_wait(config)
        if command.serves:
            self._exchange.begin(sight(self.settings, config) if self._is_put_off and not command.dirty else None)
            self._demand.begin()
        self.life.begin(self.settings, config)
        if self.life.is_resting:
            self.judged = None
            return
        self.judged = self._read()
        if not config.site_name and self.judged:
            config.site_name = site_title(self.settings, self.judged.catalogue)
        if config.theme.name in _FOREIGN_THEMES:
            said = _("The theme {theme!r} loads scripts from other hosts: set `theme: material`")
            log.warning("%s", said.format(theme=config.theme.name))
        fit(config, self.settings.locale, self._sound_themes())
        self.life.stage(config)

    # After every other plugin, which may read templates of the theme.
    @event_priority(-1000)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Spare MkDocs a build that has nothing to do: it would list all files of the theme, ten thousand and more."""
        if self.life.is_resting:
            config.theme.dirs = []

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Add the generated pages and files, and the navigation over them and the hand-written ones."""
        if self.life.is_resting:
            return Files([])
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
                self.localizing.add_data(files, config)
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
        keeper = self.life.keeper
        if keeper and self.localizing:
            keeper.choose(files, self.localizing, config)
        return SharedGate(files, config, others, self._shares, keeper)

    @property
    def _page_templates(self) -> tuple[Path, ...]:
        """The directories of the templates that pages are made with."""
        return search_path((self.settings.templates,) if self.settings.templates else ())

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> None:
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

    def on_page_markdown(self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Say of a page that it is in another language than its readers'."""
        if self.localizing is None:
            return markdown
        self.localizing.prepare(page, files, config)
        if page.file.generated_by is not None and page.file.src_uri in self.localizing.generated:
            self._converter.quicken(page, config)
        return self.localizing.note(page) + markdown

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> None:
        """Keep what the error pages of the other languages are made with, and make the theme quick."""
        self._env, self._files = env, files
        if self.life.is_resting:
            return
        if isinstance(self._gate, Build):
            env.bytecode_cache = self._compiled
        hasten(env, config)
        if isinstance(self._gate, Build) and self._nav:
            self._demand.take(self._gate, self._nav, env)
            if self.localizing and not self._trouble:
                self._exchange.keep(self.settings, config, files)

    def on_page_context(
        self,
        context: TemplateContext,
        /,
        *,
        page: Page,
        config: MkDocsConfig,
        nav: Navigation,  # noqa: ARG002 - MkDocs's form
    ) -> None:
        """Let the theme speak the language of the page."""
        if self.localizing and self._files is not None:
            self.localizing.context(cast("dict[str, Any]", context), page, self._files, config)

    def on_template_context(
        self,
        context: TemplateContext,
        /,
        *,
        template_name: str,
        config: MkDocsConfig,
    ) -> None:
        """Let the error page and the map of the site know of the languages."""
        if self.localizing and self._files is not None:
            seen = cast("dict[str, Any]", context)
            self.localizing.context(seen, None, self._files, config)
            if template_name != ERROR_PAGE:
                seen["leimu"]["sitemap"] = self.localizing.sitemap(self._files, config)

    # Before every other plugin: a process that has made its part of the pages has nothing else to do.
    @event_priority(1000)
    def _join(self, *, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs's form
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

    def _write_error_pages(self, *, config: MkDocsConfig) -> None:
        """Write the error pages of the other languages."""
        if self.localizing and self._env is not None and self._files is not None:
            self.localizing.write_error_pages(self._env, self._files, config)

    # After every other plugin that writes into the site.
    @event_priority(-1000)
    def _publish(self, *, config: MkDocsConfig) -> None:
        """Put the site that has been built in the place of the old one; one that a strict build refuses is dropped."""
        if not self.life.publish(config):
            self._demand.end()

    on_post_build = CombinedEvent(_join, _write_error_pages, _publish)

    # After every other plugin, since they are not called any more where this raises.
    @event_priority(-1000)
    def on_build_error(self, *, error: Exception) -> None:
        """Drop what has been built, and tell a full disk and the like in a sentence."""
        told = self.life.explained(error, self._page_templates)
        if self._shares.is_elsewhere:
            log.error("%s", told or error)
        self._exchange.drop()
        self._shares.abandon()
        self.life.end()
        self._demand.end()
        if told:
            raise PluginError(told) from None

    def on_shutdown(self) -> None:
        """Drop what an interrupted build has left."""
        self._shares.abandon()
        self.life.end()
        self._demand.end()
        if self._observer:
            self._observer.stop()

    def on_pre_page(self, page: Page, /, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - MkDocs's form
        """Point the edit button of a generated page at its source."""
        if page.file.src_uri in self._edits and page.file.generated_by is not None:
            page.edit_url = self._edits[page.file.src_uri]

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., None]) -> None:  # noqa: ARG002 - MkDocs's form
        """Watch all that pages are made of; make what is asked for, and no more at a save than has changed."""
        from generator.site.watching import watch  # noqa: PLC0415 - a build does without what a server needs

        self._observer = watch(server, self.settings)
        if app := server.get_app():
            server.set_app(self._demand.answering(app, server.mount_path))
        if self._is_put_off:
            server.builder = self._rebuilding(builder)

    def _rebuilding(self, builder: Callable[..., None]) -> Callable[..., None]:
        """Return what a server does at a save: it builds, unless nothing but words is new."""

        def rebuild() -> None:
            with self._demand.exchanging():
                is_done = self._exchange_words()
            if not is_done:
                builder()

        return rebuild

    def _exchange_words(self) -> bool:
        """Give the pages of the last build other words if a build would do no more; tell whether it was so."""

        def make(judged: Judged, last: Last) -> Made:
            self.judged = judged
            self._render(last.written, last.config)
            if self.localizing:
                self._edits = edit_addresses(self.settings, self.localizing.by_language)
            return Made(self.judged, self.publication, self.localizing, self._index)

        old = Made(self.judged, self.publication, self.localizing, self._index)
        self.life.garbage.hold(is_small=True)
        self._is_exchanging = True
        made = self._exchange.attempt(old, self._ask_settings, read_and_judge, make)
        self._is_exchanging = False
        shown = made or old
        self.judged, self.publication, self.localizing, self._index = (
            shown.judged,
            shown.publication,
            shown.localizing,
            shown.maker,
        )
        if made:
            if made is not old:
                log.info("%s", _("Nothing but words has changed: pages are made of them when they are asked for"))
            self.life.garbage.release_later()
        return made is not None

    def _read(self) -> Judged | None:
        try:
            judged = self._exchange.handed(self.settings) or read_and_judge(self.settings)
            keep_ids(self.settings, judged)
        except (SourceError, ConfigError, TranslationError) as error:
            self._fail(error)
            return None
        tell(judged)
        return judged

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
        if self.judged is None:
            return
        try:
            spoken = languages(self.settings, self.judged.catalogue)
            past = self._chronicle.read(self.settings, self.judged.catalogue)
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
            words = read_synonyms(self.settings.synonyms, self.judged.catalogue)
            self._index = IndexMaker(spoken, words, directory_urls=config.use_directory_urls)
        except (BrokenTemplateError, TranslationError, ConfigError) as error:
            self._fail(error)

    def _is_shared_out(self, languages: int, config: MkDocsConfig) -> bool:
        """Tell whether a build is worth several processes, and nobody can miss what they make."""
        command = self.life.command
        if self.judged is None or not command.builds or command.dirty or not is_ours_alone(config):
            return False
        catalogue = self.judged.catalogue
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
        if not self.life.command.serves:
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
