"""Servers that drip, that never end, that lie: what the one way out takes of them, and for how long."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import tracemalloc
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micronet.base.fetch import Net, Purpose, Refused, Unreached, fetch
from tests.base.servers import moved, page, serving

PAGE = Purpose("page", frozenset({"text/html"}), frozenset({"http", "https"}), redirects=3, most_bytes=20_000,
               seconds=20, may_be_cut=True)  # fmt: skip
WHOLE = replace(PAGE, may_be_cut=False)
HASTY = replace(PAGE, seconds=0.5)


def drip(start: bytes, drop: bytes):
    def say(_path: str, connection: socket.socket) -> None:
        connection.sendall(start)
        for _ in range(500):
            connection.sendall(drop)
            time.sleep(0.02)

    return say


@pytest.mark.parametrize(
    "say",
    [
        drip(b"", b""),
        drip(b"HTTP/1.1 2", b"0"),
        drip(b"HTTP/1.1 200 OK\r\nX: ", b"x"),
        drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"x"),
        drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    ],
)
def test_who_drips_is_hung_up_on(say: object) -> None:
    with serving(say) as there, pytest.raises(Unreached, match="too slow"):  # type: ignore[arg-type]
        fetch(HASTY, there.at(), net=there.net())


def test_a_slow_look_up_and_a_silent_handshake_end_in_time() -> None:
    gate = threading.Event()
    with pytest.raises(Unreached):
        fetch(HASTY, "http://page.example/", net=Net(resolve=lambda *_: [str(gate.wait(20))]))
    gate.set()
    with serving(drip(b"", b"")) as there, pytest.raises(Unreached):
        fetch(HASTY, there.at(scheme="https"), net=there.net())


def test_redirects_share_one_time() -> None:
    def say(_path: str, connection: socket.socket) -> None:
        time.sleep(0.3)
        connection.sendall(moved("/"))

    with serving(say) as there, pytest.raises(Unreached):
        fetch(HASTY, there.at(), net=there.net())
    assert there.reached <= 2


def test_of_a_huge_page_the_beginning_is_taken_where_that_will_do() -> None:
    def endless(_path: str, connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    with serving(endless) as there:
        assert fetch(PAGE, there.at(), net=there.net()).body == b"x" * 20_000
        with pytest.raises(Refused, match="too big"):
            fetch(WHOLE, there.at(), net=there.net())


def test_what_just_fits_is_whole() -> None:
    with serving({"/": page(b"x" * 20_000), "/more": page(b"x" * 20_001)}) as there:
        assert len(fetch(WHOLE, there.at(), net=there.net()).body) == 20_000
        with pytest.raises(Refused):
            fetch(WHOLE, there.at("/more"), net=there.net())


def test_a_bomb_in_gzip_is_counted_as_it_unpacks() -> None:
    bomb = gzip.compress(b"\0" * 100_000_000)
    with serving({"/": page(bomb, Content_Encoding="gzip")}) as there:
        fetch(PAGE, there.at(), net=there.net())
        tracemalloc.start()
        try:
            assert len(fetch(PAGE, there.at(), net=there.net()).body) == 20_000
            with pytest.raises(Refused):
                fetch(WHOLE, there.at(), net=there.net())
            assert tracemalloc.get_traced_memory()[1] < 4_000_000
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize("packed", ["br", "zstd", "gzip, gzip", "compress", "x"])
def test_only_gzip_is_unpacked(packed: str) -> None:
    with serving({"/": page(b"x", Content_Encoding=packed)}) as there, pytest.raises(Refused):
        fetch(PAGE, there.at(), net=there.net())


@pytest.mark.parametrize("type", ["image/png", "application/octet-stream", "text/plain", "", "text/htmlx"])
def test_another_type_is_refused(type: str) -> None:
    with serving({"/": page(b"x", type=type)}) as there, pytest.raises(Refused):
        fetch(PAGE, there.at(), net=there.net())


@pytest.mark.parametrize("said", [
    b"", b"\0\0\0", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
    b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000,
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\nx",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: -5\r\n\r\nabc",
    page(b"x", status="404 Not Found"), page(b"x", status="500 Oops"), page(b"x", status="304 Not Modified"),
])  # fmt: skip
def test_nonsense_ends_in_one_of_two_words(said: bytes) -> None:
    def say(_path: str, connection: socket.socket) -> None:
        connection.sendall(said)

    with serving(say) as there:
        try:
            found = fetch(PAGE, there.at(), net=there.net())
        except (Refused, Unreached):
            return
        assert found.body in (b"abc", b"x")


@given(st.binary(max_size=300))
def test_whatever_is_answered_no_other_error_comes_of_it(said: bytes) -> None:
    with serving(lambda _path, connection: connection.sendall(said)) as there, suppress(Refused, Unreached):
        fetch(PAGE, there.at(), net=there.net())
