"""Python's search for garbage: it goes through all that a build makes, again and again, and finds next to nothing."""

from __future__ import annotations

import atexit
import gc
from threading import Timer
from typing import Final

_PAUSE: Final = 2.0
"""Seconds after a build of a server in which its page is shown; then there is time for what the build has left."""

# A process that ends gives back its memory as a whole; finding all that leads in circles first took a while.
atexit.register(gc.freeze)


class Garbage:
    """Python's search for garbage during one build."""

    def __init__(self) -> None:
        self._is_held = False
        self._timer: Timer | None = None

    def hold(self) -> None:
        """Let Python look for none for now."""
        self._forget_timer()
        if gc.isenabled():
            gc.disable()
            self._is_held = True

    def release(self) -> None:
        """Let Python look for garbage as before."""
        if self._is_held:
            gc.enable()
            self._is_held = False

    def release_later(self) -> None:
        """Let Python look for garbage when whoever waits for the build has seen it; only what is new, until then."""
        self._forget_timer()
        if self._is_held:
            self._timer = Timer(_PAUSE, self._clear)
            self._timer.daemon = True
            self._timer.start()

    def _clear(self) -> None:
        self.release()
        gc.collect()

    def _forget_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = None
