"""What the link check says of one address."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.links.collecting import Target


class Verdict(StrEnum):
    """How it stands with an address."""

    OK = "ok"
    REDIRECTED = "redirected"
    """It has moved for good; the answer gives the new address."""
    BROKEN = "broken"
    TIMEOUT = "timeout"
    BLOCKED = "blocked"
    """The server does not let programs in: nobody can tell."""
    REFUSED = "refused"
    """It is malformed, or leads where the check must not go: nobody was asked."""
    SKIPPED = "skipped"
    """Nobody was asked, and nothing is wrong as far as one can see."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict on one address with its reason."""

    target: Target
    verdict: Verdict
    reason: str
    """Why, on one line, without a full stop."""
    hint: str | None = None
    """What to do about it, on one line."""
    status: int | None = None
    """The status code of the last response; None where there was none."""
    redirect: str | None = None
    """Where the address leads now, if that is elsewhere."""
    settled: bool = False
    """Whether every redirect on the way there is for good, so that the new address can be written."""
    passing: bool = False
    """Whether it failed in a way that may pass."""
    pending: bool = False
    """Whether it failed, but has to fail for longer to count."""
    remembered: bool = False
    """Whether it was said by an earlier run."""
    etag: str | None = None
    modified: str | None = None
    """What the server wants to be told when it is asked again: the ``ETag`` and ``Last-Modified`` of the page."""
