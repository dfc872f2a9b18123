"""Who is asked when: many hosts at once, each only so often."""

from __future__ import annotations

import heapq
import random
import time
from collections import deque
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Final, Generic, TypeAlias, TypeVar

import pycurl

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from generator.links.fetching import Fetcher, Request, Response, Transfer

T = TypeVar("T")
_LONGEST_WAIT: Final = 1.0
_DISTRUST: Final = 4
_TRUST: Final = 1.02
_PAUSE_IN_DISTRUST: Final = 0.25
"""Seconds between two requests to a host that takes none at all."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Time to let pass before a visit goes on."""

    seconds: float
    host: str | None = None
    """The origin that asked for it: nobody else asks there in the meantime."""


Step: TypeAlias = "Request | Pause"
Visit: TypeAlias = "Generator[Step, Response | None, T]"
"""What is done for one address: it yields requests and pauses, and returns what came of it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is asked at once."""

    per_host: int = 8
    pause: float = 0.03
    """Seconds between the beginnings of two requests to one host."""


@dataclass(slots=True)
class _Host:
    limits: Limits
    waiting: deque[tuple[_Task, Request]] = field(default_factory=deque)
    active: int = 0
    free_at: float = 0.0
    queued: bool = False
    trust: float = 1.0
    """The share of the limits that may be used: who has been told "too many" asks less, and slowly more again."""

    @property
    def most(self) -> int:
        return max(1, int(self.limits.per_host * self.trust))

    @property
    def pause(self) -> float:
        return max(self.limits.pause, _PAUSE_IN_DISTRUST * (1 - self.trust))


@dataclass(slots=True)
class _Task:
    visit: Visit  # type: ignore[type-arg]
    curl: pycurl.Curl | None = None


class Scheduler(Generic[T]):
    """Runs visits, in one thread; nothing is asked faster than the limits say."""

    def __init__(self, fetcher: Fetcher, limits: Callable[[str], Limits], concurrency: int) -> None:
        """``limits`` gives those of a host by its origin."""
        self._fetcher = fetcher
        self._limits = limits
        self._concurrency = concurrency
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, max(64, concurrency * 2))
        self._hosts: dict[str, _Host] = {}
        self._ready: deque[_Host] = deque()
        self._timed: list[tuple[float, int, _Task | _Host]] = []
        self._order = count()
        self._running: dict[pycurl.Curl, tuple[_Task, Transfer]] = {}
        self._pool: list[pycurl.Curl] = []
        self._left = 0
        self._done: deque[T] = deque()

    def run(self, visits: Iterable[Visit[T]], stopped: Callable[[], bool] = lambda: False) -> Iterator[T]:
        """Yield what each visit returned, as they end, until ``stopped`` says so."""
        for visit in visits:
            self._left += 1
            self._go_on(_Task(visit), None)
        while (self._left or self._done) and not stopped():
            self._wake()
            self._start()
            yield from self._drained()
            if self._running:
                self._multi.select(self._wait())
                while self._multi.perform()[0] == pycurl.E_CALL_MULTI_PERFORM:
                    pass
                self._collect()
            elif self._left and not self._ready:
                time.sleep(self._wait())
            yield from self._drained()

    def close(self) -> None:
        """Break every connection off."""
        for curl in self._running:
            self._multi.remove_handle(curl)
        self._running.clear()
        self._multi.close()

    def _drained(self) -> Iterator[T]:
        while self._done:
            yield self._done.popleft()

    def _wait(self) -> float:
        if not self._timed:
            return _LONGEST_WAIT
        return min(_LONGEST_WAIT, max(0.0, self._timed[0][0] - time.monotonic()))

    def _wake(self) -> None:
        now = time.monotonic()
        while self._timed and self._timed[0][0] <= now:
            _when, _number, waiting = heapq.heappop(self._timed)
            if isinstance(waiting, _Host):
                waiting.queued = False
                self._offer(waiting)
            else:
                self._go_on(waiting, None)

    def _offer(self, host: _Host) -> None:
        """Put a host into the line of those that may be asked, if anything waits for it."""
        if host.queued or not host.waiting or host.active >= host.most:
            return
        host.queued = True
        if host.free_at > time.monotonic():
            heapq.heappush(self._timed, (host.free_at, next(self._order), host))
        else:
            self._ready.append(host)

    def _start(self) -> None:
        while self._ready and len(self._running) < self._concurrency:
            host = self._ready.popleft()
            host.queued = False
            task, request = host.waiting.popleft()
            host.active += 1
            host.free_at = max(host.free_at, time.monotonic() + host.pause)
            if task.curl is None:
                task.curl = self._pool.pop() if self._pool else self._fetcher.handle()
            transfer = self._fetcher.prepare(task.curl, request)
            self._running[task.curl] = task, transfer
            self._multi.add_handle(task.curl)
            self._offer(host)

    def _collect(self) -> None:
        while True:
            queued, good, bad = self._multi.info_read()
            for curl in good:
                self._finish(curl, None)
            for curl, code, message in bad:
                self._finish(curl, (code, message))
            if not queued:
                return

    def _finish(self, curl: pycurl.Curl, error: tuple[int, str] | None) -> None:
        task, transfer = self._running.pop(curl)
        self._multi.remove_handle(curl)
        host = self._hosts[transfer.request.host]
        host.active -= 1
        host.trust = min(1.0, host.trust * _TRUST)
        self._go_on(task, transfer.finish(curl, error))
        self._offer(host)

    def _go_on(self, task: _Task, response: Response | None) -> None:
        """Let a visit take its next step."""
        try:
            step = task.visit.send(response)
        except StopIteration as end:
            self._left -= 1
            self._done.append(end.value)
            if task.curl is not None:
                task.curl.setopt(pycurl.COOKIELIST, "ALL")
                self._pool.append(task.curl)
                task.curl = None
            return
        if isinstance(step, Pause):
            self._pause(task, step)
        else:
            host = self._host(step.host)
            host.waiting.append((task, step))
            self._offer(host)

    def _pause(self, task: _Task, pause: Pause) -> None:
        until = time.monotonic() + pause.seconds
        if pause.host is not None:
            host = self._host(pause.host)
            host.trust /= _DISTRUST
            host.free_at = max(host.free_at, until)
        heapq.heappush(self._timed, (until, next(self._order), task))

    def _host(self, origin: str) -> _Host:
        found = self._hosts.get(origin)
        if found is None:
            found = self._hosts[origin] = _Host(self._limits(origin))
        return found


def growing(attempt: int, first: float = 0.5, most: float = 30.0) -> float:
    """Return how many seconds to pause before an attempt, the first retry being 1: growing, and never in step."""
    return min(most, first * 2.0 ** (attempt - 1)) * random.uniform(0.75, 1.25)  # noqa: S311 - no secret
