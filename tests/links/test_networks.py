"""Networks: what is public may be reached, and no spelling of anything else."""

from __future__ import annotations

import pytest

from generator.links.networks import Gate, network


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "[2606:4700::1]"]
)
def test_public_addresses_are_open(address: str) -> None:
    assert Gate().permits(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.100.100.200",
        "168.63.129.16",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.0.192",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:7f00:1",
        "::7f00:1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "fd00:ec2::254",
        "no address",
        "",
        "127.1",
    ],
)
def test_all_others_are_closed(address: str) -> None:
    assert not Gate().permits(address)


def test_what_is_allowed_is_open_and_what_is_denied_closed_in_every_form() -> None:
    gate = Gate([network("127.0.0.0/8"), network("fd00::/8")], [network("127.0.0.9"), network("8.8.0.0/16")])
    assert gate.permits("127.0.0.1")
    assert gate.permits("::ffff:127.0.0.1")
    assert gate.permits("fd00::1")
    assert not gate.permits("127.0.0.9")
    assert not gate.permits("::ffff:127.0.0.9")
    assert not gate.permits("8.8.8.8")
    assert not gate.permits("64:ff9b::808:808")
    assert not gate.permits("10.0.0.1")
