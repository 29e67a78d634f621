"""The one way out of the house: everything that is asked of another server on the net is asked here.

What may be asked depends on the `Purpose`. However an address is spelled, wherever it leads and whatever its name
says a moment later, nothing is fetched from a network that isn't everyone's. A test sees to it that no other file
speaks to the net.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from flask import current_app, has_app_context

from micronet.base.addresses import is_public
from micronet.base.resolve import in_time, look_up

LONGEST_URL = 2048
CONNECT = 3.0
"""Seconds until a connection must stand."""
PORTS = {"http": 80, "https": 443}
AS_THEY_ARE = "%/?:@!$&'()*+,;=~-._[]"
"""What a path and a query may hold; the rest is encoded."""
_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*", re.IGNORECASE)
MOVED = (301, 302, 303, 307, 308)


class NotFetched(Exception):
    """The base of both; its text is for logs, and holds no address."""


class Refused(NotFetched):
    """It may not be fetched, or isn't what was wanted: asking again is of no use."""


class Unreached(NotFetched):
    """It couldn't be fetched now: too slow, not there, in trouble. It may be another time."""


@dataclass(frozen=True)
class Purpose:
    """What something is fetched for, and so what it may be. Sizes in bytes as unpacked, times in seconds."""

    name: str
    types: frozenset[str]
    """Media types that are taken; none of them: any."""
    schemes: frozenset[str] = frozenset({"https"})
    redirects: int = 0
    most_bytes: int = 16 * 1024
    seconds: float = 5.0
    """For all of it: looking up, connecting, each redirect, the last byte."""
    may_be_cut: bool = False
    """Whether the beginning will do when there is more than `most_bytes`."""


@dataclass(frozen=True)
class Net:
    """The net as it is; tests have servers of their own in it, which only they can name."""

    ports: frozenset[int] = frozenset()
    """Ports besides the usual ones."""
    own: frozenset[tuple[str, int]] = frozenset()
    """Addresses, each with a port, that may be reached though they aren't everyone's."""
    resolve: Callable[[str, int], list[str]] = look_up
    trust: str = ""
    """A file of certificates to trust besides those of the system."""


@dataclass(frozen=True)
class Answer:
    """What came: where from in the end, of what type, and what it is."""

    url: str
    status: int
    media_type: str
    charset: str
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class Target:
    """An address that was looked at, in parts."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """How the host is called in a request."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def fetch(
    purpose: Purpose,
    url: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    seconds: float | None = None,
    net: Net | None = None,
) -> Answer:
    """What is at `url`; with a `body` it is posted there. `seconds` may leave less time than the purpose does.

    Raises Refused and Unreached, nothing else. The answer has a status from 200 to 299.
    """
    from micronet.base import wire

    net = net or _net()
    until = time.monotonic() + (purpose.seconds if seconds is None else min(seconds, purpose.seconds))
    for _hop in range(purpose.redirects + 1):
        target = parse(url, purpose, net)
        addresses = _addresses(target, net, until)
        got = wire.ask(target, addresses, purpose, net, until, body=body, headers=headers or {})
        if got.status not in MOVED:
            return Answer(url, got.status, got.media_type, got.charset, got.body)
        url = _onward(url, got.location)
    raise Refused("too many redirects")


def _net() -> Net:
    found: Net | None = current_app.config.get("NET") if has_app_context() else None
    return found or Net()


def parse(url: str, purpose: Purpose, net: Net) -> Target:
    """The parts of an address that may be asked for this purpose. Raises Refused."""
    if len(url) > LONGEST_URL or any(char <= " " or char in "\\\x7f" for char in url):
        raise Refused("no usable address")
    try:
        parts = urlsplit(url)
        port, host = parts.port, _host(parts)
    except ValueError:  # a port that is none, a bracket that does not close, a name that cannot be one
        raise Refused("no usable address") from None
    if parts.scheme not in purpose.schemes or parts.scheme not in PORTS or "@" in parts.netloc:
        raise Refused("no address for this")
    usual = PORTS[parts.scheme]
    port = usual if port is None else port
    if port != usual and port not in net.ports:
        raise Refused("an unusual port")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, quote(path, safe=AS_THEY_ARE))


def _host(parts: SplitResult) -> str:
    """The name as the net knows it. Raises ValueError."""
    host = (parts.hostname or "").rstrip(".")
    host = host if host.isascii() else host.encode("idna").decode("ascii")
    if len(host) > 253 or not (_NAME.fullmatch(host) or ("[" in parts.netloc and ip_address(host))):
        raise ValueError("no host")
    return host


def _addresses(target: Target, net: Net, until: float) -> list[str]:
    """Where the host is, looked up once. One address that isn't everyone's is enough to refuse them all."""
    left = until - time.monotonic()
    if left <= 0:
        raise Unreached("too slow")
    try:
        found = in_time(lambda: net.resolve(target.host, target.port), left)
    except (OSError, UnicodeError):
        raise Unreached("no such host") from None
    if not found:
        raise Unreached("no such host")
    if not all(may_reach(one, target.port, net) for one in found):
        raise Refused("not everyone's network")
    return found


def may_reach(address: str, port: int, net: Net) -> bool:
    """Whether a connection to this address may be opened, and kept."""
    return is_public(address) or (address, port) in net.own


def _onward(url: str, location: str) -> str:
    """Where a redirect leads. Raises Refused."""
    if not location:
        raise Refused("a redirect to nowhere")
    try:
        return urljoin(url, quote(location.encode("latin-1", "replace"), safe=AS_THEY_ARE + "#"))
    except ValueError:
        raise Refused("a redirect to nowhere") from None
