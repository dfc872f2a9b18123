"""Asking the web about many addresses."""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from generator import __version__
from generator.links.addresses import read_whole
from generator.links.chains import Manners
from generator.links.fetching import Fetcher
from generator.links.networks import Gate
from generator.links.scheduling import Limits, Scheduler
from generator.links.signs import load_signs
from generator.links.verdict import Answer, Verdict
from generator.links.visiting import visit
from generator.messages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from generator.links.collecting import Target
    from generator.links.memory import Memory, Remembered
    from generator.links.robots import Robots
    from generator.links.settings import LinkSettings, Patience

NAME: Final = "leimu"
"""What robots.txt may call the check."""
_FAILED: Final = frozenset([Verdict.BROKEN, Verdict.TIMEOUT])


def ask(
    targets: Sequence[Target],
    settings: LinkSettings,
    memory: Memory,
    patience: Patience,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Answer]:
    """Yield the answer to each target as it comes: from memory where that is fresh, else from the web.

    It ends early where ``stopped`` says so.  A failure that may pass is pending until it has lasted as ``patience``
    asks.

    Raises:
        ValueError, OSError: the table of signs of the settings cannot be read.
    """
    gate = Gate(settings.allow, settings.deny)
    fetcher = Fetcher(gate, agent=agent(settings.contact), timeout=settings.timeout, connect=settings.connect)
    manners = Manners(
        gate,
        total=settings.timeout * (settings.retries + 2),
        retries=settings.retries,
        first_pause=settings.first_pause,
        signs=load_signs(*((settings.signs,) if settings.signs else ())),
        site=settings.site,
        robots=_robots() if settings.robots else None,
        addresses=_resolved if _proxied() else None,
    )
    known = {target.url: found for target in targets if (found := memory.recall(target.url)) is not None}
    waiting: list[Target] = []
    for target in targets:
        if (told := _at_once(target, known.get(target.url), settings, memory.now)) is not None:
            yield told
        else:
            waiting.append(target)
    scheduler: Scheduler[tuple[Answer, ...]] = Scheduler(fetcher, _limits(settings), settings.concurrency)
    visits = (visit(group, manners, known.get(group[0].url) if len(group) == 1 else None) for group in _pages(waiting))
    try:
        for answers in scheduler.run(visits, stopped):
            for answer in answers:
                yield _kept(answer, known.get(answer.target.url), memory, patience)
    finally:
        scheduler.close()
        memory.flush()


def _proxied() -> bool:
    return any(os.environ.get(name) for name in ("http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"))


@cache
def _resolved(host: str) -> tuple[str, ...]:
    """Return the addresses of a host as this machine knows them; none where only a proxy knows any."""
    try:
        return tuple(str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
    except OSError:
        return ()


def _robots() -> Robots:
    # It brings all of the standard library's own client along.
    from generator.links.robots import Robots  # noqa: PLC0415

    return Robots(NAME)


def _pages(targets: Iterable[Target]) -> Iterable[list[Target]]:
    """Return addresses of one page together: it is asked for once."""
    groups: dict[str, list[Target]] = {}
    for target in targets:
        address = read_whole(target.url)
        groups.setdefault(address.url if address else target.url, []).append(target)
    return groups.values()


def agent(contact: str | None) -> str:
    """Return how the check names itself to servers."""
    about = f"; +{contact}" if contact else ""
    return f"Mozilla/5.0 (compatible; {NAME}/{__version__}; link check of a help centre{about})"


def _at_once(target: Target, known: Remembered | None, settings: LinkSettings, now: float) -> Answer | None:
    """Return the answer for which nobody has to be asked, None where somebody has."""
    address = read_whole(target.url)
    site = settings.site(address.host) if address else None
    if site and site.skip:
        return Answer(target, Verdict.SKIPPED, site.skip)
    fresh = known is not None and known.good and 0 <= now - known.checked < settings.fresh.total_seconds()
    return known.answer(target) if known and fresh else None


def _kept(answer: Answer, before: Remembered | None, memory: Memory, patience: Patience) -> Answer:
    """Return an answer as it counts after what earlier runs learned, and keep it."""
    if answer.verdict in (Verdict.SKIPPED, Verdict.REFUSED):
        return answer
    failed = answer.verdict in _FAILED
    now = memory.keep(answer, before, failed=failed)
    if not failed or not answer.passing:
        return answer
    lasted = memory.now - (now.failing_since or memory.now)
    if not memory.keeps:
        # Nobody would ever know that it went on.
        return answer
    if now.failures >= patience.runs and lasted >= patience.time.total_seconds():
        return answer
    return replace(answer, pending=True, hint=_("nothing has to be done yet: it counts when it goes on"))


def _limits(settings: LinkSettings) -> Callable[[str], Limits]:
    def of(origin: str) -> Limits:
        site = settings.site(origin.partition("://")[2].rpartition(":")[0])
        per_host, pause = (site.per_host, site.pause) if settings.gentle else (None, None)
        return Limits(per_host or settings.per_host, settings.pause if pause is None else pause)

    return of
