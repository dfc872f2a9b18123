"""The check of a built site: every link of its pages against its files, without a network.

What it checks is the directory that a web server will serve, whoever built it.  It never asks the web: addresses of
other hosts are handed back with their uses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from generator.links.elements import Link, Page, read_page
from generator.links.routing import Route, Router, Way, decoded
from generator.links.tree import INDEX, Tree
from generator.messages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from generator.links.routing import Stand

Kind: TypeAlias = Literal["missing-file", "missing-anchor", "leaves-site", "leaves-locale"]

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_DIRECTIVE: Final = ":~:"
"""What begins the part of a fragment that is for the browser alone (https://wicg.github.io/scroll-to-text-fragment)."""
_NOT_FOUND: Final = "404.html"


@dataclass(frozen=True, slots=True)
class PageUse:
    """A place in a built page."""

    file: str
    """Relative to the root of the site, with ``/`` between its parts."""
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A link of a built page that does not do what it says."""

    kind: Kind
    url: str
    """As written, with character references decoded."""
    message: str
    """What is wrong, on one line, without a full stop."""
    hint: str | None
    """What to do about it, on one line."""
    use: PageUse


Uses: TypeAlias = "tuple[tuple[str, tuple[PageUse, ...]], ...]"
"""Addresses in the order of first use, each once, with every place where it is used."""


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """What the check of a built site found."""

    pages: int
    faults: tuple[Fault, ...]
    """In the order of the pages, and of the places in them."""
    local: Uses
    """Addresses in the site, faulty ones included, each in its one form: from the root of the site on."""
    web: Uses
    """Addresses of other sites, as written."""


def check_site(root: Path, base: str | None = None) -> BuiltSite:
    """Check every link of the HTML pages below a directory; ``base`` is the address that they will be served at.

    Raises ValueError where that is no address of the web, and OSError where the directory cannot be read.
    """
    return _Check(Tree(root), Router(base)).run()


@dataclass(frozen=True, slots=True)
class _Target:
    """Where an address leads and what is there, for all links of a directory that are written alike."""

    route: Route
    file: str | None
    """The file that a server would answer with, where there is one."""
    problem: tuple[Kind, str, str | None] | None
    """The kind, the message and the hint of what is wrong for every reader."""


class _Check:
    """One check of one site."""

    def __init__(self, tree: Tree, router: Router) -> None:
        self._tree = tree
        self._router = router
        self._pages: dict[str, Page] = {}
        self._locales: Mapping[str, str] = {}
        self._known: dict[Stand, dict[str, _Target]] = {}
        self._folded: dict[str, dict[str, str]] = {}
        """The places of pages, without regard to case."""
        self._faults: list[Fault] = []
        self._local: dict[str, list[PageUse]] = {}
        self._web: dict[str, list[PageUse]] = {}

    def run(self) -> BuiltSite:
        for file, path in self._tree.pages():
            self._pages[file] = read_page(path.read_bytes().decode("utf-8-sig", "replace"))
        self._locales = dict(_locales(self._pages))
        for file, page in self._pages.items():
            self._check(file, page)
        return BuiltSite(len(self._pages), tuple(self._faults), _grouped(self._local), _grouped(self._web))

    def _check(self, file: str, page: Page) -> None:
        stand = self._router.stand(file, page.base)
        known = self._known.setdefault(stand, {})
        name = _printable(file)
        own = None if page.forwards or file.endswith(_NOT_FOUND) else self._locale(file)
        for link in page.links:
            target = known.get(link.url)
            if target is None:
                target = known[link.url] = self._target(link.url, stand)
            use = PageUse(name, link.line, link.column)
            if target.route.way is Way.LOCAL:
                self._local.setdefault(_printable(target.route.address), []).append(use)
            elif target.route.way is Way.WEB:
                self._web.setdefault(target.route.url, []).append(use)
            if target.problem:
                self._faults.append(Fault(target.problem[0], link.url, *target.problem[1:], use))
            if own is not None and target.file in self._pages and not link.switch:
                self._same_locale(own, target.file, link, use)

    def _target(self, url: str, stand: Stand) -> _Target:
        route = self._router.route(url, stand)
        match route.way:
            case Way.OUT:
                return _Target(route, None, self._out(url))
            case Way.DISK:
                hint = _("put the file into the site and link to it there")
                return _Target(route, None, ("leaves-site", _("it leads to a file on somebody's computer"), hint))
            case Way.LOCAL:
                file = self._tree.find(route.path, directory=route.directory)
                return _Target(route, file, self._missing(route) if file is None else self._lost(route, file))
            case Way.WEB | Way.ELSEWHERE:
                return _Target(route, None, None)

    def _out(self, url: str) -> tuple[Kind, str, str | None]:
        """Say that an address leads out of the site, and how it would lead to the same place in it."""
        message = _("it leads out of the site, which begins at {path}").format(path=self._router.path)
        inside = self._router.path + url.lstrip("/\\")
        route = self._router.route(inside, self._router.stand(INDEX, None))
        found = route.way is Way.LOCAL and self._tree.find(route.path, directory=route.directory)
        return "leaves-site", message, _("write {address}").format(address=inside) if found else None

    def _missing(self, route: Route) -> tuple[Kind, str, str | None]:
        wanted = f"{route.path}/{INDEX}".lstrip("/") if route.directory or not route.path else route.path
        message = _("the site has no file {file}").format(file=_printable(wanted))
        near = self._tree.near(wanted)
        if near is None:
            without = self._tree.find(route.path, directory=False) if route.directory else None
            hint = _("leave out the slash at the end: it is no directory") if without else None
        else:
            hint = _("the file is called {file}: a web server tells upper from lower case").format(
                file=_printable(near)
            )
        return "missing-file", message, hint

    def _lost(self, route: Route, file: str) -> tuple[Kind, str, str | None] | None:
        """Say that a page does not have the place that an address names, None where it has it."""
        page = self._pages.get(file)
        fragment = route.fragment.partition(_DIRECTIVE)[0]
        if page is None or not fragment or fragment.lower() == "top":
            return None
        name = decoded(fragment)
        if fragment in page.marks or name in page.marks:
            return None
        if file not in self._folded:
            self._folded[file] = {mark.casefold(): mark for mark in sorted(page.marks, reverse=True)}
        near = self._folded[file].get(name.casefold())
        hint = None if near is None else _("the place is called {place}: case matters").format(place=near)
        message = _("{file} has no place with the id {place}")
        return "missing-anchor", message.format(file=_printable(file), place=_printable(name)), hint

    def _same_locale(self, own: str, file: str, link: Link, use: PageUse) -> None:
        """Note a link that takes its reader to another language without saying so."""
        theirs = self._locale(file)
        if theirs == own:
            return
        counterpart = self._counterpart(own, theirs, file)
        message = _("it leads from a page in {own} to one in {theirs}")
        said = message.format(own=self._language(own), theirs=self._language(theirs))
        hint = (
            _("link to {file}, or mark a switch of languages with hreflang").format(file=_printable(counterpart))
            if counterpart
            else _("mark it with hreflang, if it is meant as a switch of languages")
        )
        self._faults.append(Fault("leaves-locale", link.url, said, hint, use))

    def _locale(self, file: str) -> str:
        """Return the directory of the language of a page, empty for that of the pages at the root."""
        return self._locales.get(file.partition("/")[0], "") if "/" in file else ""

    def _language(self, locale: str) -> str:
        index = self._pages.get(f"{locale}/{INDEX}" if locale else INDEX)
        return (index and index.language) or _("the default language")

    def _counterpart(self, own: str, theirs: str, file: str) -> str | None:
        """Return the page that a page in another language has in a page's own."""
        plain = file.removeprefix(f"{theirs}/") if theirs else file
        same = f"{own}/{plain}" if own else plain
        return same if same in self._pages else None


def _locales(pages: Mapping[str, Page]) -> Iterator[tuple[str, str]]:
    """Yield the directories of languages: those named after the language of their index page, with what they are."""
    default = _tag(pages[INDEX].language) if INDEX in pages else ""
    for file, page in pages.items():
        directory, _slash, rest = file.partition("/")
        name, language = _tag(directory), _tag(page.language)
        if rest == INDEX and _LANGUAGE.fullmatch(name) and f"{language}-".startswith(f"{name}-"):
            # A directory in the language of the root is no other one to its readers.
            yield directory, "" if language == default else directory


def _tag(language: str | None) -> str:
    return (language or "").lower().replace("_", "-")


def _grouped(uses: Mapping[str, list[PageUse]]) -> Uses:
    return tuple((url, tuple(places)) for url, places in uses.items())


def _printable(name: str) -> str:
    """Return a name that can be written in UTF-8, whatever bytes it came from."""
    return name if name.isascii() else name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
