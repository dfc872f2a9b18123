"""Addresses as browsers read them (https://url.spec.whatwg.org)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import ada_url

WEB: Final = frozenset(["http:", "https:"])


@dataclass(frozen=True)
class Address:
    """An address of the web in its one normal form."""

    url: str
    """Without its fragment: punycode host, percent-encoded path, no default port."""
    fragment: str | None
    """Percent-encoded, without its ``#``; None where there is none."""
    scheme: str
    host: str
    """In small letters; an IPv6 address in brackets."""
    port: str
    path: str
    query: str

    @property
    def whole(self) -> str:
        """The address with its fragment."""
        return self.url if self.fragment is None else f"{self.url}#{self.fragment}"

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{self.scheme}://{self.host}:{self.port}"

    @cached_property
    def literal(self) -> str | None:
        """The IP address that the host is, None where it is a name."""
        if self.host.startswith("["):
            return self.host.strip("[]")
        # A browser reads 0x7f.1 as 127.0.0.1, and the parser has written it so.
        return self.host if self.host.replace(".", "").isdigit() else None


@lru_cache(65_536)
def read_address(written: str, base: str | None = None) -> Address | None:
    """Return an address of the web, relative ones as seen from ``base``; None where a browser would go nowhere.

    That is so for any scheme but http and https, for hosts that are none and for ports that are none.
    """
    try:
        url = ada_url.URL(written, base=base)
    except ValueError:
        return None
    if url.protocol not in WEB or not url.hostname:
        return None
    port = str(url.port) or ("443" if url.protocol == "https:" else "80")
    bare = str(url.href).partition("#")[0]
    fragment = str(url.hash)[1:] if url.hash else None
    scheme = str(url.protocol)[:-1]
    return Address(bare, fragment, scheme, str(url.hostname), port, str(url.pathname), str(url.search))


def read_whole(url: str) -> Address | None:
    """Return an address as it is asked for, one without a scheme under https; None where a browser would go nowhere."""
    return read_address(f"https:{url}" if url.startswith("//") else url)
