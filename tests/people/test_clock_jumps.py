"""A clock that was wrong and is set right: it ends nothing, opens nothing and locks nobody out for years."""

from __future__ import annotations

from datetime import timedelta

import pytest

from micronet.base import clock, limits
from micronet.base.db import db
from micronet.base.errors import TooMany
from micronet.people import sessions
from micronet.people.models import Device, Person
from tests.welcome import cards
from tests.world import World

YEARS = timedelta(days=3653)


def fill() -> int:
    """Try until it is too much; gives the seconds to wait."""
    with pytest.raises(TooMany) as told:
        for _ in range(6):
            limits.spend("code", "1.2.3.4", most=5, seconds=600)
    return told.value.retry_after


def test_tries_of_a_wrong_future_lock_nobody_out_for_years(world: World) -> None:
    now = clock.now()
    with clock.frozen(now + YEARS):
        fill()
    with clock.frozen(now):
        assert fill() <= 601
    with clock.frozen(now + timedelta(seconds=602)):
        limits.spend("code", "1.2.3.4", most=5, seconds=600)


def test_a_session_that_was_seen_to_be_over_stays_over(world: World) -> None:
    ben = world.as_(world.ben)
    with clock.frozen(clock.now() + YEARS):
        assert ben.get("/me").status_code == 303
    assert ben.get("/me").status_code == 303


def test_a_clock_that_starts_at_the_millennium_signs_nobody_out(world: World) -> None:
    ben = world.as_(world.ben)
    with clock.frozen(clock.now() - 2 * YEARS):
        assert ben.get("/me").status_code == 200
    assert ben.get("/me").status_code == 200


def test_who_was_here_in_a_wrong_future_is_here_as_of_now(world: World) -> None:
    ben, now = world.as_(world.ben), clock.now()
    with clock.frozen(now + timedelta(days=20)):
        ben.get("/me")
    with clock.frozen(now):
        ben.get("/me")
    db.session.rollback()
    assert db.session.get(Person, world.ben.id, populate_existing=True).here_at == now


def test_a_key_used_in_a_wrong_future_proves_nothing_now() -> None:
    assert sessions.is_fresh(Device(proved_at=clock.now() + timedelta(seconds=2)))
    assert not sessions.is_fresh(Device(proved_at=clock.now() + timedelta(days=30)))


def test_invitations_of_a_wrong_future_do_not_count_today(world: World) -> None:
    now = clock.now()
    with clock.frozen(now + timedelta(days=30)):
        for number in range(20):
            made = cards.make(world, f"Cousin {number}")
            world.as_(world.ada).post(f"{made.path}/revoke")
    with clock.frozen(now):
        cards.make(world, "Nana Ruth")
