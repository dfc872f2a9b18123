"""Pages that the theme makes alike: made once, with holes for what differs, and filled in for all the others.

The theme makes the first page of a kind as it always does.  For the second it is given holes in place of the page's own
words (:mod:`generator.site.tracing`); what it prints then is the mould of that kind.  A mould counts only if it gives
the first page, too, byte for byte.  Pages with which the theme does anything else are left to it.
"""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from markupsafe import escape
from mkdocs.structure.pages import Page
from mkdocs.utils import normalize_url

from generator.builtin import theme_directory
from generator.site.defaults import THEME
from generator.site.tracing import MARK, Stand, Trace, UnlikeError, Use, holds, later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.toc import AnchorLink

_KEPT: Final = 64
"""Kinds of pages that are remembered: pages come directory by directory."""
_NOBODY: Final = "leimu-nobody"
"""The name of a page that is in the directory of all pages of a kind, and is none of them."""
_NOWHERE: Final = "leimu-nowhere"
"""The number of an entry that no navigation has."""
_NO_PAGE_HAS: Final = frozenset({"typeset", "pages", "encrypted"})
"""What the theme asks of entries of a navigation; Material's own plugins give it to pages of theirs."""
_SPACE: Final = re.compile(r"\s*\n\s*")
MAIN: Final = "main.html"
_EVENTS: Final = ("env", "page_content", "page_context")
"""Where plugins change what templates see."""
_OURS: Final = ("generator.site.", "material.plugins.search.", "mkdocs.contrib.search")
"""Plugins that change nothing in a page, or all that differs in the words of it."""
_TOLD: Final = ("canonical", "breadcrumbs", "markdown")
_LISTS: Final = ("languages", "alternates")


def mould(env: jinja2.Environment, config: MkDocsConfig) -> Moulds | None:
    """Let the theme make alike pages once; None where nobody knows what else has a hand in them."""
    if any(has_templates(Path(directory)) for directory in config.theme.dirs):
        return None
    hands = (getattr(hand, "__self__", None) for event in _EVENTS for hand in config.plugins.events[event])
    if not all(type(each).__module__.startswith(_OURS) for each in hands):
        return None
    return Moulds(env, env.get_template(MAIN))


def has_templates(directory: Path) -> bool:
    """Tell whether a directory of the theme is somebody's own, and changes what pages are made of."""
    known = (theme_directory(), *(Path(str(files(name))) / "templates" for name in (THEME, "mkdocs")))
    return directory not in known and any(path.suffix == ".html" for path in directory.rglob("*"))


def squeezed(text: str) -> str:
    """Return HTML without its indents and blank lines, which are two thirds of what the theme makes of a navigation."""
    return _SPACE.sub("\n", text)


@dataclass(slots=True)
class Slot:
    """An entry of a navigation, for one of the pages of a kind."""

    item: Page
    aside: str
    """As it is on other pages."""
    current: list[str | Use | Slot]
    """As it is on its own."""


@dataclass(slots=True)
class Mould:
    """What the theme makes of all pages of a kind."""

    pieces: list[str | Use | Slot]
    answers: Mapping[tuple[str, str], bool]
    """What has been asked of the words of the page, as :class:`Trace` has it."""
    above: frozenset[str]
    """Addresses that links lead to, and all directories above them: from one of these, links look otherwise."""


@dataclass(slots=True)
class Kind:
    """Pages that the theme may make alike."""

    values: Mapping[str, str]
    """Of the first page."""
    page: Page
    text: str
    """The first page, as the theme made it."""
    mould: Mould | None = None
    is_refused: bool = False


