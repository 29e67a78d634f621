"""Open boards: how soon a change is there, and what those that only wait cost."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from bench.fill import DEVICES, FIRST, secret
from bench.paths import circles
from bench.served import Served, get, serve
from micronet.base.ids import new_id

OURS = {"Sec-Fetch-Site": "same-origin"}
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


def share(served: Served, circle: str) -> None:
    """Someone shares a moment, by the page's own form."""
    link = served.connect()
    form = urlencode({"fresh": new_id(), "words": f"The kettle is on, {time.monotonic()}."})
    headers = {"Cookie": f"sid={secret(0)}", "Content-Type": "application/x-www-form-urlencoded"} | OURS
    link.request("POST", f"/circles/{circle}/moments", form, headers)
    answer = link.getresponse()
    answer.read()
    link.close()
    if answer.status != 303:
        raise RuntimeError(f"sharing gave {answer.status}")


def reach(folder: Path, ids: list[str], rounds: int = 15) -> float:
    """Milliseconds from a post being answered until the last of twelve open boards has its block; the median."""
    took = []
    with serve("micronet:create_app", folder) as served:
        boards = [Stream(served, ids[0], 0, place) for place in range(12)]
        links = [served.connect() for _ in boards]
        for place, link in enumerate(links):
            get(link, f"/circles/{ids[0]}", 0, place)
        for _ in range(rounds):
            took.append(_round(served, ids[0], boards, links))
            time.sleep(0.3)
    return 1000 * median(took)


def _round(served: Served, circle: str, boards: list[Stream], links: list[Any]) -> float:
    there: list[float] = []

    def read(place: int) -> None:
        boards[place].wait_for(b"event: moments")
        status, _body = get(links[place], f"/circles/{circle}", 0, place, **PARTIAL)
        if status == 200:
            there.append(time.monotonic())

    readers = [threading.Thread(target=read, args=(place,)) for place in range(len(boards))]
    for reader in readers:
        reader.start()
    share(served, circle)
    shared = time.monotonic()
    for reader in readers:
        reader.join(30)
    if len(there) < len(boards):
        raise RuntimeError(f"only {len(there)} boards heard of it")
    return max(there) - shared


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
