"""Asking the web about many addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from generator import __version__
from generator.links.fetching import Fetcher
from generator.links.networks import Gate
from generator.links.scheduling import Limits, Scheduler
from generator.links.visiting import Manners, visit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.links.collecting import Target
    from generator.links.networks import Network
    from generator.links.verdict import Answer

AGENT: Final = f"Mozilla/5.0 (compatible; leimu/{__version__}; link check for help centres)"
_GENTLE: Final = ("developers.weixin.qq.com", "cloud.tencent.com")
_GENTLE_LIMITS: Final = Limits(per_host=4, pause=0.1)


@dataclass(frozen=True, slots=True)
class Asking:
    """How the web is asked."""

    allow: tuple[Network, ...] = ()
    """Networks that are open although they are not public."""
    deny: tuple[Network, ...] = ()
    """Networks that are closed, whatever else says that they are open."""
    timeout: float = 20.0
    """Seconds for one attempt."""
    retries: int = 2
    limits: Limits = field(default_factory=Limits)
    per_host: int | None = None
    """Requests in flight to one host, where somebody has said so."""
    first_pause: float = 0.5
    """Seconds before the first retry."""
    resolve: tuple[str, ...] = ()
    """Hosts that the DNS is not asked for, as ``host:port:address``."""

    def limits_of(self, origin: str) -> Limits:
        """Return how much is asked at once of a host, by its origin."""
        host = origin.partition("://")[2].rpartition(":")[0]
        limits = _GENTLE_LIMITS if host in _GENTLE else self.limits
        if self.per_host is None:
            return limits
        return Limits(limits.concurrency, self.per_host, limits.pause)


def ask(targets: Iterable[Target], asking: Asking) -> Iterator[Answer]:
    """Yield the answer to each target as it comes."""
    gate = Gate(asking.allow, asking.deny)
    fetcher = Fetcher(gate, agent=AGENT, timeout=asking.timeout, resolve=asking.resolve)
    manners = Manners(
        gate,
        timeout=asking.timeout,
        total=asking.timeout * (asking.retries + 2),
        retries=asking.retries,
        first_pause=asking.first_pause,
    )
    scheduler: Scheduler[Answer] = Scheduler(fetcher, asking.limits_of, asking.limits.concurrency)
    try:
        yield from scheduler.run(visit(target, manners) for target in targets)
    finally:
        scheduler.close()
