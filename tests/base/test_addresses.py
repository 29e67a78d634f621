"""Which addresses are everyone's, whatever they are wrapped in."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micronet.base.addresses import is_public

OURS = [
    IPv4Network(one)
    for one in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    )
]  # fmt: skip
"""Every special range of version 4."""
private = st.sampled_from(OURS).flatmap(
    lambda one: st.integers(int(one.network_address), int(one.broadcast_address)).map(IPv4Address)
)


def wrapped(address: IPv4Address) -> list[IPv6Address]:
    """Every form of version 6 that carries it."""
    whole = int(address)
    forms = whole, whole | 0xFFFF << 32, whole | 0xFFFF << 48, 0x64FF9B << 96 | whole, 0x2002 << 112 | whole << 80
    teredo = 0x20010000 << 96 | 0x08080808 << 64 | whole ^ 0xFFFFFFFF, 0x20010000 << 96 | whole << 64 | 0xF7F7F7F7
    return [IPv6Address(one) for one in (*forms, *teredo)]


@given(private)
def test_no_special_address_is_everyones_in_any_form(address: IPv4Address) -> None:
    for one in (address, *wrapped(address)):
        assert not is_public(str(one)), one
        if isinstance(one, IPv6Address):
            assert not is_public(one.exploded)
            assert not is_public(f"{one}%eth0")


@given(st.ip_addresses(v=6))
def test_of_version_6_only_what_was_given_out_is_everyones(address: IPv6Address) -> None:
    if is_public(str(address)) and not address.ipv4_mapped and int(address) >> 96 != 0x64FF9B:
        assert int(address) >> 125 == 1
        assert address.is_global


@pytest.mark.parametrize(
    "text",
    ["8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"],
)
def test_what_is_everyones_is_reached(text: str) -> None:
    assert is_public(text)
    assert ip_address(text)


@given(st.text(max_size=40))
def test_what_is_no_address_is_not_everyones(text: str) -> None:
    try:
        ip_address(text)
    except ValueError:
        assert not is_public(text)
