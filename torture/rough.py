"""Bytes over a socket that are hardly HTTP, at a house as the command serves it: it stays well and says nothing."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path
from random import Random

from micronet.base.ids import new_id
from tests import database
from tests.serve.house import House, served
from torture.trial import Outcome

LINES = (
    b"GET / HTTP/1.1",
    b"GET / HTTP/9.9",
    b"GET",
    b"",
    b"\x00\x01\x02\x03",
    b"\x16\x03\x01\x02\x00\x01",
    b"GET /%00 HTTP/1.1",
    b"POST /welcome HTTP/1.1",
    b"GET //// HTTP/1.0",
    b"GET http://evil.example/ HTTP/1.1",
    b"OPTIONS * HTTP/1.1",
    b"CONNECT localhost:22 HTTP/1.1",
    b"PRI * HTTP/2.0",
    b"GET /" + b"a" * 5000 + b" HTTP/1.1",
    b"G\xc3\x89T / HTTP/1.1",
    b"GET /\xff\xfe HTTP/1.1",
    b"GET /me\tHTTP/1.1",
    b"GET / HTTP/1.1 HTTP/1.1",
    b"POST /join HTTP/1.1",
)
HEADERS = (
    b"Host: localhost",
    b"Host: evil.example",
    b"Host: a\r\nHost: b",
    b"Content-Length: -1",
    b"Content-Length: 5\r\nContent-Length: 6",
    b"Transfer-Encoding: chunked\r\nContent-Length: 4",
    b"Transfer-Encoding: xchunked",
    b"Content-Length: 99999999999999",
    b": empty",
    b"No colon here",
    b" folded: yes",
    b"X: " + b"y" * 9000,
    b"Cookie: sid=\x00",
    b"Cookie: " + b"a=b; " * 900,
    b"Expect: 100-continue",
    b"Upgrade: websocket\r\nConnection: Upgrade",
    b"Connection: close",
    b"X-A: 1\x0b2",
    b"Sec-Fetch-Site: same-origin",
    b"Content-Type: multipart/form-data; boundary=x",
    b"Accept: text/event-stream",
    b"Transfer-Encoding: chunked",
    b"Content-Length: 10",
)
BODIES = (
    b"",
    b"zz\r\n",
    b"5\r\nhello\r\n0\r\n\r\n",
    b"fffffffffffffffff\r\nx",
    b"-1\r\n\r\n",
    b"a=b&c=d",
    b"\x00" * 50,
    b"0\r\nX: y\r\n",
)
TRACES = b"Traceback", b'File "/', b"gunicorn", b"gevent", b"Werkzeug", b"Python/"


def run(size: int, folder: Path, seed: int) -> Outcome:
    """`size` handfuls of bytes, and a page in between."""
    draw, outcome = Random(seed), Outcome({"raw": 0})
    secret = f"rough{new_id()}"
    with database.fresh() as where, served(folder, **where) as house:
        before = house.child("micronet.web_server")
        for number in range(size):
            answer = _throw(house, _handful(draw, secret))
            outcome.counted["raw"] += 1
            if any(trace in answer for trace in TRACES) or answer.startswith(b"HTTP/1.1 500"):
                outcome.broken.append(f"raw request {number} was answered {answer[:300]!r}")
            if number % 100 == 99 and not house.well():
                outcome.broken.append(f"not well after raw request {number}")
        outcome.broken += _said(house, secret)
        if house.child("micronet.web_server") != before:
            outcome.broken.append("the web server died of what was sent")
    return outcome


def _handful(draw: Random, secret: str) -> bytes:
    lines = [draw.choice(LINES), *draw.sample(HEADERS, draw.randrange(6)), b"X-Secret: " + secret.encode()]
    draw.shuffle(lines) if draw.random() < 0.05 else None
    return draw.choice((b"\r\n", b"\r\n", b"\r\n", b"\n", b"\r")).join(lines) + b"\r\n\r\n" + draw.choice(BODIES)


def _throw(house: House, handful: bytes) -> bytes:
    """Send it, say no more, and read what comes of it."""
    answer = b""
    with suppress(OSError), socket.create_connection(("127.0.0.1", house.port), timeout=3) as link:
        link.sendall(handful)
        link.shutdown(socket.SHUT_WR)
        while (read := link.recv(65536)) and len(answer) < 1_000_000:
            answer += read
    return answer


def _said(house: House, secret: str) -> list[str]:
    """Neither a trace of our code nor anything that was sent stands in what the house said."""
    log = house.said + house.complained
    return [f"the log holds {word!r}: {log[-600:]}" for word in ("Traceback", secret) if word in log]
