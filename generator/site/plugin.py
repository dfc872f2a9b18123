"""The MkDocs plugin: it watches over a build, and leaves the work to :mod:`generator.site.making`.

That is loaded where there is something to make: nearly half the time of a build with nothing to do went into it.
"""

from __future__ import annotations

from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from mkdocs.config.base import Config, ValidationError
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files

from generator import messages
from generator.builtin import search_path
from generator.config import CONFIG_NAMES, OptionError, Settings, settings_from
from generator.site.lifetime import Command, Lifetime

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from mkdocs.config.base import ConfigErrors, ConfigWarnings
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from generator.site.making import Making

ADJUST: Final[ContextVar[Callable[[Settings], Settings]]] = ContextVar("ADJUST", default=lambda settings: settings)
"""What the command line makes of a project's settings; MkDocs itself makes the plugin, so no argument can bring it."""


class PluginConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs gives its hook no types
    """Holds no options of its own: :mod:`generator.config` checks them, here as on the command line."""


class LeimuPlugin(BasePlugin[PluginConfig]):  # type: ignore[no-untyped-call]  # the same
    """Tells whether there is something to make, and lets it be made beside the old site."""

    settings: Settings
    life: Lifetime
    """That of the build under way."""

    def __init__(self) -> None:
        self.life = Lifetime()
        self._making: Making | None = None
        self._ask_settings: Callable[[], Settings] = lambda: self.settings

    @property
    def making(self) -> Making:
        """What makes the site; it is loaded here, so that a build with nothing to do goes without."""
        if self._making is None:
            from generator.site.making import Making  # noqa: PLC0415 - above

            self._making = Making(self.life)
        return self._making

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
        self.on_shutdown()
        self.life.command, self.life.may_rest = Command(command, dirty), True
        self._making = None

    # Before the search plugin, which makes its index of the values that it finds.
    @event_priority(50)
    def on_config(self, config: MkDocsConfig) -> None:
        """Begin to read and to build beside the site, unless there is nothing to do."""
        self.life.begin(self.settings, config)
        if not self.life.is_resting:
            self.making.begin(self.settings, config)
            self.life.stage(config)

    # After every other plugin, which may read templates of the theme.
    @event_priority(-1000)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Spare MkDocs a build that has nothing to do: it would list all files of the theme, ten thousand and more."""
        if self.life.is_resting:
            config.theme.dirs = []

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Add the generated pages and files, and the navigation over them and the hand-written ones."""
        return Files([]) if self.life.is_resting else self.making.add(files, config)

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> None:
        """Make the navigations of the other languages."""
        if not self.life.is_resting:
            self.making.navigate(nav, config, files)

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> None:
        """Keep what the error pages of the other languages are made with, and make the theme quick."""
        if not self.life.is_resting:
            self.making.take(env, config, files)

    def on_pre_page(self, page: Page, /, *, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - MkDocs's form
        """Point the edit button of a generated page at its source."""
        self.making.point(page)

    def on_page_markdown(self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Say of a page that it is in another language than its readers'."""
        return self.making.prepare(markdown, page, config, files)

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
        self.making.context(context, page, config)

    def on_template_context(self, context: TemplateContext, /, *, template_name: str, config: MkDocsConfig) -> None:
        """Let the error page and the map of the site know of the languages."""
        if not self.life.is_resting:
            self.making.template_context(context, template_name, config)

    # Before every other plugin: a process that has made its part of the pages has nothing else to do.
    @event_priority(1000)
    def _join(self, *, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs's form
        """Wait for the pages that other processes make."""
        if not self.life.is_resting:
            self.making.join()

    def _write_error_pages(self, *, config: MkDocsConfig) -> None:
        """Write the error pages of the other languages."""
        if not self.life.is_resting:
            self.making.write_error_pages(config)

    # After every other plugin that writes into the site.
    @event_priority(-1000)
    def _publish(self, *, config: MkDocsConfig) -> None:
        """Put the site that has been built in the place of the old one; one that a strict build refuses is dropped."""
        if not self.life.publish(config):
            self.making.demand.end()

    on_post_build = CombinedEvent(_join, _write_error_pages, _publish)

    # After every other plugin, since they are not called any more where this raises.
    @event_priority(-1000)
    def on_build_error(self, *, error: Exception) -> None:
        """Drop what has been built, and tell a full disk and the like in a sentence."""
        told = self._making.explained(error) if self._making else self.life.explained(error, search_path(()))
        if self._making:
            self._making.drop()
        self.life.end()
        if told:
            raise PluginError(told) from None

    def on_shutdown(self) -> None:
        """Drop what an interrupted build has left."""
        if self._making:
            self._making.close()
        self.life.end()

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., None]) -> None:  # noqa: ARG002 - MkDocs's form
        """Watch all that pages are made of; make what is asked for, and no more at a save than has changed."""
        self.making.serve(server, builder, self._ask_settings)
