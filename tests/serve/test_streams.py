"""Open streams of a served house: handed over by the worker, which keeps nothing of them and can stop any time."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from micronet.activity.record import MOMENTS, record
from micronet.base.db import writing
from micronet.config import Settings
from tests import database
from tests.serve.house import House, served, wait_for
from tests.world import World


@pytest.fixture
def house(world: World, settings: Settings) -> Iterator[House]:
    with served(settings.instance, **database.of(settings)) as run:
        yield run


def asked(world: World, protocol: str = "HTTP/1.1") -> bytes:
    """What Ada's browser asks on opening a page."""
    cookie = world.as_(world.ada).get_cookie("sid")
    assert cookie
    lines = [f"GET {world.path('/live')} {protocol}", "Host: localhost", "Accept: text/event-stream"]
    return "\r\n".join([*lines, f"Cookie: sid={cookie.value}", "", ""]).encode()


def opened(house: House, asking: bytes) -> socket.socket:
    """A connection on which this was asked."""
    link = socket.create_connection(("127.0.0.1", house.port), timeout=10)
    link.sendall(asking)
    return link


def heard(link: socket.socket, word: bytes) -> bytes:
    """What came until `word` did."""
    said = b""
    while word not in said and (more := link.recv(4096)):
        said += more
    assert word in said, said
    return said


def share(world: World) -> None:
    with writing():
        record("moment.shared", by=world.ben_here, circle_id=world.family.id, signal=MOMENTS)


def test_both_kinds_of_browsers_and_proxies_hear_of_a_change(world: World, house: House) -> None:
    with opened(house, asked(world)) as new, opened(house, asked(world, "HTTP/1.0")) as old:
        head = heard(new, b"retry: 1000\n")
        assert b"\r\nTransfer-Encoding: chunked\r\n" in head
        assert b"\r\nConnection: close\r\n" in head
        assert b"Transfer-Encoding" not in heard(old, b"retry: 1000\nid: 1\n\n")
        share(world)
        assert b"\r\n1c\r\nevent: moments\nid: 2\ndata:\n\n\r\n" in b"\r\n" + heard(new, b"data:\n\n\r\n")
        heard(old, b"event: moments\nid: 2\ndata:\n\n")


def test_a_fourth_page_polls_until_another_is_closed(world: World, house: House) -> None:
    asking = asked(world)
    links = [opened(house, asking) for _ in range(3)]
    for link in links:
        heard(link, b"retry: 1000\n")
    with opened(house, asking) as fourth:
        assert heard(fourth, b"\r\n").startswith(b"HTTP/1.1 429 ")
    links.pop().close()
    wait_for(lambda: _is_let_in(house, asking))
    for link in links:
        link.close()


def _is_let_in(house: House, asking: bytes) -> bool:
    with opened(house, asking) as another:
        return heard(another, b"\r\n").startswith(b"HTTP/1.1 200 ")


def test_the_house_stops_though_pages_are_open(world: World, house: House) -> None:
    with opened(house, asked(world)) as link:
        heard(link, b"retry: 1000\n")
        with closing(http.client.HTTPConnection("127.0.0.1", house.port, timeout=10)) as other:
            other.request("GET", "/healthz")
            assert other.getresponse().read()
        assert house.stop() == 0
        assert link.recv(4096) in (b"", b"0\r\n\r\n")
