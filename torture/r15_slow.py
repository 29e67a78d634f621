"""R15: three hundred who send their headers slowly and as many who send a form so; nobody else waits for them."""

from __future__ import annotations

import http.server
import threading
import time
from itertools import islice
from pathlib import Path

from torture import stage
from torture.dawdlers import Crowd, dawdling
from torture.pages import Pages, usual
from torture.trial import Outcome, Trial

EACH = 300
LONGEST = 25.0
"""Seconds after which even the most patient must have been shown out: headers have 15, forms 20."""


def run(size: int, folder: Path) -> Outcome:
    """At least `size` pages, for as long as it takes to see every dawdler shown out."""
    with stage.served_world(folder) as (cast, house):
        pages, ends = Pages(), time.monotonic() + LONGEST + 5
        with dawdling(house.port, EACH) as crowd:
            for one in usual(cast, house):
                pages.ask(*one)
                if time.monotonic() > ends and len(pages.took) >= size:
                    break
                time.sleep(0.05)
            told = {**pages.told(), "dawdlers": len(crowd.here), "shown_out": len(crowd.ended)}
            told |= {"longest_s": round(max([*crowd.ended, crowd.longest()]), 1)}
            broken = pages.broken() + _dawdle(crowd)
        after = Pages()
        for one in islice(usual(cast, house), 9):
            after.ask(*one)
        broken += [f"afterwards {problem}" for problem in after.failed]
        broken += ["the house spoke of a fault"] * ("Traceback" in house.complained)
    return Outcome(told, [*broken, *_control()])


def _dawdle(crowd: Crowd) -> list[str]:
    longest = max([*crowd.ended, crowd.longest()])
    return [
        *([f"one dawdler held on for {longest:.0f} s"] if longest > LONGEST else []),
        *([f"only {len(crowd.here)} dawdlers were there"] if len(crowd.here) < EACH else []),
        *(["nobody was shown out"] if len(crowd.ended) < EACH else []),
    ]


def _control() -> list[str]:
    """A server that hears one after the other fails this very trial; else the trial proves nothing."""
    server = _Naive(("127.0.0.1", 0), _Hello)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    pages = Pages()
    with dawdling(server.server_port, 5):
        link = threading.Thread(target=pages.ask, args=(server.server_port, "/"), daemon=True)
        link.start()
        link.join(1.5)
        held = bool(pages.took) and not pages.failed  # seen now: once the dawdlers go, it will be answered
    server.shutdown()
    server.server_close()
    return ["the control was not noticed: a server of one thread held"] if held else []


class _Naive(http.server.HTTPServer):
    request_queue_size = 64

    def handle_error(self, *_: object) -> None:
        """Those who dawdle have gone by now."""


class _Hello(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


TRIAL = Trial(
    "R15", "Six hundred who dawdle hold up nobody, and are shown out", run, small=200, full=5_000, unit="pages"
)
