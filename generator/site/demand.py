"""A site that is being served: pages and data are made when a browser asks for them, not all at every save.

MkDocs makes its navigation of all pages, and those that people wrote by hand, as always.  What this program generates
is put off: the server asks for it before it looks whether it is there.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager, suppress
from contextvars import ContextVar, copy_context
from copy import copy
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

from generator.site.awaiting import Awaited, Gate, is_ours_alone
from generator.site.trouble import explain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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


def can_wait(config: MkDocsConfig) -> bool:
    """Tell whether the pages of a site that is served may be made when they are asked for.

    A server that does not reload tells no plugin of itself.
    """
    context = get_current_context(silent=True)
    reloads = RELOADS.get() or (context is not None and bool(context.params.get("livereload")))
    return reloads and is_ours_alone(config)


class Build(Gate):
    """What one build has put off."""

    def __init__(
        self, files: Files, config: MkDocsConfig, templates: Iterable[Path], elsewhere: Collection[str]
    ) -> None:
        """Put off what can wait; ``elsewhere`` as in :class:`Gate`, ``templates`` are the directories of the pages'."""
        super().__init__(files, elsewhere)
        self._config = config
        self._templates = (*templates, *map(Path, config.theme.dirs))
        self.paths: frozenset[str] = frozenset()
        """In the site, of all that has been put off, made since or not."""
        self._led: Sequence[File] = ()
        self._has_been_read: set[File] = set()
        self._whole: Mapping[str, File | str] = {}
        """By the paths in the site; of what the theme makes of all pages, the name of the template."""
        self._rest: dict[str, File | str] = {}
        """What of it nobody has made yet."""
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
        whole: dict[str, File | str] = {
            file.dest_uri: file
            for file in self.files
            if isinstance(file, Awaited) and file.inclusion is not InclusionLevel.EXCLUDED
        }
        templates = self._config.theme.static_templates
        whole |= {path: template for path, template in _MAPS.items() if template in templates}
        templates.difference_update(_MAPS.values())
        self._whole, self.paths = whole, frozenset(whole)
        self._begin()

    def again(self) -> Build:
        """Return the same build with all put off again, since the files have other contents now.

        Raises:
            OSError: what has been made of the others cannot be taken away.
        """
        for path in self.paths - self._rest.keys():
            Path(self._config.site_dir, path).unlink(missing_ok=True)
        for file in self._has_been_read:
            if file.page:
                _forget(file.page, self._config)
        # Another object: who has waited for one knows that there is more to wait for.
        other = copy(self)
        other._begin()  # noqa: SLF001 - its own
        for file in self.included if self._led else ():
            if file.page and not isinstance(file, Awaited):
                self._validate(file.page)
        return other

    def _begin(self) -> None:
        """Leave all to be made; read the pages that people lead to places in."""
        self._rest, self._has_been_read = dict(self._whole), set()
        for file in self._led:
            try:
                self._read(file)
            except Exception as error:  # noqa: BLE001 - a template may raise anything
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
            self._rest[path] = wanted
        return True

    def _read(self, file: File) -> SitePage:
        # A page of which no navigation knows is made where MkDocs reads it.
        page = file.page or SitePage(None, file, self._config)
        if file not in self._has_been_read:
            _populate_page(page, self._config, self.files)
            self._has_been_read.add(file)
        return page

    def _explained(self, error: Exception) -> str:
        return str(explain(error, self._templates) or error)

    def _page(self, file: File) -> None:
        page = self._read(file)
        is_draft = file.inclusion is InclusionLevel.DRAFT
        _build_page(page, self._config, self.included, self._nav, self._env, excluded=is_draft)
        self._validate(page)

    def _validate(self, page: SitePage) -> None:
        page.validate_anchor_links(files=self.files, log_level=self._config.validation.links.anchors)

    def _tell(self, path: str, trouble: str) -> None:
        """Say what is wrong, where the reader looks too; the server lets the browser come back when it is mended."""
        log.error("%s", trouble)
        if path.endswith(".html"):
            page = f"<!doctype html><meta charset=utf-8><title>{escape(path)}</title><body><pre>{escape(trouble)}</pre>"
            # The disk may be full, which is what is told then.
            with suppress(OSError):
                write_file(f"{page}</body>".encode(), str(Path(self._config.site_dir, path)))


def _forget(page: SitePage, config: MkDocsConfig) -> None:
    """Leave nothing of what MkDocs knows of a page that it has read."""
    page.markdown = page.content = page.present_anchor_ids = page.links_to_anchors = None
    page.toc, page.meta = [], {}  # type: ignore[assignment]  # as it begins
    page._title_from_render = None  # noqa: SLF001 - MkDocs's own, as the next one
    page._set_canonical_url(config.site_url)  # noqa: SLF001


class Demand:
    """What is made when a browser asks for it."""

    def __init__(self) -> None:
        self._lock = RLock()
        """Held while a page is made, and while a build is: the theme and the plugins know one page at a time."""
        self._is_building = False
        self._build: Build | None = None
        self._context = copy_context()

    def begin(self) -> None:
        """Make nothing while a build is under way, and nothing more of what an earlier one has put off."""
        if not self._is_building:
            self._lock.acquire()
            self._is_building = True
        self._build = None

    def take(self, build: Build, nav: Navigation, env: Environment) -> None:
        """Make what a build has put off, as it would have done, when it is at its end."""
        build.prepare(nav, env)
        # The language of messages, for one: each thread of a server begins without.
        self._context, self._build = copy_context(), build

    @contextmanager
    def exchanging(self) -> Iterator[None]:
        """Make nothing while pages get other contents."""
        with self._lock:
            yield

    def exchange(self) -> None:
        """Make all again that the last build has put off, when it is asked for.  Raises OSError."""
        if self._build:
            self._build = self._build.again()

    def end(self) -> None:
        """Make things again: the build is at its end, or has failed."""
        if self._is_building:
            self._is_building = False
            self._lock.release()

    def make(self, path: str) -> bool:
        """Make what is published at a path within the site if it has been put off; tell whether it was."""
        with self._lock:
            return self._build is not None and self._context.run(self._build.make, path)

    def answering(self, app: WSGIApplication, mount: str) -> WSGIApplication:
        """Return a server's answers, with what they need made before; ``mount`` is the path of the site."""

        def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            paths = _asked(environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore"), mount)
            build: Build | None = None
            self._make_all(paths)
            begun, body = _answered(app, environ)
            # The server waits for a build that has begun, and looks for what that has put off.
            while begun[0].startswith("404") and (known := self._make_all(paths)) not in (None, build):
                build = known
                begun, body = _answered(app, environ)
            start_response(*begun)
            return body

        return answer

    def _make_all(self, paths: Sequence[str]) -> Build | None:
        """Make what may answer a request; return the build that has put it off, None where none has."""
        with self._lock:
            for path in paths:
                self.make(path)
            build = self._build
            return build if build and not build.paths.isdisjoint(paths) else None


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
