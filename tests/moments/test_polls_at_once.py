"""Many at the same instant: one answer of one person, one result of one poll."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from sqlalchemy import select

from micronet.activity.models import Activity, Moment
from micronet.activity.polls import Poll
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.base.walls import unscoped
from micronet.circles.models import Circle
from micronet.moments.polling import tell
from tests.moments.asking import DAYS, ask, options, time_is_up, vote, voted
from tests.moments.saying import at
from tests.world import World

HANDS = 10
"""Browsers of one person, each of which answers five times."""


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Every act in a thread of its own, all let go at the same instant."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        gate.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def results(moment: str) -> list[Activity]:
    """The acts that tell what came out."""
    db.session.rollback()
    acts = select(Activity).where(Activity.verb == "poll.closed", Activity.subject_id == moment)
    return list(db.session.scalars(acts))


def test_fifty_answers_of_one_person_at_once_leave_one(world: World) -> None:
    id = ask(world, world.ada)
    path, known = at(world, id, "/votes"), options(id)
    browsers = [world.as_(world.ben) for _ in range(HANDS)]

    def answer(browser: Any, first: int) -> set[int]:
        chosen = [known[DAYS[(first + n) % 3]] for n in range(5)]
        return {browser.post(path, data={"option": one}).status_code for one in chosen}

    answered = at_once([lambda b=b, n=n: answer(b, n) for n, b in enumerate(browsers)])
    assert set().union(*answered) == {303}
    assert len(voted(id)) == 1


def test_the_result_is_told_once_by_however_many_processes(world: World) -> None:
    ids = [ask(world, world.ada) for _ in range(3)]
    time_is_up(ids[0])
    time_is_up(ids[1])

    def sweep() -> None:
        with world.app.app_context(), unscoped("as the jobs do"), writing():
            tell()

    at_once([sweep] * 6)
    sweep()
    assert [len(results(id)) for id in ids] == [1, 1, 0]
    assert {one.actor_id for one in results(ids[0])} == {None}


def test_a_host_and_the_sweep_at_once_tell_it_once(world: World) -> None:
    id = ask(world, world.ada)
    hers, path = [world.as_(world.ada) for _ in range(2)], at(world, id, "/poll/end")

    def sweep() -> None:
        with world.app.app_context(), unscoped("as the jobs do"), writing():
            tell()

    at_once([sweep, sweep, *(lambda one=one: one.post(path) for one in hers)])
    sweep()
    assert len(results(id)) == 1


def test_the_result_is_news_and_makes_open_boards_look_again(world: World) -> None:
    id = ask(world, world.ada)
    vote(world, world.ben, id, "Sunday")
    time_is_up(id)
    db.session.rollback()
    before = db.session.execute(select(Circle.version, Circle.news_at).where(Circle.id == world.family.id)).one()
    with writing():
        tell()
    db.session.rollback()
    circle = db.session.scalars(select(Circle).where(Circle.id == world.family.id)).one()
    (act,) = results(id)
    assert (act.signal, act.version) == ("moments", before.version + 1)
    assert circle.version == before.version + 1
    assert circle.news_at > before.news_at


def test_nothing_is_told_of_a_poll_that_was_taken_back(world: World) -> None:
    id = ask(world, world.ada)
    time_is_up(id)
    with writing() as session:
        session.scalars(select(Moment).where(Moment.id == id)).one().removed_at = clock.now()
    with writing():
        tell()
    assert results(id) == []
    assert db.session.scalars(select(Poll.told_at).where(Poll.moment_id == id)).one() is None
