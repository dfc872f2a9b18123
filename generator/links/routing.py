"""Where an address in a built page leads: into the site, out of it by mistake, or to the web."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final, NamedTuple
from unicodedata import normalize
from urllib.parse import unquote_to_bytes

from generator.links.addresses import read_address
from generator.messages import gettext as _

_STRIPPED: Final = "".join(map(chr, range(0x21)))
_DROPPED: Final = str.maketrans("", "", "\t\n\r")
"""What browsers strip from an address, and what they drop inside of it (https://url.spec.whatwg.org)."""
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*+):")
_LONGEST_BASE: Final = 4096
"""What every address of a page is put behind has to be short."""
_HERE: Final = "http://built.invalid/"


class Way(Enum):
    """Where an address leads."""

    LOCAL = "local"
    OUT = "out"
    """Above the root of the site, where a browser finds nothing that belongs to it."""
    DISK = "disk"
    """To a file on a computer."""
    WEB = "web"
    ELSEWHERE = "elsewhere"
    """To a mailbox, a telephone, a script: nothing that can be looked up."""


class Route(NamedTuple):
    """Where one address leads."""

    way: Way
    url: str = ""
    """For the web: what to ask for."""
    path: str = ""
    """In the site: relative to its root, decoded and composed, without a slash at its end."""
    directory: bool = False
    """In the site: whether the address ends with a slash."""
    fragment: str = ""

    @property
    def address(self) -> str:
        """The one form of an address in the site: from its root on."""
        slash = "/" if self.directory and self.path else ""
        return f"/{self.path}{slash}" + (f"#{self.fragment}" if self.fragment else "")


class Stand(NamedTuple):
    """Where an address is read: what relative ones are relative to."""

    directory: tuple[str, ...] = ()
    """The parts of the path, those of the site's own path included."""
    document: str = ""
    """The path in the site that an empty address leads to."""
    slash: bool = False
    """Whether that path ends with a slash."""
    web: str | None = None
    """The address that relative ones are relative to, where that is on the web."""


class Router:
    """Reads addresses as a browser on the site would."""

    def __init__(self, base: str | None) -> None:
        read = read_address(base or _HERE)
        if read is None:
            raise ValueError(_("{base!r} is no address that a site can have").format(base=base))
        self._scheme = read.scheme
        self._origin = read.origin
        self._prefix = _parts(read.path)

    @property
    def path(self) -> str:
        """Where the site is on its host, with a slash at both ends."""
        return "/".join(["", *self._prefix, ""])

    def stand(self, file: str, base: str | None) -> Stand:
        """Return where the addresses of a page are read; ``base`` is that of its ``<base>``."""
        directory = (*self._prefix, *file.split("/")[:-1])
        stand = Stand(directory, file)
        if base is None or len(base) > _LONGEST_BASE:
            return stand
        route = self.route(base, stand)
        if route.way is Way.WEB:
            return Stand(web=route.url)
        if route.way is not Way.LOCAL:
            return stand
        parts = tuple(route.path.split("/")) if route.path else ()
        return Stand((*self._prefix, *(parts if route.directory else parts[:-1])), route.path, route.directory)

    def route(self, written: str, stand: Stand) -> Route:
        """Return where an address leads."""
        url = written.strip(_STRIPPED).translate(_DROPPED)
        scheme = _SCHEME.match(url)
        if scheme:
            return self._with_scheme(url, scheme[1].lower())
        if url[:2].replace("\\", "/") == "//":
            return self._absolute(f"{self._scheme}:{url}")
        if stand.web is not None:
            return self._absolute(url, stand.web)
        return self._relative(url, stand)

    def _with_scheme(self, url: str, scheme: str) -> Route:
        if scheme in ("http", "https"):
            return self._absolute(url)
        # C:\pictures\1.png
        return Route(Way.DISK if scheme == "file" or len(scheme) == 1 else Way.ELSEWHERE)

    def _absolute(self, url: str, base: str | None = None) -> Route:
        read = read_address(url, base)
        if read is None:
            return Route(Way.WEB, url)
        if read.origin == self._origin:
            route = self._below((), read.path, read.fragment or "")
            if route.way is Way.LOCAL:
                return route
        whole = read.url if read.fragment is None else f"{read.url}#{read.fragment}"
        return Route(Way.WEB, url if base is None else whole)

    def _relative(self, url: str, stand: Stand) -> Route:
        rest, _hash, fragment = url.partition("#")
        path = rest.partition("?")[0].replace("\\", "/")
        if not path:
            return Route(Way.LOCAL, path=stand.document, directory=stand.slash, fragment=fragment)
        return self._below(() if path[0] == "/" else stand.directory, path, fragment)

    def _below(self, directory: tuple[str, ...], path: str, fragment: str) -> Route:
        """Return where a path leads from a directory."""
        parts = list(directory)
        last = ""
        for last in _parts(path, dots=True) or ("",):
            if last == "..":
                if not parts:
                    return Route(Way.OUT)
                parts.pop()
            elif last != ".":
                parts.append(last)
        if tuple(parts[: len(self._prefix)]) != self._prefix:
            return Route(Way.OUT)
        slash = path.endswith("/") or last in (".", "..")
        return Route(Way.LOCAL, path="/".join(parts[len(self._prefix) :]), directory=slash, fragment=fragment)


def decoded(written: str) -> str:
    """Return a path or a fragment without its percent signs; bytes that are no UTF-8 become what file names have."""
    return unquote_to_bytes(written).decode("utf-8", "surrogateescape") if "%" in written else written


def _parts(path: str, *, dots: bool = False) -> tuple[str, ...]:
    """Return the parts of a path between its slashes, composed; servers take several slashes for one."""
    # A slash written as %2F separates as any other does.
    parts = (normalize("NFC", part) for part in decoded(path).split("/"))
    return tuple(part for part in parts if part and (dots or part != "."))
