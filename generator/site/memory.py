"""What the theme makes alike for many pages, made once; the theme itself makes it, so that pages stay its own.

Only templates of Material are helped: what a project's own templates depend on, nobody knows.
"""

from __future__ import annotations

import re
from collections import OrderedDict, defaultdict
from contextvars import ContextVar
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2.exceptions import TemplateNotFound
from jinja2.runtime import Macro

from generator.site.defaults import THEME
from generator.site.moulds import mould, twins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import jinja2
    from jinja2.runtime import Context
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from generator.site.moulds import Moulds

ENABLED: Final[ContextVar[bool]] = ContextVar("ENABLED", default=True)
"""Whether pages are made the quick way; tests compare with what the theme makes the plain way."""

_NAV, _NAV_ITEM, _WORDS = "partials/nav.html", "partials/nav-item.html", "partials/language.html"
_NAV_PARTS: Final = ("partials/logo.html", "partials/source.html")
_CONSTANT: Final = ("partials/search.html", "partials/palette.html")
"""Templates that differ from language to language and no further: they hold no address."""
_SEARCH: Final = "material.plugins.search.plugin"
_MARKED: Final = re.compile(r'data-search-\w+="[^"]')
"""What Material's search takes out of a page before it is shown."""
_PLACES: Final = 4
"""Directories whose links are kept: pages come directory by directory."""


def hasten(env: jinja2.Environment, config: MkDocsConfig) -> bool:
    """Let the templates of a build keep what they need again; tell whether nothing else has a hand in the pages."""
    if not ENABLED.get():
        return False
    # A build has templates of its own, and they do not change while it runs.
    env.auto_reload = False
    _spare_search(config)
    moulds = mould(env, config)
    entries = Entries(moulds)
    if own := _own(env, _NAV_ITEM):
        own.root_render_func = _keeping(own.root_render_func, entries)
        if (whole := _own(env, _NAV)) and all(_own(env, part) for part in _NAV_PARTS):
            whole.root_render_func = _whole(whole.root_render_func, entries)
    if languages := _own(env, _WORDS):
        languages.root_render_func = _speaking(languages.root_render_func)
    for name in _CONSTANT:
        if constant := _own(env, name):
            constant.root_render_func = _once(constant.root_render_func)
    return moulds is not None


