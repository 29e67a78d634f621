"""Photos are told of together, once whoever added them has been quiet for a while."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from micronet.activity.attached import Attachment
from micronet.activity.models import Activity
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.base.walls import unscoped
from micronet.memories.told import tell
from tests.memories.photos import add, gone, photo
from tests.world import World

LATER = timedelta(minutes=11)


def sweep() -> None:
    with unscoped("a test"), writing():
        tell()


def told() -> list[tuple[str | None, str]]:
    db.session.rollback()
    rows = select(Activity.actor_id, Activity.detail).where(Activity.verb == "photos.added").order_by(Activity.version)
    return [(row[0], row[1]) for row in db.session.execute(rows)]


def share(world: World, many: int, by: Any = None, **traits: Any) -> str:
    one = photo(world, by, taken=None, **traits)
    with writing() as session:
        moment = session.scalars(select(Attachment.moment_id).where(Attachment.id == one)).one()
        for _time in range(many - 1):
            add(by or world.ada_here, str(moment), None, "")
    return one


def test_photos_are_told_of_together_after_ten_quiet_minutes_and_once(world: World) -> None:
    share(world, 3)
    sweep()
    assert told() == []
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        share(world, 2)
        sweep()
    with clock.frozen(clock.now() + LATER):
        sweep()
        assert told() == [], "Ada has not been quiet for long enough"
    with clock.frozen(clock.now() + LATER + timedelta(minutes=6)):
        sweep()
        sweep()
        assert told() == [(world.ada_here.id, "5")]


def test_everyone_is_told_of_for_themselves(world: World) -> None:
    share(world, 1)
    share(world, 2, world.ben_here)
    with clock.frozen(clock.now() + LATER):
        sweep()
    assert sorted(told(), key=lambda one: one[1]) == [(world.ada_here.id, "1"), (world.ben_here.id, "2")]


@pytest.mark.parametrize("how", ["hidden", "removed", "run out", "long ago", "picture"])
def test_of_what_is_not_for_all_or_not_there_or_old_nobody_is_told(world: World, how: str) -> None:
    traits: dict[str, Any] = {"hidden": {"hidden_from": world.ben_here}, "picture": {"kind": "picture"}}.get(how, {})
    one = share(world, 2, **traits)
    if how == "removed":
        gone(one, removed_at=clock.now())
    if how == "run out":
        gone(one, ends_at=clock.now())
    if how == "long ago":
        gone(one, created_at=clock.ago(days=3))
    with clock.frozen(clock.now() + LATER):
        sweep()
    assert told() == []


def test_killed_in_the_middle_it_is_told_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from micronet.memories import told as room

    share(world, 2)
    real = room._tell_of

    def dies(*of: Any) -> None:
        real(*of)
        raise KeyboardInterrupt

    monkeypatch.setattr(room, "_tell_of", dies)
    with clock.frozen(clock.now() + LATER):
        with pytest.raises(KeyboardInterrupt):
            sweep()
        assert told() == []
        monkeypatch.undo()
        sweep()
        sweep()
        assert told() == [(world.ada_here.id, "2")]


def test_two_at_once_tell_once(world: World, app: Flask) -> None:
    share(world, 2)
    both = threading.Barrier(2)

    def one() -> None:
        with app.app_context():
            both.wait(10)
            sweep()

    with clock.frozen(clock.now() + LATER):
        threads = [threading.Thread(target=one) for _time in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert told() == [(world.ada_here.id, "2")]


def test_home_says_how_many_and_it_is_not_new_twice(world: World) -> None:
    with writing():
        supper = world.circle("Supper")
        world.join(world.ben, supper)
    share(world, 34)
    with writing() as session:
        session.execute(update(Attachment).values(created_at=clock.ago(minutes=30)))
    gone(share(world, 1, world.ben_here), removed_at=clock.now())
    with clock.frozen(clock.now() + LATER):
        ben = world.as_(world.ben)
        ben.get(world.path())
        ben.get(world.path(circle=supper))
        sweep()
        assert "Ada added 34 photos." in ben.get("/").text
        assert "Something new" not in ben.get("/").text
