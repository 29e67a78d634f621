"""Looking up where a host is. The system may take its time over that, and cannot be told to hurry: a thread waits."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable


def look_up(host: str, port: int) -> list[str]:
    """The addresses of a host, each once. Raises OSError."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


def in_time(ask: Callable[[], list[str]], seconds: float) -> list[str]:
    """What `ask` gives, if it gives it in time. Raises TimeoutError, and what `ask` raises."""
    found: list[list[str]] = []
    problems: list[Exception] = []

    def run() -> None:
        try:
            found.append(ask())
        except Exception as problem:
            problems.append(problem)

    thread = threading.Thread(target=run, name="resolver", daemon=True)
    thread.start()
    thread.join(seconds)
    if problems:
        raise problems[0]
    if not found:
        raise TimeoutError("no answer about a host in time")
    return found[0]
