"""gunicorn's gevent worker, taught to stop: live streams and idle connections never end by themselves.

A live stream is handed over once its headers are out; no greenlet and nothing of its request is kept for it. Nor would
somebody end who sends a form letter by letter. Headers must be there within `keepalive` seconds.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

import gevent
from gevent.monkey import get_original
from gunicorn.workers.ggevent import GeventWorker

from micronet.base.aside import wait_by

BEAT = 0.1
"""Seconds from beat to beat while nobody waits."""
HANGS = 60
"""Seconds without a sign of life after which the process is ended, to be started anew."""
PATIENCE = 20.0
"""Seconds that we wait in all for what a request brings, and one more for each so many bytes that came."""
LEAST_BYTES = 16 * 1024

HANDED_OVER = object()
"""Instead of an answer's body."""


class Worker(GeventWorker):
    """One process, a greenlet per connection."""

    pages = 0
    """Requests being answered now, live streams not counted."""

    def load_wsgi(self) -> None:
        """The application, and around it what hands streams over."""
        super().load_wsgi()
        self.admission: Any = self.wsgi
        self.wsgi: Any = HandOver(self.admission)

    def is_already_handled(self, answer: Any) -> bool:
        """gunicorn asks before it sends. What was handed over is done with here; only our side of it is closed."""
        if answer is HANDED_OVER:
            raise StopIteration
        return False

    def handle_request(self, listener_name: Any, req: Any, sock: Any, addr: Any) -> Any:
        """Answer as gunicorn does, counted while it lasts."""
        req.body = Body(req.body)
        page = int(not _wants_stream(req.headers))
        self.pages += page
        try:
            answered = super().handle_request(listener_name, req, sock, addr)
        finally:
            self.pages -= page
        req.body.check()  # the rest of it would be waited for as well
        return answered

    def run(self) -> None:
        """Serve, and beat (see `web.pace`). While a write waits for the disk, everyone else goes on."""
        wait_by(gevent.get_hub().threadpool.apply)
        gevent.spawn(self._beat)
        super().run()

    def notify(self) -> None:
        """A sign of life, each second. When none comes the alarm rings, and nothing that hangs is deaf to it."""
        signal.alarm(HANGS)
        super().notify()

    def _beat(self) -> None:
        while True:
            self.admission.beat()
            gevent.sleep(BEAT)
            gevent.sleep(0)  # behind everyone who has connected by now

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Told to stop: finish the pages and go. Browsers come back to their streams by themselves."""
        super().handle_exit(sig, frame)
        gevent.spawn(self._finish)

    def _finish(self) -> None:
        while self.pages:
            gevent.sleep(0.05)
        sys.exit(0)


class HandOver:
    """The WSGI application around another: answers that can speak for themselves get the connection to do so."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        answer = self.inner(environ, start)
        hand_over = getattr(answer, "hand_over", None)
        if hand_over is None:
            return answer
        response = start.__self__  # gunicorn's
        response.force_close()
        try:
            hand_over(response.write, lambda: _again(response.sock), chunked=response.chunked)
        except BaseException:
            answer.close()
            raise
        return HANDED_OVER


def _again(connection: Any) -> Any:
    """The same connection, as the system knows it and never waiting: it stays when the request's own one is closed."""
    plain = get_original("socket", "socket")(fileno=os.dup(connection.fileno()))
    plain.setblocking(False)
    return plain


class Body:
    """What a request brings, as long as it keeps coming. For who dawdles it ends like a connection that was lost."""

    def __init__(self, inner: Any) -> None:
        self.inner, self.left = inner, PATIENCE

    def read(self, size: int | None = None) -> bytes:
        """At most `size` bytes. Raises ConnectionResetError."""
        return self._wait(self.inner.read, size)

    def readline(self, size: int | None = None) -> bytes:
        """One line. Raises ConnectionResetError."""
        return self._wait(self.inner.readline, size)

    def check(self) -> None:
        """Raises ConnectionResetError, by which the worker ends the connection, when we have waited too long."""
        if self.left <= 0:
            raise ConnectionResetError(errno.ECONNRESET, "too slow")

    def _wait(self, hear: Callable[[int | None], bytes], size: int | None) -> bytes:
        self.check()
        heard, begun = b"", time.monotonic()
        with gevent.Timeout(self.left, False):
            heard = hear(size)
        self.left += len(heard) / LEAST_BYTES - (time.monotonic() - begun)
        self.check()
        return heard


def _wants_stream(headers: list[tuple[str, str]]) -> bool:
    return any(name == "ACCEPT" and "text/event-stream" in value for name, value in headers)
