"""Running MkDocs for the command line: in a project by its mkdocs.yml, elsewhere by one that is made up."""

from __future__ import annotations

import logging
import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

# Material prints a banner about the future of MkDocs, which no user of this command can act on.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "true")

import yaml
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from generator.config import PLUGIN, load_settings
from generator.files import resolved
from generator.messages import gettext as _
from generator.site.defaults import standalone_config
from generator.site.demand import RELOADS
from generator.site.plugin import ADJUST, LeimuPlugin
from generator.site.trouble import unwritable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mkdocs.config.defaults import MkDocsConfig

    from generator.config import Settings
    from generator.site.reading import Judged


class SiteError(Exception):
    """The site cannot be built or served; the text is a whole sentence, or empty where the log has said it."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made."""

    directory: Path
    pages: int
    """Generated ones; those that people wrote are not counted."""
    judged: Judged
    warnings: int
    """What MkDocs and its plugins logged as warnings, the findings of severity error among them."""
    strict: bool
    """Whether the project or the caller asked for a strict build."""


class _Relay(logging.Handler):
    """Hands every record of MkDocs to a function and counts those that a strict build stops at."""

    def __init__(self, tell: Callable[[str], None], level: int) -> None:
        super().__init__(level)
        self._tell = tell
        self.warnings = 0
        self.has_told_why = False

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING:
            self.warnings += 1
        self.has_told_why |= record.levelno >= logging.ERROR
        self._tell(record.getMessage())


def build(
    settings: Settings,
    *,
    tell: Callable[[str], None],
    site_dir: Path | None = None,
    strict: bool = False,
) -> Built:
    """Build the site of a project, or of the sources alone; ``tell`` gets warnings as they come.

    Raises:
        SiteError: the configuration, a source or a template cannot be used.
    """
    with _listening(tell, logging.WARNING) as relay, _configured(settings) as file:
        # A strict build is judged by the caller, who knows findings from a broken configuration.
        config = load_config(str(file), site_dir=_target(settings, site_dir))
        wanted, config.strict = strict or config.strict, False
        _refuse_to_empty(Path(config.site_dir), settings)
        config.plugins.on_startup(command="build", dirty=False)
        plugin = _plugin(config)
        # Who asked for a build is told of the pages and of what was found in them.
        plugin.life.may_rest = False
        try:
            mkdocs_build(config)
        except OSError as error:  # where the plugin is not among those of mkdocs.yml, or has not begun
            raise SiteError(unwritable(error, None, Path(config.site_dir))) from None
        finally:
            config.plugins.on_shutdown()
        making = plugin.making
        if making.judged is None or making.publication is None:
            said = _("{file}: the site holds no categories. Enable the {plugin} plugin in it.")
            raise SiteError(said.format(file=file, plugin=PLUGIN))
        pages = len(making.publication.rendering.pages)
        return Built(Path(config.site_dir), pages, making.judged, relay.warnings, wanted)


def serve(settings: Settings, *, tell: Callable[[str], None], address: str | None = None) -> None:
    """Serve the site until the user interrupts; every saved edit builds it anew.

    Raises:
        SiteError: the configuration cannot be used, or the address is taken.
    """
    with _listening(tell, logging.INFO), _configured(settings) as file:
        RELOADS.set(True)
        try:
            mkdocs_serve(str(file), dev_addr=address)
        except OSError as error:
            said = _("{address}: cannot listen there ({reason}). Choose another address with --dev-addr.")
            where = address or "127.0.0.1:8000"
            raise SiteError(said.format(address=where, reason=error.strerror or error)) from None


def _refuse_to_empty(directory: Path, settings: Settings) -> None:
    """Raise SiteError for a directory that is no site: MkDocs deletes what stands in it before it builds."""
    directory = resolved(directory)
    if any(resolved(path).is_relative_to(directory) for path in (settings.base, *settings.sources)):
        said = _("{directory}: the site cannot go there, since a build empties it. Name another --site-dir.")
        raise SiteError(said.format(directory=directory))
    if directory.is_dir() and any(directory.iterdir()) and not (directory / "404.html").is_file():
        said = _("{directory}: holds files that are no site, and a build empties it. Name another --site-dir.")
        raise SiteError(said.format(directory=directory))


def _plugin(config: MkDocsConfig) -> LeimuPlugin:
    plugin = config.plugins.get(PLUGIN)
    if not isinstance(plugin, LeimuPlugin):
        said = _("{file}: plugins: {plugin} is not among them. Add it.")
        raise SiteError(said.format(file=config.config_file_path, plugin=PLUGIN))
    return plugin


def _target(settings: Settings, site_dir: Path | None) -> str | None:
    """Return the directory to build into; None leaves it to mkdocs.yml."""
    if site_dir is None:
        return str(settings.base / "site") if settings.file is None else None
    return str(site_dir.absolute())


@contextmanager
def _listening(tell: Callable[[str], None], level: int) -> Iterator[_Relay]:
    """Relay the log of MkDocs, and turn its exceptions into sentences."""
    logger, relay = logging.getLogger("mkdocs"), _Relay(tell, level)
    before = logger.level, logger.propagate
    logger.addHandler(relay)
    logger.setLevel(level)
    logger.propagate = False
    try:
        yield relay
    except MkDocsException as error:
        # What MkDocs raises after it has logged the reason is "Aborted with a BuildError!".
        raise SiteError("" if relay.has_told_why and isinstance(error, Abort) else str(error)) from None
    finally:
        logger.removeHandler(relay)
        logger.level, logger.propagate = before


@contextmanager
def _configured(settings: Settings) -> Iterator[Path]:
    """Yield the mkdocs.yml to run by, with the plugin told to use just these settings."""
    token = ADJUST.set(_overriding(settings))
    try:
        if settings.file is not None:
            yield settings.file
        else:
            with tempfile.TemporaryDirectory(prefix="leimu-") as directory:
                yield _made_up(settings, Path(directory))
    finally:
        ADJUST.reset(token)


def _overriding(settings: Settings) -> Callable[[Settings], Settings]:
    """Return what puts the command line's words into the settings that MkDocs reads, anew with every edit of them."""
    read = load_settings(settings.file) if settings.file else None
    if read is None:
        return lambda _fresh: settings
    given = {
        item.name: getattr(settings, item.name)
        for item in fields(settings)
        if getattr(settings, item.name) != getattr(read, item.name)
    }
    return lambda fresh: replace(fresh, **given)


def _made_up(settings: Settings, directory: Path) -> Path:
    (directory / "docs").mkdir()
    file = directory / "mkdocs.yml"
    config: dict[str, Any] = standalone_config(settings.locale)
    file.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    return file
