"""Open boards: how soon a change is there, and what those that only wait cost."""

from __future__ import annotations

import selectors
import socket
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from bench.fill import DEVICES, FIRST, secret
from bench.paths import circles
from bench.served import Served, get, serve
from micronet.base.ids import new_id

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "section#moments"}
PAGES = 150


class Stream:
    """One open board's stream."""

    def __init__(self, served: Served, circle: str, number: int, place: int) -> None:
        self.link = socket.create_connection(("127.0.0.1", served.port), timeout=30)
        request = f"GET /circles/{circle}/live HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
        self.link.sendall(f"{request}Cookie: sid={secret(number, place)}\r\n\r\n".encode())
        self.wait_for(b"retry:")

    def wait_for(self, word: bytes) -> None:
        """Read on until `word` comes."""
        seen = b""
        while word not in seen:
            more = self.link.recv(4096)
            if not more:
                raise ConnectionError(seen[:200])
            seen += more


@contextmanager
def streams(served: Served, ids: list[str], many: int) -> Iterator[None]:
    """So many open streams, spread over people and circles."""
    with ExitStack() as held:
        for turn in range(many):
            number, place = turn % FIRST, turn // FIRST
            held.callback(Stream(served, ids[number], number, place).link.close)
        yield


def form(circle: str) -> bytes:
    """Someone shares a moment, by the page's own form."""
    words = urlencode({"fresh": new_id(), "words": f"The kettle is on, {time.monotonic()}."})
    lines = [f"POST /circles/{circle}/moments HTTP/1.1", "Host: localhost", "Sec-Fetch-Site: same-origin"]
    lines += [f"Cookie: sid={secret(0)}", "Content-Type: application/x-www-form-urlencoded"]
    return "\r\n".join([*lines, f"Content-Length: {len(words)}", "", words]).encode()


def question(circle: str, place: int) -> bytes:
    """What a board asks when it heard that there are moments."""
    lines = [f"GET /circles/{circle} HTTP/1.1", "Host: localhost", f"Cookie: sid={secret(0, place)}"]
    lines += ["Accept: text/html", "Accept-Encoding: gzip, deflate, br"]
    return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in PARTIAL.items()), "", ""]).encode()


def whole(answer: bytes, status: bytes) -> bool:
    """Whether all of an answer is there. Raises RuntimeError when it is not the one that was wanted."""
    head, end, body = answer.partition(b"\r\n\r\n")
    if not end:
        return False
    if head.split()[1] != status:
        raise RuntimeError(head[:80].decode())
    return len(body) >= int(head.lower().partition(b"content-length:")[2].split()[0])


def reach(folder: Path, ids: list[str], rounds: int = 15) -> float:
    """Milliseconds from a post being answered until the last of twelve open boards has its block; the median."""
    took = []
    with serve("micronet:create_app", folder) as served:
        boards = [Stream(served, ids[0], 0, place) for place in range(12)]
        links = [served.connect() for _ in boards]
        for place, link in enumerate(links):
            get(link, f"/circles/{ids[0]}", 0, place)
        for _ in range(rounds):
            took.append(Round(ids[0], boards, [link.sock for link in links]).run(served))
            time.sleep(0.3)
    return 1000 * median(took)


class Round:
    """One post and all who hear of it. One thread waits for them: twelve would take turns, and the wait were theirs."""

    def __init__(self, circle: str, boards: list[Stream], links: list[socket.socket]) -> None:
        self.circle, self.links, self.missing = circle, links, len(boards)
        self.heard: dict[socket.socket, bytes] = defaultdict(bytes)
        self.shared = self.last = 0.0
        self.streams = {board.link: place for place, board in enumerate(boards)}
        self.waiting = selectors.DefaultSelector()

    def run(self, served: Served) -> float:
        """Seconds from the answer to the last block."""
        with socket.create_connection(("127.0.0.1", served.port)) as post, self.waiting:
            for link in (post, *self.streams, *self.links):
                self.waiting.register(link, selectors.EVENT_READ, link)
            post.sendall(form(self.circle))
            while self.missing or not self.shared:
                ready = self.waiting.select(30)
                if not ready:
                    raise RuntimeError(f"{self.missing} boards heard nothing of it")
                for key, _event in ready:
                    self._hear(key.data)
        return self.last - self.shared

    def _hear(self, link: socket.socket) -> None:
        more = link.recv(65536)
        self.heard[link] += more
        if not more:
            raise ConnectionError(self.heard[link][:200])
        if link in self.streams:
            if b"event: moments" in self.heard.pop(link):
                self.links[self.streams[link]].sendall(question(self.circle, self.streams[link]))
        elif link in self.links:
            if whole(self.heard[link], b"200"):
                self.last, self.missing = time.monotonic(), self.missing - 1
        elif whole(self.heard[link], b"303"):
            self.shared = time.monotonic()
            self.waiting.unregister(link)


def page_cost(served: Served, path: str) -> float:
    """CPU milliseconds of one ordinary page, built anew each time."""
    link = served.connect()
    get(link, path)
    before = served.cpu()
    for _ in range(PAGES):
        get(link, path)
    return 1000 * (served.cpu() - before) / PAGES


def idle(folder: Path, ids: list[str]) -> dict[str, float]:
    """What idle streams take of memory, and what they make of an ordinary page."""
    with serve("micronet:create_app", folder) as served:
        path = f"/circles/{ids[0]}/about"
        alone = median(page_cost(served, path) for _ in range(3))
        with streams(served, ids, 50):  # what the first ones load is not theirs
            before = served.pss()
        with streams(served, ids, 1000):
            each = 1024 * (served.pss() - before) / (1000 - 50)
        with streams(served, ids, FIRST * DEVICES):
            among = median(page_cost(served, path) for _ in range(3))
    return {"stream_kb": each, "page_with_5000_streams": among / alone}


def measure(folder: Path) -> dict[str, float]:
    """The figures of this chapter."""
    ids = circles(folder)
    return {"change_to_last_of_12_ms": reach(folder, ids)} | idle(folder, ids)
