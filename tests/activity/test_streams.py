"""Pages whose connections were handed over: the hub itself speaks to them, and waits for none."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from sqlalchemy import delete

from micronet.activity import live
from micronet.activity.live import Hub
from micronet.activity.record import MOMENTS, record
from micronet.activity.streams import Line, Stream, Telling
from micronet.base.db import writing
from micronet.people.models import Device, Person
from tests.serve.house import wait_for
from tests.world import World, statements

FULL = 20_000
"""More short words than any connection takes whose other end never reads."""


@dataclass
class Page:
    """A browser's end of a connection, and what the hub knows of it."""

    browser: socket.socket
    stream: Stream
    rest: bytes = b""
    """What came already and was not asked for yet."""

    def hears(self, word: bytes) -> bytes:
        """What came up to `word`."""
        while word not in self.rest and (more := self.browser.recv(4096)):
            self.rest += more
        before, there, self.rest = self.rest.partition(word)
        assert there
        return before + there

    def is_let_go(self) -> bool:
        """Whether the connection was ended from the other side, within a while."""
        ends = time.monotonic() + 5
        while time.monotonic() < ends:
            if not self.browser.recv(65536):
                return True
        return False


class Wall:
    """The open pages of *Family*."""

    def __init__(self, world: World, stack: ExitStack) -> None:
        self.world, self.hub, self._stack = world, Hub(), stack

    def open(self, person: Person, *, chunked: bool = True, version: int = 1) -> Page:
        """One more page, handed over."""
        device = self.world.as_(person).device_id  # type: ignore[attr-defined]
        stream = Stream(person.id, device, self.world.family.id, version)
        body = Telling(self.hub, stream)
        assert self.hub.open(self.world.app, stream)
        browser, ours = socket.socketpair()
        browser.settimeout(5)
        ours.setblocking(False)
        self._stack.callback(browser.close)
        self._stack.callback(self.hub.close, stream)
        body.hand_over(ours.send, lambda: ours, chunked=chunked)
        page = Page(browser, stream)
        page.hears(f"retry: 1000\nid: {version}\n\n".encode())
        return page


@pytest.fixture
def wall(world: World) -> Iterator[Wall]:
    with ExitStack() as stack:
        yield Wall(world, stack)


def share(world: World) -> None:
    with writing():
        record("moment.shared", by=world.ben_here, circle_id=world.family.id, signal=MOMENTS)


def test_all_hear_of_a_change_in_pieces_or_plain_and_are_asked_for_at_once(world: World, wall: Wall) -> None:
    ada, ben = wall.open(world.ada), wall.open(world.ben, chunked=False)
    with statements() as sent:
        share(world)
        words = b"event: moments\nid: 2\ndata:\n\n"
        assert ada.hears(words).startswith(b"1c\r\n")
        assert ben.hears(words) == words
    assert sum("device" in one and "membership" in one for one in sent) <= 2, "each was asked for alone"


def test_what_was_said_while_the_headers_were_written_is_not_lost(world: World, wall: Wall) -> None:
    share(world)
    wall.open(world.ada, version=1).hears(b"event: moments\nid: 2\n")


def test_a_page_that_reads_nothing_is_let_go_and_the_others_wait_for_nothing(world: World, wall: Wall) -> None:
    deaf, ada = wall.open(world.ben), wall.open(world.ada)
    assert not all(deaf.stream.say(live.HERE) for _ in range(FULL))
    share(world)
    ada.hears(b"event: moments\n")
    wait_for(lambda: wall.hub.streams[world.family.id] == {ada.stream})
    assert deaf.is_let_go()


def test_a_page_that_heard_nothing_for_long_is_called_and_one_that_was_closed_let_go(world: World, wall: Wall) -> None:
    ada, closed = wall.open(world.ada), wall.open(world.ben)
    closed.browser.close()
    ada.stream.due = closed.stream.due = 0.0
    ada.hears(b": here\n\n")
    wait_for(lambda: wall.hub.streams[world.family.id] == {ada.stream})


def test_a_page_whose_time_is_up_hears_the_end_and_opens_another(world: World, wall: Wall) -> None:
    ada, ben = wall.open(world.ada), wall.open(world.ben, chunked=False)
    ada.stream.ends = ben.stream.ends = 0.0
    ada.hears(b"\r\n0\r\n\r\n")
    assert ben.is_let_go()


def test_who_was_signed_out_hears_it_and_is_let_go(world: World, wall: Wall) -> None:
    ada, ben = wall.open(world.ada), wall.open(world.ben)
    with writing() as session:
        session.execute(delete(Device).where(Device.person_id == world.ben.id))
    ben.hears(b"event: gone\ndata:\n\n\r\n0\r\n\r\n")
    share(world)
    assert b"gone" not in ada.hears(b"event: moments\n")


def test_three_closed_pages_make_room_for_another_at_once(world: World, wall: Wall) -> None:
    device = wall.open(world.ada).stream.device_id
    one, two = wall.open(world.ada), wall.open(world.ada)
    fourth = Stream(world.ada.id, device, world.family.id, 1)
    assert not wall.hub.open(world.app, fourth)
    one.browser.close()
    two.browser.close()
    assert wall.hub.open(world.app, fourth)
    wall.hub.close(fourth)


def test_a_line_that_is_closed_takes_nothing() -> None:
    ours, theirs = socket.socketpair()
    theirs.close()
    line = Line(ours, chunked=True)
    assert not line.send(live.HERE)
    line.finish()
    ours.close()
    assert not line.send(live.HERE)


def test_asking_for_the_head_of_a_stream_leaves_none_open(world: World) -> None:
    ada = world.as_(world.ada)
    answer = ada.head(world.path("/live"))
    assert answer.content_type == "text/event-stream"
    answer.close()
    assert not world.app.extensions["hub"].streams
