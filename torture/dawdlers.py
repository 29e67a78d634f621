"""People who say what they have to say letter by letter: many sockets in one thread, sending a little at a time."""

from __future__ import annotations

import selectors
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

HEADERS = b"GET /welcome HTTP/1.1\r\nHost: localhost\r\n", b"X-Slow: 1\r\n"
BODY = (
    b"POST /welcome HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 100000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\n",
    b"a",
)
EVERY = 1.0
"""Seconds between two letters of one dawdler."""


@dataclass(eq=False)
class Dawdler:
    """One connection: how it begins, what it adds each second, since when it holds."""

    begins: bytes
    adds: bytes
    link: socket.socket
    since: float = field(default_factory=time.monotonic)
    next: float = 0.0


@dataclass
class Crowd:
    """So many dawdlers of each kind at a port, kept up: who is shown out comes back at once."""

    port: int
    each: int
    kinds: tuple[tuple[bytes, bytes], ...] = (HEADERS, BODY)
    ended: list[float] = field(default_factory=list)
    """How long each held that the house has ended."""
    here: set[Dawdler] = field(default_factory=set)

    def run(self, stop: threading.Event) -> None:
        """Dawdle until told to stop."""
        with selectors.DefaultSelector() as watched:
            for begins, adds in self.kinds * self.each:
                self._come(watched, begins, adds)
            while not stop.is_set():
                for key, _mask in watched.select(0.05):
                    self._hear(watched, key.data)
                self._add()
            for one in self.here:
                one.link.close()

    def _come(self, watched: selectors.BaseSelector, begins: bytes, adds: bytes) -> None:
        try:
            link = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        except OSError:
            return
        link.setblocking(False)
        one = Dawdler(begins, adds, link)
        one.next = one.since + EVERY
        with suppress(OSError):
            link.send(begins)
        watched.register(link, selectors.EVENT_READ, one)
        self.here.add(one)

    def _hear(self, watched: selectors.BaseSelector, one: Dawdler) -> None:
        """The house says something to a dawdler, or nothing more: either way this connection is over."""
        with suppress(BlockingIOError):
            with suppress(ConnectionError):
                if one.link.recv(65536):
                    return
            self.ended.append(time.monotonic() - one.since)
            watched.unregister(one.link)
            one.link.close()
            self.here.discard(one)
            self._come(watched, one.begins, one.adds)

    def _add(self) -> None:
        now = time.monotonic()
        for one in [one for one in self.here if one.next <= now]:
            one.next = now + EVERY
            with suppress(OSError):
                one.link.send(one.adds)

    def longest(self) -> float:
        """Seconds for which the most patient one has been holding its connection."""
        now = time.monotonic()
        return max((now - one.since for one in set(self.here)), default=0.0)


@contextmanager
def dawdling(port: int, each: int) -> Iterator[Crowd]:
    """A crowd at this port for the length of the block."""
    crowd, stop = Crowd(port, each), threading.Event()
    thread = threading.Thread(target=crowd.run, args=(stop,), daemon=True)
    thread.start()
    try:
        while len(crowd.here) < each * len(crowd.kinds) and thread.is_alive():
            time.sleep(0.05)
        yield crowd
    finally:
        stop.set()
        thread.join(10)
