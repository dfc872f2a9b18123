"""How the web is asked: the ``links`` section of the settings, and the exceptions for particular sites."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from generator.links.networks import Network, network
from generator.messages import gettext as _
from generator.source.yaml_texts import load_packaged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CACHE: Final = ".leimu-links.sqlite"
"""The name of the cache file of a project, beside its mkdocs.yml."""
_DURATION: Final = re.compile(r"(\d{1,5})\s*(run|minute|hour|day|week)s?")
_SECONDS: Final = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a link that may recover has to fail before it counts as broken."""

    runs: int = 1
    """Runs in a row."""
    time: timedelta = timedelta()
    """And since the first of them."""


@dataclass(frozen=True, slots=True)
class Site:
    """What is different about one site."""

    per_host: int | None = None
    pause: float | None = None
    skip: str | None = None
    """Why nobody is asked there."""
    accept: frozenset[int] = frozenset()
    """Statuses that mean that all is well."""
    anchors: bool = True
    """Whether the places in its pages can be found without running its scripts."""


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """How the web is asked."""

    allow: tuple[Network, ...] = ()
    """Networks that are open although they are not public."""
    deny: tuple[Network, ...] = ()
    """Networks that are closed, whatever else says that they are open."""
    timeout: float = 20.0
    """Seconds for one attempt."""
    retries: int = 2
    concurrency: int = 128
    """Requests at once, to all hosts."""
    per_host: int = 8
    """Requests at once to one host."""
    pause: float = 0.03
    """Seconds between the beginnings of two requests to one host."""
    robots: bool = False
    """Whether ``robots.txt`` is asked for first, and kept to."""
    contact: str | None = None
    """Where a server's owner can complain: a URL or an e-mail address, told with every request."""
    fresh: timedelta = timedelta(days=1)
    """How long a good verdict is not asked for again."""
    fail_after: Patience | None = None
    """None: at once, but in CI in the second run in a row."""
    cache: Path | None = None
    """Where verdicts are kept; None keeps them nowhere."""
    signs: Path | None = None
    """A further table of signs."""
    sites: Mapping[str, Site] = field(default_factory=lambda: MappingProxyType({}))
    """The exceptions of the project, by host."""
    first_pause: float = 0.5
    """Seconds before the first retry."""
    gentle: bool = True
    """Whether the limits of known sites count; not where somebody gave numbers for every host."""
    connect: tuple[str, ...] = ()
    """Hosts that are reached at another place than the DNS says, as ``host:port:address:port``."""

    def site(self, host: str) -> Site:
        """Return what is different about a host: the nearest of its own name and those of the domains above it."""
        name = host.rstrip(".")
        while name:
            for table in (self.sites, known_sites()):
                if name in table:
                    return table[name]
            name = name.partition(".")[2]
        return _ORDINARY


_ORDINARY: Final = Site()


@cache
def known_sites() -> Mapping[str, Site]:
    """Return the exceptions that leimu knows."""
    return read_sites(load_packaged(Path(__file__).with_name("sites.yml").read_bytes()))


def read_sites(table: object) -> Mapping[str, Site]:
    """Return a table of exceptions by host; ValueError says what is wrong with it."""
    table = _mapping(table)
    return MappingProxyType({str(host).lower().rstrip("."): _site(str(host), said) for host, said in table.items()})


def _site(host: str, said: object) -> Site:
    given = {}
    for key, value in _mapping(said).items():
        if key not in _OF_SITES:
            raise ValueError(_unknown(f"{host}.{key}", _OF_SITES))
        given[str(key)] = _read(f"{host}.{key}", value, _OF_SITES[key])
    return Site(**given)


def read_settings(options: object, base: Path) -> LinkSettings:
    """Return the settings that the ``links`` section gives; ValueError says what is wrong with it.

    Paths are relative to ``base``.
    """
    given: dict[str, Any] = {"cache": base / CACHE}
    for key, value in _mapping(options).items():
        if key not in _OPTIONS:
            raise ValueError(_unknown(str(key), _OPTIONS))
        name, read = _OPTIONS[key]
        if value is not None:
            given[name] = _read(str(key), value, read)
    settings = LinkSettings(**given)
    paths = {name: base / path for name in ("cache", "signs") if (path := getattr(settings, name)) is not None}
    return replace(settings, **paths)


def _mapping(value: object) -> dict[Any, Any]:
    if isinstance(value, dict):
        return value
    raise ValueError(_("expected a mapping, found {value!r}").format(value=value))


def _unknown(name: str, known: Mapping[str, object]) -> str:
    return _("there is no option {name!r}. Use one of {valid}").format(name=name, valid=", ".join(known))


def _read(name: str, value: object, read: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - whatever the option holds
    if read is read_sites:
        return read(value)
    try:
        return read(value)
    except (ValueError, TypeError, OverflowError):
        said = _("{name}: {value!r} cannot be used here; see the page of settings")
        raise ValueError(said.format(name=name, value=value)) from None


def _networks(value: object) -> tuple[Network, ...]:
    return tuple(network(str(each)) for each in (value if isinstance(value, list) else [value]))


def _number(least: float, most: float, *, whole: bool = False) -> Callable[[object], Any]:
    def read(value: object) -> float:
        if (
            isinstance(value, bool)
            or not isinstance(value, int if whole else int | float)
            or not least <= value <= most
        ):
            raise ValueError(value)
        return value

    return read


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError(value)
    return value.strip()


def _file(value: object) -> Path:
    return Path(_text(value))


def _duration(value: object) -> timedelta:
    found = _DURATION.fullmatch(_text(value))
    if found is None or found[2] == "run":
        raise ValueError(value)
    return timedelta(seconds=int(found[1]) * _SECONDS[found[2]])


def patience(value: object) -> Patience:
    """Return what ``3 days`` or ``2 runs`` asks for; ValueError where it is neither."""
    found = _DURATION.fullmatch(_text(value))
    if found is None:
        raise ValueError(value)
    count = int(found[1])
    return Patience(runs=max(count, 1)) if found[2] == "run" else Patience(2, _duration(value))


def _statuses(value: object) -> frozenset[int]:
    return frozenset(_number(100, 999, whole=True)(each) for each in (value if isinstance(value, list) else [value]))


_MANY: Final = 1000
_OF_SITES: Final[Mapping[str, Callable[[Any], Any]]] = {
    "per_host": _number(1, _MANY, whole=True),
    "pause": _number(0, 3600),
    "skip": _text,
    "accept": _statuses,
    "anchors": _flag,
}
_OPTIONS: Final[Mapping[str, tuple[str, Callable[[Any], Any]]]] = {
    "allow_net": ("allow", _networks),
    "deny_net": ("deny", _networks),
    "timeout": ("timeout", _number(0.1, 3600)),
    "retries": ("retries", _number(0, 20, whole=True)),
    "concurrency": ("concurrency", _number(1, _MANY, whole=True)),
    "per_host": ("per_host", _number(1, _MANY, whole=True)),
    "pause": ("pause", _number(0, 3600)),
    "robots": ("robots", _flag),
    "contact": ("contact", _text),
    "fresh": ("fresh", _duration),
    "fail_after": ("fail_after", patience),
    "cache": ("cache", _file),
    "signs": ("signs", _file),
    "sites": ("sites", read_sites),
}
OPTIONS: Final = tuple(_OPTIONS)
"""The keys of the ``links`` section."""
