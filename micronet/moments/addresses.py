"""Web addresses in what someone said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

_ADDRESS = re.compile(r"https?://[^\s<>\"`{}|\\^\x00-\x1f\x7f]+", re.IGNORECASE)
_STOPS = ".,;:!?'’”»…。、！？"
_PAIRS = {")": "(", "]": "["}


def addresses(text: str) -> Iterator[tuple[int, str]]:
    """Where each address begins, and the address."""
    for match in _ADDRESS.finditer(text):
        address = _trimmed(match[0])
        if is_sound(address):
            yield match.start(), address


def first_address(text: str) -> str:
    """The first of them, or nothing."""
    return next((address for _start, address in addresses(text)), "")


def is_sound(address: str) -> bool:
    """Whether the address leads where it seems to: it has a host, and nothing before the host to pass for one."""
    try:
        parts = urlsplit(address)
        return parts.port != 0 and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:  # a port that is none, a bracket that does not close
        return False


def _trimmed(address: str) -> str:
    """The address without the full stop or bracket that belongs to the sentence around it."""
    while address:
        last = address[-1]
        if last in _STOPS or (last in _PAIRS and address.count(last) > address.count(_PAIRS[last])):
            address = address[:-1]
        else:
            break
    return address
