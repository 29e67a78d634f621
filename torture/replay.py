"""Asking for the same addresses over and over, from several threads, and listening to streams meanwhile."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from itertools import cycle
from threading import Event, Thread
from time import monotonic, sleep
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from torture.canary_browser import Browser

THREADS, STREAMS = 6, 2
OWN = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Seen:
    """One answer: to what, when it was asked for, what it said."""

    path: str
    began: float
    status: int
    body: str

    def tells(self, told: set[str]) -> bool:
        return any(mark in self.body for mark in told)


class Line:
    """A connection for writing."""

    def __init__(self, port: int) -> None:
        self.port = port

    def done(self, browser: Browser, path: str, **form: str) -> float:
        """Send a form that must be taken; gives when the answer was there."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            link.request("POST", path, urlencode(form), cookie(browser) | kind)
            answer = link.getresponse()
            answer.read()
            at = monotonic()
        finally:
            link.close()
        if answer.status != 303 or "/me/proof" in (answer.headers["Location"] or ""):
            raise RuntimeError(f"{path} was answered {answer.status} {answer.headers['Location']}")
        return at


def cookie(browser: Browser) -> dict[str, str]:
    return OWN | {"Cookie": f"sid={browser.cookies['sid']}"}


class Replay:
    """While it is entered, `THREADS` threads ask and `STREAMS` listen. `closed` is when each stream ended, or 0."""

    def __init__(self, port: int, browser: Browser, paths: list[str], stream: str) -> None:
        self.port, self.headers, self.paths, self.stream = port, cookie(browser), paths, stream
        self.seen: list[Seen] = []
        self.closed = [0.0] * STREAMS
        self.over = Event()
        asking = [Thread(target=self._ask, args=(turn,), daemon=True) for turn in range(THREADS)]
        listening = [Thread(target=self._listen, args=(turn,), daemon=True) for turn in range(STREAMS)]
        self.threads = [*asking, *listening]

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, _kind: type | None, _error: BaseException | None, _where: TracebackType | None) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(10)

    def wait_for_streams(self, until: float) -> None:
        """Until all are closed, or it is too late."""
        while not all(self.closed) and monotonic() < until:
            sleep(0.02)

    def split(self, at: float) -> tuple[list[Seen], list[Seen]]:
        """What was asked for before the moment `at`, and after it."""
        return [one for one in self.seen if one.began <= at], [one for one in self.seen if one.began > at]

    def _ask(self, turn: int) -> None:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        for path in cycle(self.paths[turn:] + self.paths[:turn]):
            if self.over.is_set():
                break
            headers, plain = dict(self.headers), path
            if path.endswith("!"):  # with the tag of the copy they have
                plain = path[:-1]
                headers["If-None-Match"] = f'"{plain.rsplit("/", 1)[-1]}"'
            plain, _, block = plain.partition("#")
            if block:
                headers |= {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": f"section#{block}"}
            began = monotonic()
            link.request("GET", plain, headers=headers)
            answer = link.getresponse()
            self.seen.append(Seen(path, began, answer.status, answer.read().decode("utf-8", "replace")))
        link.close()

    def _listen(self, turn: int) -> None:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        link.request("GET", self.stream, headers=self.headers | {"Accept": "text/event-stream"})
        answer = link.getresponse()
        while not self.over.is_set():
            said = answer.readline()
            if not said or said.startswith(b"event: gone"):
                self.closed[turn] = monotonic()
                break
        link.close()
