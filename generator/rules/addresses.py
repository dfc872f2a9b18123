"""What the rules about links share: how an address is read, and which characters of the source it stands in."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from generator.catalogue import Span
from generator.rules.url_faults import mended

if TYPE_CHECKING:
    from generator.catalogue import Link, Source

WEB = frozenset(["http", "https"])
_REMEMBERED = 65536


class Local(NamedTuple):
    """An address without a host: a path, a place in it, or both."""

    path: str
    """With percent-escapes decoded; empty where the address names a place of its own document."""
    fragment: str
    """As written, without its ``#``."""


@lru_cache(_REMEMBERED)
def split(href: str) -> SplitResult | None:
    """Return the parts of an address as it is meant, None where it cannot be taken apart."""
    try:
        return urlsplit(mended(href) or href)
    except ValueError:
        return None


def web(href: str) -> SplitResult | None:
    """Return the parts of an address that leads to a host of the web, None for any other."""
    parts = split(href)
    return parts if parts and parts.scheme in WEB and parts.netloc else None


def local(href: str) -> Local | None:
    """Return the parts of an address that leads to a file or place beside the source, None for any other."""
    parts = split(href)
    if parts is None or parts.scheme or parts.netloc or not href.strip("#"):
        return None
    return Local(unquote(parts.path), parts.fragment)


def written(source: Source, link: Link) -> Span:
    """Return the characters of an address without white space round them; of an empty one, what stands for it."""
    raw = source.slice(link.href_span)
    start = link.href_span.start + len(raw) - len(raw.lstrip())
    return Span(start, start + len(raw.strip())) if raw.strip() else link.href_span


def part(source: Source, link: Link, start: int, end: int) -> Span:
    """Return where ``link.href[start:end]`` stands; all of the address where it is not written as it is read."""
    place = written(source, link)
    if source.slice(place) != link.href:
        return place
    return Span(place.start + start, place.start + end)
