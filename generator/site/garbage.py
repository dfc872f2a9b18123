"""Python's search for garbage: it goes through all that a build makes, again and again, and finds next to nothing."""

from __future__ import annotations

import atexit
import gc
from threading import Lock, Timer
from typing import Final

_MOST: Final = 10
"""How many small builds in a row may leave what they have left."""
_PAUSE: Final = 2.0
"""Seconds after a build of a server in which its page is shown; then there is time for what the build has left."""

# A process that ends gives back its memory as a whole; finding all that leads in circles first took a while.
atexit.register(gc.freeze)


class Garbage:
    """Python's search for garbage during one build."""

    def __init__(self) -> None:
        self._lock = Lock()
        """A timer goes off in a thread of its own."""
        self._is_held = False
        self._timer: Timer | None = None
        self._left = 0
        """Builds that nobody has looked for garbage since."""

    def hold(self, *, is_small: bool = False) -> None:
        """Let Python look for none for now; what an earlier build has left goes first, if nobody had the time yet.

        Looking for it takes longer than a small build, which leaves hardly any: a few may begin without.
        """
        with self._lock:
            timer, self._timer = self._timer, None
            if timer:
                timer.cancel()
                self._left += 1
            if self._left >= (_MOST if is_small else 1):
                self._left = 0
                gc.collect()
            if gc.isenabled():
                gc.disable()
                self._is_held = True

    def release(self) -> None:
        """Let Python look for garbage as before."""
        with self._lock:
            self._release()

    def release_later(self) -> None:
        """Let Python look for garbage when whoever waits for the build has seen it."""
        with self._lock:
            if self._is_held:
                self._timer = timer = Timer(_PAUSE, lambda: self._clear(timer))
                timer.daemon = True
                timer.start()

    def _clear(self, timer: Timer) -> None:
        with self._lock:
            # Another build may have begun meanwhile.
            if timer is self._timer:
                self._timer = None
                self._release()
                self._left = 0
                gc.collect()

    def _release(self) -> None:
        if self._is_held:
            if not gc.get_freeze_count():
                # Hands what was made to the oldest generation, unlooked at: else the next object that anybody makes
                # sets Python on all of it at once, at the end of a process that needs none of it.
                gc.freeze()
                gc.unfreeze()
            gc.enable()
            self._is_held = False
