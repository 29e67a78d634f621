"""R17: one member opens two hundred live streams: three are kept, pages stay quick, and afterwards all is free."""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from itertools import islice
from pathlib import Path

from tests.serve.house import House
from tests.world import World
from torture import stage
from torture.pages import Pages, usual
from torture.trial import Outcome, Trial

MOST = 3
AT_ONCE = 200
POLITE = b"429", b"503"
"""With Retry-After: the page asks every few seconds instead."""


def run(size: int, folder: Path) -> Outcome:
    """Two hundred at a time, until `size` were opened."""
    outcome = Outcome({"opened": 0, "kept": 0, "refused": 0})
    pages = Pages()
    with stage.served_world(folder) as (cast, house):
        for _wave in range(max(1, size // AT_ONCE)):
            links = open_many(cast, house, AT_ONCE)
            answers = [heard(link) for link in links]
            for one in islice(usual(cast, house), 30):
                pages.ask(*one)
            kept, wrong = judge(answers)
            outcome.counted = {name: outcome.counted[name] + number for name, number in
                               {"opened": len(links), "kept": kept, "refused": len(links) - kept}.items()}  # fmt: skip
            outcome.broken += wrong
            for link in links:
                link.close()
            outcome.broken += _free_again(cast, house)
    outcome.counted |= pages.told()
    outcome.broken += pages.broken()
    return outcome


def open_many(cast: World, house: House, many: int) -> list[socket.socket]:
    """So many streams of Ben's, each on a connection of its own."""
    asked = f"GET {cast.path('/live')} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nCookie: sid="
    asked += f"{stage.token_of(cast, cast.ben)}\r\n\r\n"
    links = [socket.create_connection(("127.0.0.1", house.port), timeout=10) for _ in range(many)]
    for link in links:
        link.sendall(asked.encode())
    return links


def heard(link: socket.socket) -> bytes:
    """The head of what came."""
    answer = b""
    with suppress(OSError):
        while b"\r\n\r\n" not in answer and (more := link.recv(4096)):
            answer += more
    return answer.partition(b"\r\n\r\n")[0]


def judge(answers: list[bytes]) -> tuple[int, list[str]]:
    """How many were kept, and what is wrong with that."""
    status = [answer[9:12] for answer in answers]
    kept = status.count(b"200")
    broken = [f"{kept} streams of one person were kept"] if kept != MOST else []
    rude = [answer for answer in answers if answer[9:12] != b"200" and not _is_polite(answer)]
    return kept, broken + [f"one was refused with {answer[:60]!r}" for answer in rude]


def _is_polite(answer: bytes) -> bool:
    return answer[9:12] in POLITE and b"\r\nRetry-After: " in answer


def _free_again(cast: World, house: House) -> list[str]:
    """Once those pages are closed another stream is opened at once."""
    ends = time.monotonic() + 5
    while time.monotonic() < ends:
        [link] = open_many(cast, house, 1)
        with link:
            if heard(link)[9:12] == b"200":
                return []
        time.sleep(0.2)
    return ["no stream could be opened after all were closed"]


TRIAL = Trial("R17", "One person keeps three live streams, however many they open", run, small=200, full=4_000,
              unit="streams")  # fmt: skip