class Spared:
    """Material's search, which is shown only the pages that it does something with."""

    def __init__(self, handle: Callable[..., None]) -> None:
        self._handle = handle

    def on_page_context(
        self, context: TemplateContext, /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> None:
        """Let it look at a page that it is to find, or that has marks of its own."""
        search = page.meta.get("search") or {}
        if not search.get("exclude") or _MARKED.search(page.content or ""):
            self._handle(context, page=page, config=config, nav=nav)


def _spare_search(config: MkDocsConfig) -> None:
    """Spare Material's search the pages that it is not to find: it looks through each for marks to take out."""
    hands = config.plugins.events["page_context"]
    hands[:] = [
        Spared(hand).on_page_context if type(getattr(hand, "__self__", None)).__module__ == _SEARCH else hand
        for hand in hands
    ]


def _own(env: jinja2.Environment, name: str) -> jinja2.Template | None:
    """Return a template of Material; None where a project has put one of its own in its place."""
    try:
        template = env.get_template(name)
    except TemplateNotFound:
        return None
    packaged = Path(str(files(THEME))) / "templates"
    return template if template.filename and Path(template.filename).is_relative_to(packaged) else None


def _keeping(root: Callable[[Context], Iterator[str]], entries: Entries) -> Callable[[Context], Iterator[str]]:
    def kept(context: Context) -> Iterator[str]:
        yield from root(context)
        macro = context.vars.get("render")
        if isinstance(macro, Macro):
            # The macro calls itself by the same object, so that the entries of a section are kept too.
            macro._func = entries.kept(context, macro._func)  # noqa: SLF001 - Jinja2 has no other way to wrap a macro

    return kept


def _whole(root: Callable[[Context], Iterator[str]], entries: Entries) -> Callable[[Context], Iterator[str]]:
    """Return the function that writes a navigation, made to keep that of the pages that are not in it."""

    def kept(context: Context) -> Iterator[str]:
        nav, known = context.get("nav"), entries.at(context)
        if known is None or any(item.active or getattr(item, "pages", None) for item in nav.items):
            yield from root(context)
            return
        if _NAV not in known:
            known[_NAV] = "".join(root(context))
        yield known[_NAV]

    return kept


def _speaking(root: Callable[[Context], Iterator[str]]) -> Callable[[Context], Iterator[str]]:
    """Return the function that gives templates the words of the theme, made to look each up once."""
    known: dict[str, dict[str, str]] = {}

    def kept(context: Context) -> Iterator[str]:
        yield from root(context)
        macro = context.vars.get("t")
        config = context.get("config")
        if isinstance(macro, Macro) and config:
            words, say = known.setdefault(str(config.theme["language"]), {}), macro._func  # noqa: SLF001 - as below

            def said(key: str) -> str:
                if key not in words:
                    words[key] = say(key)
                return words[key]

            macro._func = said  # noqa: SLF001 - as below

    return kept


def _once(root: Callable[[Context], Iterator[str]]) -> Callable[[Context], Iterator[str]]:
    known: dict[str, str] = {}

    def kept(context: Context) -> Iterator[str]:
        told = context.get("leimu")
        if not told:
            yield from root(context)
            return
        if told["language"] not in known:
            known[told["language"]] = "".join(root(context))
        yield known[told["language"]]

    return kept


class Entries:
    """Entries of navigations, but for those of the page at hand, by the directory that their links start from."""

    def __init__(self, moulds: Moulds | None) -> None:
        self._moulds = moulds
        self._places: OrderedDict[tuple[Any, ...], dict[Any, str]] = OrderedDict()
        self._folders: dict[int, frozenset[str]] = {}
        self._twins: dict[int, frozenset[str]] = {}
        self._bases: dict[int, list[str]] = {}
        """The directory that all links of an entry lie in, by the identity of the entry."""
        self._shared: defaultdict[tuple[int, int, int, bool], dict[Any, str]] = defaultdict(dict)

    def at(self, context: Context) -> dict[Any, str] | None:
        """Return what is kept for the links of a page; None for a page whose links are its own."""
        page, nav = context.get("page"), context.get("nav")
        if not page or not page.url or nav is None or self._is_twin(page, nav) or page.url in self._above(nav):
            return None
        return self._place(page.url, nav)

    def kept(self, context: Context, render: Callable[..., str]) -> Callable[..., str]:
        """Return the theme's function that writes an entry, made to remember."""
        page, nav = context.get("page"), context.get("nav")
        if not page or not page.url or nav is None or self._is_twin(page, nav):
            # The home page and those of errors are few, and their links begin elsewhere.  A page that is listed twice
            # is open in sections that are not.
            return render
        url = page.url
        entries = self._place(url, nav)
        above = url if url in self._above(nav) else None
        here = url.rstrip("/").split("/"), url.endswith("/")
        moulds = self._moulds

        def entry(item: Any, path: Any, level: Any, *more: Any) -> str:  # noqa: ANN401 - whatever the theme has
            mark = moulds.entry(item, path, lambda each, path: render(each, path, level, *more)) if moulds else None
            if mark is not None:
                return mark
            is_here = item.active or getattr(item, "url", None) == url
            if is_here or getattr(item, "pages", None) or (above and _leads_below(item, above)):
                return render(item, path, level, *more)
            # Below an open tab the theme spreads sections out.
            key = id(item), path, level, bool(more and getattr(more[0], "active", False))
            shared = self._store(item, here, nav)
            known = entries if shared is None else shared
            found = known.get(key)
            if found is None:
                found = known[key] = render(item, path, level, *more)
            return found

        return entry

    def _store(self, item: Any, here: tuple[list[str], bool], nav: Navigation) -> dict[Any, str] | None:  # noqa: ANN401 - as above
        """Return what is kept for all pages whose way to an entry is as long; None where it depends on the directory.

        A link goes up to the last directory that both have in common, and down again from there.
        """
        parts, is_directory = here
        if id(item) not in self._bases:
            ways = [url.rstrip("/").split("/") for url in _urls(item)] or [[]]
            self._bases[id(item)] = ways[0][: min(_common(ways[0], way) for way in ways)]
        base = self._bases[id(item)]
        common = _common(parts, base)
        return None if common == len(base) else self._shared[id(nav), len(parts), common, is_directory]

    def _place(self, url: str, nav: Navigation) -> dict[Any, str]:
        """Return what is kept for a directory: links are the same on all its pages, but to what is below one."""
        place = id(nav), url.rstrip("/").rpartition("/")[0], url.endswith("/")
        entries = self._places.pop(place, {})
        self._places[place] = entries
        if len(self._places) > _PLACES:
            self._places.popitem(last=False)
        return entries

    def _is_twin(self, page: Page, nav: Navigation) -> bool:
        if id(nav) not in self._twins:
            self._twins[id(nav)] = twins(nav)
        return page.url in self._twins[id(nav)]

    def _above(self, nav: Navigation) -> frozenset[str]:
        """Return the addresses that others in a navigation lie below."""
        if id(nav) not in self._folders:
            parts = [url.rstrip("/").split("/")[:-1] for item in nav.items for url in _urls(item)]
            folders = {"/".join(each[: depth + 1]) + "/" for each in parts for depth in range(len(each))}
            self._folders[id(nav)] = frozenset(folders)
        return self._folders[id(nav)]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many directories two addresses have in common."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _leads_below(item: Any, folder: str) -> bool:  # noqa: ANN401 - sections have children, pages and links an address
    return any(url.startswith(folder) for url in _urls(item))


def _urls(item: Any) -> Iterator[str]:  # noqa: ANN401 - the same
    if item.children:
        for child in item.children:
            yield from _urls(child)
    else:
        # A section of a hand-written navigation may be empty, and a link lead nowhere.
        yield getattr(item, "url", None) or ""
