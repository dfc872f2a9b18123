"""A site that is being served: pages and data are made when a browser asks for them, not all at every save.

MkDocs makes its navigation of all pages, and those that people wrote by hand, as always.  What this program generates
is put off: the server asks for it before it looks whether it is there.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar, copy_context
from html import escape
from pathlib import Path
from posixpath import normpath
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, cast

from click import get_current_context
from mkdocs.commands.build import _build_page, _build_theme_template, _populate_page
from mkdocs.structure.files import InclusionLevel
from mkdocs.structure.pages import Page as SitePage
from mkdocs.utils import write_file

from generator.site.awaiting import Awaited, Gate
from generator.site.trouble import explain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation

log: Final = logging.getLogger("mkdocs.plugins.leimu")
RELOADS: Final = ContextVar("RELOADS", default=False)
"""Whether the site is served by a server that plugins hear of, where MkDocs's command does not say so."""
_MAPS: Final = {"sitemap.xml": "sitemap.xml", "sitemap.xml.gz": "sitemap.xml"}
"""What the theme makes of all pages for machines alone: the templates, by the paths of the files."""
_KNOWN: Final = frozenset({"leimu", "search", "material/search"})
"""Plugins that gather nothing of the pages that others make."""


def can_wait(config: MkDocsConfig) -> bool:
    """Tell whether the pages of a site that is served may be made when they are asked for.

    A server that does not reload tells no plugin of itself; another plugin, or a hook, may want to see all pages.
    """
    context = get_current_context(silent=True)
    reloads = RELOADS.get() or (context is not None and bool(context.params.get("livereload")))
    return reloads and _KNOWN.issuperset(config.plugins) and not config.hooks


class Build(Gate):
    """What one build has put off."""

    def __init__(
        self, files: Files, config: MkDocsConfig, templates: Iterable[Path], elsewhere: Collection[str]
    ) -> None:
        """Put off what can wait; ``elsewhere`` as in :class:`Gate`, ``templates`` are the directories of the pages'."""
        super().__init__(files, elsewhere)
        self._config = config
        self._templates = (*templates, *map(Path, config.theme.dirs))
        self._led: Sequence[File] = ()
        self._rest: dict[str, File | str] = {}
        """By the paths in the site; of what the theme makes of all pages, the name of the template."""
        for file in files:
            if isinstance(file, Awaited):
                file.is_put_off = True

    def to_read(self, found: Sequence[File], led: Sequence[File]) -> Iterable[File]:  # noqa: ARG002 - none of them
        """Return nothing: what nobody asks for is not read, and what people led to must not stop a server."""
        self._led = led
        return ()

    def to_make(self, found: Sequence[File]) -> Sequence[File]:
        """Return the pages that people wrote."""
        return [file for file in found if not isinstance(file, Awaited)]

    def prepare(self, nav: Navigation, env: Environment) -> None:
        """Take the navigation and the theme, and leave MkDocs no map to make of all pages."""
        self._nav, self._env = nav, env
        self._rest = {file.dest_uri: file for file in self.files if isinstance(file, Awaited)}
        templates = self._config.theme.static_templates
        for path, template in _MAPS.items():
            if template in templates:
                self._rest[path] = template
        templates.difference_update(_MAPS.values())
        for file in self._led:
            try:
                self._read(file)
            except Exception as error:  # noqa: BLE001 - as below
                log.error("%s", self._explained(error))  # noqa: TRY400 - a sentence, and no traceback

    def make(self, path: str) -> bool:
        """Make what is published at a path if it has been put off; tell whether it was."""
        wanted = self._rest.pop(path, None)
        if wanted is None:
            return False
        try:
            if isinstance(wanted, str):
                _build_theme_template(wanted, self._env, self.files, self._config, self._nav)
            elif wanted.is_documentation_page():
                self._page(wanted)
            else:
                cast("Awaited", wanted).is_put_off = False
                wanted.copy_file()
        except Exception as error:  # noqa: BLE001 - a template is a program that somebody may be typing
            self._tell(path, self._explained(error))
        return True

    def _read(self, file: File) -> SitePage:
        # A page of which no navigation knows is made where MkDocs reads it.
        page = file.page or SitePage(None, file, self._config)
        _populate_page(page, self._config, self.files)
        return page

    def _explained(self, error: Exception) -> str:
        return str(explain(error, self._templates) or error)

    def _page(self, file: File) -> None:
        page = self._read(file)
        excluded = file.inclusion is InclusionLevel.EXCLUDED
        _build_page(page, self._config, self.included, self._nav, self._env, excluded=excluded)

    def _tell(self, path: str, trouble: str) -> None:
        """Say what is wrong, where the reader looks too; the server lets the browser come back when it is mended."""
        log.error("%s", trouble)
        if path.endswith(".html"):
            page = f"<!doctype html><meta charset=utf-8><title>{escape(path)}</title><body><pre>{escape(trouble)}</pre>"
            write_file(f"{page}</body>".encode(), str(Path(self._config.site_dir, path)))


class Demand:
    """What is made when a browser asks for it."""

    def __init__(self) -> None:
        self._lock = RLock()
        """Held while something is made: the theme and the plugins know one page at a time."""
        self._build: Build | None = None
        self._context = copy_context()

    def forget(self) -> None:
        """Make nothing more of what an earlier build has put off: another begins."""
        with self._lock:
            self._build = None

    def take(self, build: Build, nav: Navigation, env: Environment) -> None:
        """Make from now on what a build has put off, as it would have done."""
        build.prepare(nav, env)
        with self._lock:
            # The language of messages, for one: each thread of a server begins without.
            self._context, self._build = copy_context(), build

    def make(self, path: str) -> bool:
        """Make what is published at a path within the site if it has been put off; tell whether it was."""
        with self._lock:
            return self._build is not None and self._context.run(self._build.make, path)

    def answering(self, app: WSGIApplication, mount: str) -> WSGIApplication:
        """Return a server's answers, with what they need made before; ``mount`` is the path of the site."""

        def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            paths = _asked(environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore"), mount)
            self._make_all(paths)
            begun, body = _answered(app, environ)
            # The server waits for a build that has begun, which has put off the same again.
            while begun[0].startswith("404") and self._make_all(paths):
                begun, body = _answered(app, environ)
            start_response(*begun)
            return body

        return answer

    def _make_all(self, paths: Sequence[str]) -> bool:
        made = [self.make(path) for path in paths]
        return any(made)


def _answered(app: WSGIApplication, environ: WSGIEnvironment) -> tuple[tuple[Any, ...], Iterable[bytes]]:
    """Return how an answer begins, which nobody has been told yet, and what it says."""
    begun: list[tuple[Any, ...]] = []
    body = app(environ, lambda *given: begun.append(given))  # type: ignore[arg-type]
    return begun[0], body


def _asked(path: str, mount: str) -> tuple[str, ...]:
    """Return the paths within the site that may answer a request, as MkDocs's server looks for them."""
    if not f"{path}/".startswith(mount):
        return ()
    within = normpath("/" + path[len(mount) :]).lstrip("/")
    page = f"{within}/index.html".lstrip("/")
    return (page,) if path.endswith("/") else (within, page)
