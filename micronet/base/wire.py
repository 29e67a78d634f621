"""One request over one connection: to the very address that was looked at, with a limit to bytes and to time.

Only `base.fetch` uses this. A file of its own, so that urllib3 is loaded when something is fetched, and not before.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from micronet.base.fetch import CONNECT, MOVED, Net, Purpose, Refused, Target, Unreached, may_reach

AGENT = "Micronet/1 (a private house; fetches what its people link to)"
PACKED = ("", "identity", "gzip")
CHUNK = 16 * 1024
ADDRESSES = 3
"""So many addresses of a host are tried."""


@dataclass(frozen=True)
class Got:
    """An answer, or where to ask instead."""

    status: int
    location: str = ""
    media_type: str = ""
    charset: str = ""
    body: bytes = b""


class Leash:
    """Ends a connection at a given time, whatever it is doing then: a server that drips resets every other limit."""

    def __init__(self, until: float) -> None:
        self.is_cut = False
        self._held: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(max(until - time.monotonic(), 0), self._cut)
        self._timer.daemon = True
        self._timer.start()

    def hold(self, connected: socket.socket) -> None:
        """From now on it is this one. A second handle on it, since TLS takes the first one over."""
        with self._lock:
            self._let_go()
            self._held = connected.dup()
            if self.is_cut:
                self._shut()

    def end(self) -> None:
        """It was in time, or it is over."""
        self._timer.cancel()
        with self._lock:
            self._let_go()

    def _cut(self) -> None:
        with self._lock:
            self.is_cut = True
            self._shut()

    def _shut(self) -> None:
        if self._held is not None:
            with suppress(OSError):
                self._held.shutdown(socket.SHUT_RDWR)

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None


class _Looked:
    """A connection that looks whom it has reached before it says a word."""

    net: Net
    leash: Leash

    def _new_conn(self) -> socket.socket:
        connected: socket.socket = super()._new_conn()  # type: ignore[misc]
        self.leash.hold(connected)
        address, port = connected.getpeername()[:2]
        if not may_reach(str(address), port, self.net):
            connected.close()
            raise Refused("not everyone's network")
        return connected


class _Plain(_Looked, HTTPConnection):
    pass


class _Secure(_Looked, HTTPSConnection):
    pass


def ask(
    target: Target,
    addresses: list[str],
    purpose: Purpose,
    net: Net,
    until: float,
    *,
    body: bytes | None,
    headers: Mapping[str, str],
) -> Got:
    """The answer of the first of the addresses that lets itself be reached. Raises Refused and Unreached."""
    leash = Leash(until)
    try:
        with _plainly(leash):
            connection = _connect(target, addresses, net, until, leash)
            try:
                return _talk(connection, target, purpose, body, headers)
            finally:
                connection.close()
    finally:
        leash.end()


@contextmanager
def _plainly(leash: Leash) -> Iterator[None]:
    """Whatever goes wrong on the way, in our two words."""
    try:
        yield
    except Refused:
        if not leash.is_cut:  # else half an answer was judged as a whole one
            raise
    except ssl.SSLCertVerificationError:
        raise Refused("a certificate that doesn't fit") from None
    except (HTTPError, http.client.HTTPException, OSError, ValueError) as problem:
        if isinstance(problem.__cause__, ssl.SSLCertVerificationError):
            raise Refused("a certificate that doesn't fit") from None
        slow = leash.is_cut or isinstance(problem, TimeoutError)
        raise Unreached("too slow" if slow else type(problem).__name__) from None
    if leash.is_cut:
        raise Unreached("too slow")


def _connect(target: Target, addresses: list[str], net: Net, until: float, leash: Leash) -> HTTPConnection:
    for place, address in enumerate(addresses[:ADDRESSES], start=1):
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        connection = _connection(target, address, net, min(CONNECT, left))
        connection.net, connection.leash = net, leash
        try:
            connection.connect()
        except (HTTPError, OSError) as problem:
            connection.close()
            if place == len(addresses[:ADDRESSES]) or isinstance(problem, ssl.SSLError) or leash.is_cut:
                raise
        else:
            return connection
    raise TimeoutError


def _connection(target: Target, address: str, net: Net, seconds: float) -> Any:
    if target.scheme == "http":
        return _Plain(address, target.port, timeout=seconds)
    context = ssl.create_default_context()
    with suppress(ImportError, OSError):  # some systems bring no certificates of their own
        import certifi

        context.load_verify_locations(certifi.where())
    if net.trust:
        context.load_verify_locations(net.trust)
    return _Secure(address, target.port, timeout=seconds, ssl_context=context, server_hostname=target.host)


def _talk(
    connection: HTTPConnection, target: Target, purpose: Purpose, body: bytes | None, headers: Mapping[str, str]
) -> Got:
    accept = ", ".join(sorted(purpose.types)) or "*/*"
    said = {"User-Agent": AGENT, "Accept": accept, "Accept-Encoding": "gzip", **headers, "Host": target.authority}
    method = "GET" if body is None else "POST"
    connection.request(method, target.path, body=body, headers=said, preload_content=False)
    answer = connection.getresponse()
    try:
        return _read(answer, purpose)
    finally:
        answer.close()


def _read(answer: BaseHTTPResponse, purpose: Purpose) -> Got:
    if answer.status in MOVED and purpose.redirects:
        return Got(answer.status, location=answer.headers.get("Location", ""))
    if answer.status == 429 or answer.status >= 500:
        raise Unreached(f"status {answer.status}")
    if not 200 <= answer.status <= 299:
        raise Refused(f"status {answer.status}")
    media_type, charset = _type(answer.headers.get("Content-Type", ""))
    if purpose.types and media_type not in purpose.types:
        raise Refused("another type")
    if answer.headers.get("Content-Encoding", "").strip().lower() not in PACKED:
        raise Refused("packed in an unknown way")
    return Got(answer.status, media_type=media_type, charset=charset, body=_body(answer, purpose))


def _body(answer: BaseHTTPResponse, purpose: Purpose) -> bytes:
    """The body, unpacked. Never more of it than a chunk beyond the limit is in memory. Raises Refused."""
    parts: list[bytes] = []
    room = purpose.most_bytes
    while part := answer.read(min(CHUNK, room + 1), decode_content=True):
        if len(part) > room:
            if not purpose.may_be_cut:
                raise Refused("too big")
            parts.append(part[:room])
            break
        parts.append(part)
        room -= len(part)
    return b"".join(parts)


def _type(header: str) -> tuple[str, str]:
    """Media type and charset of a header."""
    media_type, _semicolon, rest = header[:200].partition(";")
    named = [part.partition("=")[2] for part in rest.split(";") if part.strip().lower().startswith("charset=")]
    return media_type.strip().lower(), (named[0].strip().strip("\"'").lower() if named else "")
