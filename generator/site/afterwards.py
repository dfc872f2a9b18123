"""What a server does of a save when whoever waits for a page has had the time to ask for it."""

from __future__ import annotations

from contextvars import copy_context
from threading import Timer
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_PAUSE: Final = 0.3
"""Seconds in which a browser asks for the page that it shows."""


class Afterwards:
    """One thing that is to be done soon; its methods are for one thread."""

    def __init__(self) -> None:
        self._timer: Timer | None = None
        self._do: Callable[[], None] | None = None

    def plan(self, do: Callable[[], None]) -> None:
        """Do it soon, in a thread of its own, and nothing that was planned before."""
        self.drop()
        self._do = do
        self.go_on()

    def pause(self) -> None:
        """Do not begin for now; what has begun comes to its end first."""
        timer, self._timer = self._timer, None
        if timer:
            timer.cancel()
            timer.join()

    def go_on(self) -> None:
        """Do soon what is still to be done."""
        if self._do:
            # The language of messages, for one: a thread begins without.
            self._timer = timer = Timer(_PAUSE, copy_context().run, (self._run,))
            timer.daemon = True
            timer.start()

    def drop(self) -> None:
        """Do it no more; what has begun comes to its end first."""
        self.pause()
        self._do = None

    def finish(self) -> None:
        """Do it at once if it has not begun; it has come to its end then."""
        self.pause()
        self._run()

    def _run(self) -> None:
        do, self._do = self._do, None
        if do:
            do()
