"""gunicorn's gevent worker, taught to stop: live streams and idle connections never end by themselves."""

from __future__ import annotations

import sys
from typing import Any

import gevent
from gunicorn.workers.ggevent import GeventWorker

from micronet.web.pace import BEAT


class Worker(GeventWorker):
    """One process, a greenlet per connection."""

    pages = 0
    """Requests being answered now, live streams not counted."""

    def handle_request(self, listener_name: Any, req: Any, sock: Any, addr: Any) -> Any:
        """Answer as gunicorn does, counted while it lasts."""
        page = int(not _wants_stream(req.headers))
        self.pages += page
        try:
            return super().handle_request(listener_name, req, sock, addr)
        finally:
            self.pages -= page

    def run(self) -> None:
        """Serve, and beat: see `web.pace`."""
        gevent.spawn(self._beat)
        super().run()

    def _beat(self) -> None:
        while True:
            self.wsgi.beat()
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


def _wants_stream(headers: list[tuple[str, str]]) -> bool:
    return any(name == "ACCEPT" and "text/event-stream" in value for name, value in headers)
