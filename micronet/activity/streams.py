"""One open page and how it is spoken to.

Elsewhere a thread waits for each; under our own server (see `web_worker`) the connection is handed over once the
headers are out, nothing of the request is kept, and what is said is written by the hub itself.
"""

from __future__ import annotations

import queue
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

PING_EVERY = 20.0
LASTS = 15 * 60.0
"""Seconds after which a stream ends and the page opens a new one."""
HERE = ": here\n\n"
OVER = ""
"""In an inbox: nothing more will come."""
AT_ONCE = getattr(socket, "MSG_DONTWAIT", None)
"""How to ask a socket without waiting for it; Windows has no way."""


@dataclass(slots=True)
class Line:
    """A connection that was handed over and never waits. What does not fit into it at once is not sent."""

    socket: Any
    chunked: bool

    def send(self, text: str) -> bool:
        """Whether all of it is on its way: to a page that is gone, or has read nothing for long, it is not."""
        data = text.encode()
        try:
            return bool(self.socket.send(_chunk(data) if self.chunked else data))
        except OSError:
            return False

    def finish(self) -> None:
        """Say that this was all."""
        if self.chunked:
            with suppress(OSError):
                self.socket.send(_chunk(b""))


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


@dataclass(eq=False, slots=True)
class Stream:
    """One open page. `version` is the circle's version it has been told of."""

    person_id: str
    device_id: str
    circle_id: str
    version: int
    socket: Any = None
    """The connection beneath, where the server tells it, so that a page that was closed is noticed at once."""
    inbox: queue.SimpleQueue[str] | None = field(default_factory=queue.SimpleQueue)
    line: Line | None = None
    """There instead of an inbox once the connection was handed over."""
    ends: float = field(default_factory=lambda: time.monotonic() + LASTS)
    due: float = 0.0
    """When (monotonic) it is to hear something again, so that nobody in between thinks it dead."""

    def say(self, text: str) -> bool:
        """Pass `text` on; False when there is nobody who reads it."""
        self.due = time.monotonic() + PING_EVERY
        if self.line is not None:
            return self.line.send(text)
        if self.inbox is not None:
            self.inbox.put(text)
        return True

    def is_gone(self) -> bool:
        """Whether the browser has hung up: there is something to read, and it is the end."""
        if self.socket is None or AT_ONCE is None:
            return False
        try:
            return bool(self.socket.recv(1, socket.MSG_PEEK | AT_ONCE) == b"")
        except BlockingIOError:
            return False
        except (OSError, ValueError):
            return True

    def take(self, line: Line) -> bool:
        """Speak over `line` from now on, beginning with what waits; False when nobody reads it."""
        inbox, self.inbox = self.inbox, None
        self.line, self.socket = line, line.socket
        self.due = time.monotonic() + PING_EVERY
        while inbox is not None and not inbox.empty():
            text = inbox.get()
            if text == OVER or not line.send(text):
                return False
        return True


class Host(Protocol):
    """What of the hub a stream's answer needs."""

    def close(self, stream: Stream) -> None: ...


class Telling:
    """The body of a stream's answer: to be iterated by a thread of its own, or to be handed over."""

    def __init__(self, hub: Host, stream: Stream) -> None:
        self._hub, self._stream = hub, stream
        self._greeting = f"retry: 1000\nid: {stream.version}\n\n".encode()  # the hub may move it on before we begin

    def __iter__(self) -> Iterator[bytes]:
        """All of it, waiting in between."""
        inbox = self._stream.inbox
        yield self._greeting
        while inbox is not None and (left := self._stream.ends - time.monotonic()) > 0:
            try:
                text = inbox.get(timeout=min(PING_EVERY, left))
            except queue.Empty:  # the hub would have said if anything were the matter
                text = HERE
            if text == OVER:
                return
            yield text.encode()

    def hand_over(self, write: Callable[[bytes], object], connect: Callable[[], Any], *, chunked: bool) -> None:
        """Begin by `write`, as the server does, then go on over the socket of `connect`, after the request has ended.

        Raises what `write` and `connect` raise.
        """
        write(self._greeting)
        if not self._stream.take(Line(connect(), chunked)):
            self.close()

    def close(self) -> None:
        """Nobody listens any more."""
        self._hub.close(self._stream)