class Moulds:
    """The moulds of one build."""

    def __init__(self, env: jinja2.Environment, template: jinja2.Template) -> None:
        self._template = template
        self._kinds: OrderedDict[tuple[Any, ...], Kind] = OrderedDict()
        self._in_nav: dict[int, frozenset[int]] = {}
        self._twins: dict[int, frozenset[str]] = {}
        self._casting: _Casting | None = None
        self._striptags = env.filters["striptags"]
        for name, apply in list(env.filters.items()):
            env.filters[name] = later(name, self._url(apply) if name == "url" else apply, self._is_casting)
        self._plain = template.render
        template.render = self.render  # type: ignore[method-assign]  # MkDocs has no event in place of a template

    def render(self, *arguments: Any, **context: Any) -> str:  # noqa: ANN401 - as the template's own method
        """Return what the theme makes of a page."""
        seen = dict(*arguments, **context)
        page, told, nav = seen.get("page"), seen.get("leimu"), seen.get("nav")
        key = self._key(page, told, nav) if type(page) is Page and told and nav else None
        if key is None or page is None or told is None:
            return self._plain(seen)
        values = _values(page, told)
        kind = self._kinds.get(key)
        if kind is None:
            text = self._plain(seen)
            self._kinds[key] = Kind(values, page, text)
            if len(self._kinds) > _KEPT:
                self._kinds.popitem(last=False)
            return text
        if kind.mould is None and not kind.is_refused:
            kind.mould = self._cast(seen, values, kind)
            kind.is_refused = kind.mould is None
            kind.text = ""
        filled = self._filled(kind.mould, page, values) if kind.mould else None
        return self._plain(seen) if filled is None else filled

    def entry(self, item: Any, path: str, write: Callable[[Any, str], str]) -> str | None:  # noqa: ANN401 - as in a navigation
        """Return the mark of an entry of a navigation that is another on each page of a kind; None for all others."""
        return self._casting.entry(item, path, write) if self._casting else None

    def _is_casting(self) -> bool:
        return self._casting is not None

    def _key(self, page: Page, told: Mapping[str, Any], nav: Navigation) -> tuple[Any, ...] | None:
        """Return what pages of a kind have in common; None for a page that is of no kind."""
        if id(nav) not in self._in_nav:
            self._in_nav[id(nav)], self._twins[id(nav)] = frozenset(map(id, nav.pages)), twins(nav)
        is_listed = id(page) in self._in_nav[id(nav)]
        toc = list(page.toc)
        if page.is_index or is_listed is (page.parent is None) or len(toc) != 1 or toc[0].level != 1:
            return None
        near = (each.title for each in (page, page.previous_page, page.next_page) if each)
        if page.url in self._twins[id(nav)] or not all(isinstance(title, str) for title in near):
            return None
        # The theme asks for what plugins and hooks give to single pages.
        if any(hasattr(page, name) for name in _NO_PAGE_HAS):
            return None
        words = {key for key in ("title", "description") if isinstance(page.meta.get(key), str)}
        meta = {key: value for key, value in page.meta.items() if key not in words}
        return (
            id(nav),
            _folder(page.url),
            is_listed and id(page.parent),
            _outline(toc[0].children),
            repr(meta),
            repr(sorted(words)),
            page.edit_url is None,
            page.canonical_url is None,
            page.previous_page is None,
            page.next_page is None,
            *((name, repr(value)) for name, value in told.items() if isinstance(value, str) and name not in _TOLD),
            *(name for name in _TOLD if told[name]),
            *(len(told[name]) for name in _LISTS),
            repr(told["open_graph_others"]),
            repr([each["code"] for each in told["alternates"]]),
        )

    # ------------------------------------------------------------------------------------------------------- casting

    def _cast(self, seen: Mapping[str, Any], values: Mapping[str, str], kind: Kind) -> Mould | None:
        """Return the mould of a kind, made with one of its pages; None if it does not give the first one too."""
        page = seen["page"]
        self._casting = casting = _Casting(Trace(values), page)
        context = {**seen, "page": casting.stand(), "leimu": casting.told(seen["leimu"])}
        try:
            text = "".join(self._template.root_render_func(self._template.new_context(context)))
            mould = casting.mould(text)
        except Exception:  # noqa: BLE001 - whatever a template does that no hole can stand for, it can do with the page
            return None
        finally:
            self._casting = None
        return mould if self._filled(mould, kind.page, kind.values) == kind.text else None

    def _url(self, apply: Callable[[Any, str], str]) -> Callable[[Any, str], str]:
        """Return the filter that makes addresses relative, made to note those that a mould holds."""

        def noted(context: Any, value: str) -> str:  # noqa: ANN401 - Jinja's
            if self._casting and type(value) is str:
                self._casting.targets.add(value)
            return apply(context, value)

        noted.jinja_pass_arg = apply.jinja_pass_arg  # type: ignore[attr-defined]  # how Jinja tells such filters
        return noted

    # ------------------------------------------------------------------------------------------------------- filling

    def _filled(self, mould: Mould, page: Page, values: Mapping[str, str]) -> str | None:
        """Return a page made with a mould; None if it is not one of those that the mould is for."""
        if page.url in mould.above:
            return None
        for (name, part), answer in mould.answers.items():
            if name not in values or holds(values[name], part) is not answer:
                return None
        known: dict[Use, str] = {}
        return "".join(self._written(mould.pieces, page, values, known))

    def _written(
        self, pieces: list[Any], page: Page, values: Mapping[str, str], known: dict[Use, str]
    ) -> Iterator[str]:
        for piece in pieces:
            if type(piece) is str:
                yield piece
            elif type(piece) is Slot:
                if piece.item is page:
                    yield from self._written(piece.current, page, values, known)
                else:
                    yield piece.aside
            else:
                if piece not in known:
                    known[piece] = self._filtered(piece, page, values[piece.name])
                yield known[piece]

    def _filtered(self, use: Use, page: Page, value: str) -> str:
        for name in use.filters:
            if name == "url":
                value = normalize_url(value, page=page)
            else:
                value = str(self._striptags(value) if name == "striptags" else escape(value))
        return value


