"""The queue: a nudge is heard within a moment, and nothing hangs on its being heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from micronet import jobs
from micronet.base.jobs import nudge, queue
from micronet.config import Settings


@pytest.fixture
def did(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the rooms of this house do when somebody works here."""
    done: list[str] = []

    def piece(name: str, many: int) -> Callable[[], bool]:
        left = iter(range(many, 0, -1))

        def errand() -> bool:
            done.append(name)
            return next(left, 0) > 1

        return errand

    def trips() -> bool:
        raise RuntimeError("it fell")

    rooms = app.extensions["rooms"]
    busy = replace(rooms[0], sweeps=(lambda: done.append("sweep"),), errands=(trips, piece("two", 2), piece("one", 1)))
    app.extensions["rooms"] = (busy, *(replace(one, sweeps=(), errands=()) for one in rooms[1:]))
    monkeypatch.setattr(jobs, "foundation", lambda _settings: app)
    monkeypatch.setattr(jobs, "EVERY", jobs.SOON)  # beside PostgreSQL nobody stays for the minute
    return done


def test_a_nudge_has_every_errand_done_until_nothing_is_left(settings: Settings, did: list[str]) -> None:
    nudge()
    jobs.work(settings, minute=False)
    assert did == ["two", "two", "one"]


def test_nobody_nudged_and_nothing_is_due(settings: Settings, did: list[str]) -> None:
    jobs.work(settings, minute=False)
    assert did == []


def test_each_minute_sweeps_and_finds_what_nobody_told_of(settings: Settings, did: list[str]) -> None:
    jobs.work(settings, minute=True)
    assert did == ["sweep", "two", "two", "one"]


def test_many_nudges_are_one(settings: Settings, did: list[str]) -> None:
    for _ in range(5):
        nudge()
    assert len(queue(settings)) == 1


def test_a_nudge_that_cannot_be_put_down_hurts_nobody(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError("no room")

    monkeypatch.setattr("micronet.base.jobs.queue", full)
    nudge()
