"""Measuring work side by side."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from generator.locales import segments
from generator.rules import category_mentions, near_names, shared_official_link, unsafe
from generator.source import slugs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_REMEMBERING = (slugs, segments, category_mentions, near_names, shared_official_link, unsafe)
"""What remembers by their words alone what it made of texts."""


def alternating(works: Sequence[Callable[[], object]], runs: int) -> list[float]:
    """Return the best processor time of each piece of work, in seconds; the pieces take turns."""
    best = [float("inf")] * len(works)
    for _ in range(runs):
        for index, work in enumerate(works):
            best[index] = min(best[index], timed(work))
    return best


def timed(work: Callable[[], object], *, forget: bool = True) -> float:
    """Return the processor time of one piece of work, in seconds."""
    # What one run spelled or looked through shall not be a present to the next.
    for module in _REMEMBERING if forget else ():
        for made in vars(module).values():
            if hasattr(made, "cache_clear"):
                made.cache_clear()
    start = time.process_time()
    work()
    return time.process_time() - start
