"""Which addresses of the network may be reached."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Network: TypeAlias = IPv4Network | IPv6Network

_NAT64: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_COMPATIBLE: Final = IPv6Network("::/96")
_METADATA: Final = (
    # Public by its number, and yet the host of Azure's virtual machines
    # (https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16).
    IPv4Network("168.63.129.16/32"),
    # Reserved for protocols, and yet some of it counts as public; Oracle's cloud serves metadata at 192.0.0.192.
    IPv4Network("192.0.0.0/24"),
)


def network(written: str) -> Network:
    """Return the network that is written as ``10.0.0.0/8`` or a single address; ValueError where it is none."""
    return ip_network(written.strip().strip("[]"), strict=False)


class Gate:
    """Lets connections through to public addresses, to networks that are allowed, and to none that is denied."""

    def __init__(self, allow: Iterable[Network] = (), deny: Iterable[Network] = ()) -> None:
        """Open and close networks; ``deny`` goes before ``allow``."""
        self._allow = tuple(allow)
        self._deny = tuple(deny)

    def permits(self, written: str) -> bool:
        """Tell whether a connection to an IP address may be made; what is no IP address is refused."""
        try:
            address = ip_address(written.strip("[]").partition("%")[0])
        except ValueError:
            return False
        forms = tuple(_forms(address))
        if any(form in network for form in forms for network in self._deny):
            return False
        if any(form in network for form in forms for network in self._allow):
            return True
        return all(_public(form) for form in forms)


def _forms(address: IPv4Address | IPv6Address) -> Iterable[IPv4Address | IPv6Address]:
    """Yield an address and the IPv4 addresses that it carries: a translator would lead there."""
    inner = _inner(address) if isinstance(address, IPv6Address) else None
    if inner is None or not isinstance(address, IPv6Address):
        yield address
        return
    if address.ipv4_mapped is None:
        yield address
    yield inner


def _inner(address: IPv6Address) -> IPv4Address | None:
    carried = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    if carried:
        return carried
    # ::1 and :: are addresses of their own, not carriers.
    if any(address in network for network in _NAT64) or (address in _COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and any(address in network for network in _NAT64):
        return True  # judged by what it carries
    return address.is_global and not address.is_multicast and not any(address in known for known in _METADATA)
