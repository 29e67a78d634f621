"""The one word that a letter waits, on the board and at home, for its reader alone."""

from __future__ import annotations

from datetime import datetime

import pytest

from micronet.base import clock
from micronet.base.db import writing
from tests import database
from tests.letters.post import answer, at, quickly, read
from tests.world import World, statements

WORD = "A letter from <bdi>Ada</bdi>"


def test_the_board_says_so_until_the_letter_is_read(world: World) -> None:
    thread = quickly(world, world.ada_here, world.ben_here)
    ben = world.as_(world.ben)
    page = ben.get(world.path("?anew")).text
    assert WORD in page
    assert at(world, thread, "#letter-") in page
    assert "A letter from" not in world.as_(world.ada).get(world.path()).text
    read(world, world.ben, thread)
    assert "A letter from" not in ben.get(world.path("?anew")).text
    answer(world, world.ben, thread)
    assert "A letter from <bdi>Ben</bdi>" in world.as_(world.ada).get(world.path("?anew")).text


def test_home_says_so_in_one_statement_more_than_none(world: World) -> None:
    with writing():
        world.join(world.ben, world.circle("Tuesday Supper", kind="friends", cap=20))
    ben = world.as_(world.ben)
    ben.get("/")
    with statements() as before:
        assert "A letter from" not in ben.get("/").text
    thread = quickly(world, world.ada_here, world.ben_here)
    with statements() as after:
        assert WORD in ben.get("/").text
    assert len(before) == len(after) <= 5
    read(world, world.ben, thread)
    assert "A letter from" not in ben.get("/").text


@pytest.mark.skipif(database.POSTGRES, reason="on PostgreSQL every question goes the whole way")
def test_a_board_that_is_kept_below_flask_knows_of_letters_at_once(world: World) -> None:
    with clock.frozen(datetime.fromisoformat("2026-03-14T09:10:05+00:00")):
        ben, ada = world.as_(world.ben), world.as_(world.ada)
        for client in (ben, ada):
            for _ in range(3):
                assert "A letter from" not in client.get(world.path()).text
        thread = quickly(world, world.ada_here, world.ben_here)
        assert WORD in ben.get(world.path()).text
        with statements() as sent:
            ada.get(world.path())
        assert sent == [], "Ada's own board has not changed"
        ben.get(at(world, thread))
        assert "A letter from" not in ben.get(world.path()).text