class _Casting:
    """A mould that is being made."""

    def __init__(self, trace: Trace, page: Page) -> None:
        self.targets: set[str] = set()
        """Addresses that are made relative."""
        self._trace = trace
        self._page = page
        self._slots: list[tuple[str, Slot]] = []
        self._is_squeezed = False
        self._here = ""
        """The entry of the page itself."""

    def stand(self) -> Stand:
        """Return what stands for the page."""
        page, hole = self._page, self._trace.hole
        given = self._trace.values
        first = page.toc.items[0]
        near = {
            name: Stand({each: hole(f"{name}.{each}") for each in ("title", "url")}) if getattr(page, name) else None
            for name in ("previous_page", "next_page")
        }
        title = Stand(
            {"title": hole("toc.title"), "url": hole("toc.url"), "level": 1, "children": first.children},
            missing=_NO_PAGE_HAS,
        )
        meta = {key: hole(f"meta.{key}") if f"meta.{key}" in given else value for key, value in page.meta.items()}
        plain = {
            "is_homepage": False, "is_page": True, "is_section": False, "is_link": False, "is_index": page.is_index,
            "active": True, "children": None, "url": _nobody(page.url), "meta": meta, "toc": [title],
            "parent": page.parent, "ancestors": page.ancestors,
        }  # fmt: skip
        words = {
            name: hole(name) if name in given else None for name in ("title", "content", "canonical_url", "edit_url")
        }
        self._current = Stand({**plain, **words, "url": hole("url")}, missing=_NO_PAGE_HAS)
        return _Here({**plain, **words, **near}, missing=_NO_PAGE_HAS)

    def told(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the templates of this project are told, with holes."""
        hole = self._trace.hole
        lists = {
            name: [{**each, "link": hole(f"{name}.{place}")} for place, each in enumerate(told[name])]
            for name in _LISTS
        }
        words = {name: hole(name) for name in _TOLD if told[name]}
        return {**told, **lists, **words, "squeezed": self._squeeze}

    def _squeeze(self, text: str) -> str:
        self._is_squeezed = True
        return squeezed(text)

    def entry(self, item: Any, path: str, write: Callable[[Any, str], str]) -> str | None:  # noqa: ANN401 - as in a navigation
        """Return the mark of an entry beside the page's own, or of that itself."""
        if type(item) is not Page or item.parent is not self._page.parent or item.parent is None or item.is_index:
            return None
        aside = Stand(
            {"title": item.title, "url": item.url, "meta": item.meta, "active": False, "children": None},
            missing=_NO_PAGE_HAS,
        )
        targets = set(self.targets)
        if not self._here:
            self._here = write(_Here(vars(self._current), missing=_NO_PAGE_HAS), _NOWHERE)
        # What is not numbered is the same wherever the page stands.
        is_numbered = _NOWHERE in self._here
        here = write(_Here(vars(self._current), missing=_NO_PAGE_HAS), path) if is_numbered else self._here
        slot = Slot(item, write(aside, path), [here])
        # A link to a page that is not shown on that page itself.
        self.targets = targets
        mark = str(self._trace.hole("entry"))
        self._slots.append((mark, slot))
        return mark

    def mould(self, text: str) -> Mould:
        """Return the mould that has been printed.

        Raises:
            UnlikeError: the marks are not all where they were put.
        """
        slots = dict(self._slots)
        known: dict[str, list[str | Use | Slot]] = {}
        for slot in slots.values():
            whole = "".join(map(str, slot.current))
            if whole not in known:
                known[whole] = [*self._parted(self._fitted(whole), {})]
            slot.aside, slot.current = self._fitted(slot.aside), known[whole]
        folders = {
            "/".join(parts[: depth + 1]) + "/" * (depth + 1 < len(parts))
            for target in self.targets
            for parts in [target.partition("#")[0].split("/")]
            for depth in range(len(parts))
        }
        return Mould([*self._parted(text, slots)], self._trace.answers, frozenset(folders))

    def _fitted(self, entry: str) -> str:
        """Return an entry as it stands in what has been printed."""
        return squeezed(entry).strip("\n") if self._is_squeezed else entry

    def _parted(self, text: str, slots: Mapping[str, Slot]) -> Iterator[str | Use | Slot]:
        at = 0
        for found in MARK.finditer(text):
            if at < found.start():
                yield text[at : found.start()]
            number = int(found[1])
            if number >= len(self._trace.uses):
                raise UnlikeError(found[0])
            yield slots[found[0]] if found[0] in slots else self._trace.uses[number]
            at = found.end()
        yield text[at:]


class _Here(Stand):
    """What stands for the page that is shown: every one of these is the same page."""

    def __eq__(self, other: object) -> bool:
        """Tell whether another thing stands for the page too."""
        return isinstance(other, _Here)

    __hash__ = object.__hash__


def _values(page: Page, told: Mapping[str, Any]) -> dict[str, str]:
    """Return the words of a page that differ from those of others, by what they are."""
    (first,) = page.toc
    values = {
        "title": page.title, "content": page.content, "url": page.url, "canonical_url": page.canonical_url,
        "edit_url": page.edit_url, "toc.title": first.title, "toc.url": first.url,
        "meta.title": page.meta.get("title"), "meta.description": page.meta.get("description"),
    }  # fmt: skip
    for name in ("previous_page", "next_page"):
        if near := getattr(page, name):
            values |= {f"{name}.title": near.title, f"{name}.url": near.url}
    values |= {name: told[name] for name in _TOLD if told[name]}
    for name in _LISTS:
        values |= {f"{name}.{place}": each["link"] for place, each in enumerate(told[name])}
    return {name: value for name, value in values.items() if isinstance(value, str)}


def twins(nav: Navigation) -> frozenset[str]:
    """Return the addresses of pages that are listed more than once: the theme takes each of their entries for them."""
    counts = Counter(page.url for page in nav.pages)
    return frozenset(url for url, count in counts.items() if count > 1)


def _folder(url: str) -> tuple[str, bool]:
    return url.rstrip("/").rpartition("/")[0], url.endswith("/")


def _nobody(url: str) -> str:
    """Return the address of nobody's page in the directory of a page."""
    folder, is_directory = _folder(url)
    return f"{folder}/{_NOBODY}".lstrip("/") + ("/" if is_directory else ".html")


def _outline(links: list[AnchorLink]) -> tuple[Any, ...]:
    return tuple((link.title, link.url, link.level, _outline(link.children)) for link in links)
