"""The way from an address to where it ends, and how it is gone."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from generator.links.settings import Site
from generator.links.signs import Signs, known_signs

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.links.addresses import Address
    from generator.links.networks import Gate
    from generator.links.robots import Robots


@dataclass(frozen=True, slots=True)
class Manners:
    """How an address is asked for."""

    gate: Gate
    total: float = 60.0
    """Seconds for one address, pauses included."""
    retries: int = 2
    redirects: int = 20
    """As many as browsers follow (https://fetch.spec.whatwg.org/#http-redirect-fetch)."""
    longest_pause: float = 30.0
    """Seconds up to which ``Retry-After`` is waited for."""
    first_pause: float = 0.5
    signs: Signs = field(default_factory=known_signs)
    site: Callable[[str], Site] = lambda _host: Site()
    """What is different about a host."""
    addresses: Callable[[str], tuple[str, ...]] | None = None
    """Gives the addresses of a host, where a proxy opens the connections and they cannot be seen."""
    robots: Robots | None = None
    """What servers ask programs to leave alone, where that is kept to."""
    clock: Callable[[], float] = time.monotonic


@dataclass(slots=True)
class Chain:
    """The way from the address that is written to where it ends."""

    start: Address
    at: Address
    marks: bool = False
    """Whether places in the page count, so that more of it is read."""
    deadline: float = 0.0
    """When the time for it is over; 0 as long as nobody has answered, since waiting in line is not its fault."""
    hops: list[int] = field(default_factory=list)
    """The status of each redirect; 0 for one that a page makes."""
    permanent: Address | None = None
    """Where the leading permanent redirects lead."""
    seen: set[str] = field(default_factory=set)
    validators: tuple[str, ...] = ()
    """The headers that ask for a page only if it has changed; for the first address alone."""

    def of(self, address: Address) -> Chain:
        """Return the same way for another address of the page where it begins: the fragment is its own."""
        if address.fragment is None:
            return replace(self, start=address)
        at = self.at if self.at.fragment is not None else replace(self.at, fragment=address.fragment)
        permanent = self.permanent
        if permanent is not None and permanent.fragment is None:
            permanent = replace(permanent, fragment=address.fragment)
        return replace(self, start=address, at=at, permanent=permanent)
