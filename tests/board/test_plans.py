"""SQLite plans the statements of a board once for each connection, and asks the wall's authorizer only then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from micronet.base import clock, walls_sqlite
from micronet.base.db import writing
from micronet.base.ids import new_id
from micronet.moments import actions
from tests import database
from tests.world import World

FEW = 100
"""Of the four thousand that the plans of one board ask."""


@pytest.mark.skipif(database.POSTGRES, reason="there the wall asks nothing")
def test_a_board_that_is_built_again_plans_nothing_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []
    guard = walls_sqlite.guard

    def noting(*given: Any) -> Callable[..., int]:
        may = guard(*given)

        def note(*what: Any) -> int:
            asked.append(what)
            return may(*what)

        return note

    with writing():
        world.family.created_at = clock.ago(days=800)  # old enough to remember this day of other years
        actions.share(world.ben_here, id=new_id(), kind="note", text="The kettle sings.")
    monkeypatch.setattr(walls_sqlite, "guard", noting)
    database.hang_up(world.app)
    ada = world.as_(world.ada)
    planned = []
    for _time in range(4):
        asked.clear()
        world.app.extensions["pieces"].clear()
        world.app.extensions["swift"].kept.clear()
        assert ada.get(world.path()).status_code == 200
        planned.append(len(asked))
    assert planned[0] > 10 * FEW, "the control: the first board plans"
    assert planned[-1] < FEW, planned
