"""More at once than can be answered: whoever stood in line too long is told to come again, at next to no cost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from micronet.web import pace

Ask = Callable[..., TestResponse]


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds on the clock that the door looks at."""
    held = [100.0]
    monkeypatch.setattr(pace.time, "monotonic", lambda: held[0])
    return held


@pytest.fixture
def door(app: Flask, now: list[float]) -> pace.Admission:
    return pace.Admission(app)


@pytest.fixture
def ask(door: pace.Admission) -> Ask:
    return lambda path="/robots.txt", **headers: Client(door).get(path, headers=headers)


def crowd(door: pace.Admission, ask: Ask, now: list[float]) -> None:
    door.beat()
    assert [ask().status_code for _ in range(pace.ALWAYS)] == [200] * pace.ALWAYS
    now[0] += pace.PATIENCE + 0.1


def test_where_nobody_beats_everyone_is_let_in(door: pace.Admission, ask: Ask, now: list[float]) -> None:
    door.answered = 10_000
    now[0] += 3600
    assert ask().status_code == 200


def test_who_stood_in_line_too_long_is_told_to_come_again(door: pace.Admission, ask: Ask, now: list[float]) -> None:
    crowd(door, ask, now)
    answer = ask()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"].isdigit()
    assert "We’re catching our breath." in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers


def test_after_the_next_beat_all_is_as_ever(door: pace.Admission, ask: Ask, now: list[float]) -> None:
    crowd(door, ask, now)
    assert ask().status_code == 503
    door.beat()
    assert ask().status_code == 200


def test_one_slow_page_is_no_crowd(door: pace.Admission, ask: Ask, now: list[float]) -> None:
    door.beat()
    now[0] += 60
    assert [ask().status_code for _ in range(pace.ALWAYS)] == [200] * pace.ALWAYS


def test_it_is_said_in_the_language_of_the_browser_and_as_it_asked(
    door: pace.Admission, ask: Ask, now: list[float]
) -> None:
    crowd(door, ask, now)
    assert '<html lang="de"' in ask(**{"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}).text
    assert '<html lang="en"' in ask(**{"Accept-Language": "fi"}).text
    assert "<html" not in ask(**{"HX-Request-Type": "partial", "HX-Request": "true"}).text
    assert "say" in ask(Accept="application/json").json
