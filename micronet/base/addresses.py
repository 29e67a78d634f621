"""Which addresses of the net belong to everyone. What isn't everyone's may be our own cellar: nothing is fetched there.

An IPv4 address can hide in an IPv6 one in six ways; each is looked into, and both must be everyone's.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

UNICAST = IPv6Network("2000::/3")
"""All that was ever given out of IPv6. What may be behind the rest is nobody's promise."""
LAST_32_BITS = tuple(
    IPv6Network(one)
    for one in (
        "::/96",  # v4-compatible
        "::ffff:0:0/96",  # v4-mapped
        "::ffff:0:0:0/96",  # SIIT
        "64:ff9b::/96",  # NAT64
    )
)
SIX_TO_FOUR, TEREDO = IPv6Network("2002::/16"), IPv6Network("2001::/32")
NOBODYS = tuple(
    ip_network(one)
    for one in (
        "192.0.0.0/24",  # for protocols
        "192.88.99.0/24",  # the old way to 6to4
        "64:ff9b:1::/48",  # NAT64 of one's own
        "100::/64",  # thrown away
        "2001:2::/48",  # measurements
        "2001:10::/28",  # names, not places
        "2001:20::/28",
        "3fff::/20",  # for books, as is 2001:db8::/32
        "5f00::/16",  # segments
    )
)
"""Special ranges that some versions of Python take for global."""


def is_public(text: str) -> bool:
    """Whether an address belongs to everyone, in whatever form it is written. What is no address does not."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return _is_global(address)
    hidden = list(_within(address))
    if not all(map(_is_global, hidden)):
        return False
    carried = hidden and address not in TEREDO
    return bool(carried) or (address in UNICAST and _is_global(address))


def _is_global(address: IPv4Address | IPv6Address) -> bool:
    odd = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    return address.is_global and not odd and not any(address in one for one in NOBODYS)


def _within(address: IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that an IPv6 one carries."""
    whole = int(address)
    if any(address in one for one in LAST_32_BITS):
        yield IPv4Address(whole & 0xFFFFFFFF)
    elif address in SIX_TO_FOUR:
        yield IPv4Address(whole >> 80 & 0xFFFFFFFF)
    elif address in TEREDO:
        yield IPv4Address(whole >> 64 & 0xFFFFFFFF)
        yield IPv4Address(~whole & 0xFFFFFFFF)
