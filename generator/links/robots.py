"""robots.txt: what servers ask programs to leave alone (RFC 9309)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.robotparser import RobotFileParser

from generator.links.fetching import Request, Response
from generator.links.scheduling import Pause

if TYPE_CHECKING:
    from collections.abc import Generator

    from generator.links.addresses import Address

    Steps: TypeAlias = Generator[Request | Pause, Response | None, bool]

_MOST: Final = 512_000
"""Bytes of a robots.txt that are read; RFC 9309, 2.5 asks for so many at least."""
_WAIT: Final = 0.1


class Robots:
    """What the servers asked so far say, each asked once."""

    def __init__(self, name: str) -> None:
        """``name`` is what the files may call the check."""
        self._name = name
        self._known: dict[str, RobotFileParser | None] = {}

    def allows(self, address: Address) -> Steps:
        """Ask for the robots.txt of an address's server, if nobody has; return whether the address may be asked."""
        origin = address.origin
        if origin not in self._known:
            self._known[origin] = None
            response = yield Request(f"{origin}/robots.txt", origin, body=_MOST, any_kind=True)
            self._known[origin] = _read(response)
        while (found := self._known[origin]) is None:
            yield Pause(_WAIT)
        return found.can_fetch(self._name, address.url)


def _read(response: Response | None) -> RobotFileParser:
    parser = RobotFileParser()
    if response is not None and response.failure is None and response.status == 200:  # noqa: PLR2004 - OK
        parser.parse(response.body.decode("utf-8", "replace").splitlines())
    else:
        # No such file: everything is allowed. One that cannot be read keeps nobody from finding that out of the page.
        parser.parse([])
    return parser
