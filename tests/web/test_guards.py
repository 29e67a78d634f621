"""Who gets in."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from micronet.base.db import db, writing
from micronet.circles.models import Circle
from tests import database
from tests.world import World


def test_ada_sees_her_circle_and_cleo_and_nobody_else_do_not(world: World) -> None:
    assert world.as_(world.ada).get(world.path()).status_code == 200
    foreign = world.as_(world.cleo).get(world.path())
    unknown = world.as_(world.cleo).get("/circles/0190a0b0c0d07e0f8a0b0c0d0e0f0a0b")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.data == unknown.data
    assert world.as_(None).get(world.path()).status_code == 303


def test_a_reading_request_cannot_write(world: World) -> None:
    db.session.rollback()
    with pytest.raises(DBAPIError, match="read-only" if database.POSTGRES else "is a view"):
        db.session.execute(update(Circle).values(name="Changed"))
    db.session.rollback()
    with writing():
        db.session.execute(update(Circle).values(name="Changed"))


def test_a_page_that_does_not_exist_speaks_the_language_of_its_reader(world: World) -> None:
    with writing():
        world.ada.locale = "de"
    assert '<html lang="de"' in world.as_(world.ada).get("/nothing/here").text
