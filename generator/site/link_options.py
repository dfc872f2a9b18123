"""What ``leimu links`` is told on the command line, read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.config import ConfigError
from generator.links.networks import network
from generator.messages import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.links.networks import Network
    from generator.links.settings import LinkSettings


def shard(written: str) -> tuple[int, int]:
    """Return the part and the number of parts of ``2/5``.

    Raises:
        ConfigError: it is written otherwise.
    """
    number, _slash, count = written.partition("/")
    if not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
        raise ConfigError(_("--shard {written}: write a part as in 2/5.").format(written=written))
    return int(number), int(count)


def report(written: str, formats: Sequence[str]) -> tuple[str, Path]:
    """Return the format and the file of ``sarif=links.sarif``.

    Raises:
        ConfigError: it is written otherwise, or there is no such format.
    """
    name, equals, file = written.partition("=")
    if not equals or not file or name not in formats:
        said = _("--report {written}: write it as in sarif=links.sarif; the formats are {formats}.")
        raise ConfigError(said.format(written=written, formats=", ".join(formats)))
    return name, Path(file)


def with_numbers(links: LinkSettings, numbers: Mapping[str, float | None]) -> LinkSettings:
    """Return how the web is asked, with the numbers put in that the command line gives."""
    changed = replace(links, **{name: number for name, number in numbers.items() if number is not None})  # type: ignore[arg-type]
    # Who gives a number means it for every host.
    given = numbers["per_host"] is not None or numbers["pause"] is not None
    return replace(changed, gentle=changed.gentle and not given)


def networks(written: list[str] | None) -> tuple[Network, ...]:
    """Return networks as they are written on the command line.

    Raises:
        ConfigError: one is none.
    """
    try:
        return tuple(network(each) for each in written or ())
    except ValueError as error:
        raise ConfigError(_("{network}. Write a network as in 10.0.0.0/8.").format(network=error)) from None
