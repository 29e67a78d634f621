"""Whoever sends a form letter by letter is shown out; whoever has a slow line is not."""

from __future__ import annotations

import gevent
import pytest

from micronet.web_worker import LEAST_BYTES, PATIENCE, Body


class Line:
    """A connection on which each reading takes `seconds` and brings `size` bytes."""

    def __init__(self, seconds: float, size: int) -> None:
        self.seconds, self.size = seconds, size

    def read(self, _size: int | None = None) -> bytes:
        gevent.sleep(self.seconds)
        return b"x" * self.size


def test_what_keeps_coming_is_read_to_its_end() -> None:
    body = Body(Line(0.01, LEAST_BYTES))
    for _ in range(5):
        assert len(body.read(LEAST_BYTES)) == LEAST_BYTES
    assert body.left > PATIENCE
    body.check()


def test_what_does_not_come_ends_like_a_lost_connection() -> None:
    body = Body(Line(0.3, 1))
    body.left = 0.05
    with pytest.raises(ConnectionResetError):
        body.read(1)
    with pytest.raises(ConnectionResetError):
        body.check()
