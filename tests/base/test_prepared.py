"""A prepared statement finds what the same statement finds when it is asked in the ordinary way."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Select, bindparam, select

from micronet.base import clock
from micronet.base.db import db
from micronet.base.prepared import prepared, rows
from micronet.base.walls import unscoped
from micronet.circles.models import Circle, Membership
from tests.world import World


@prepared
def _among() -> Select[*tuple[Any, ...]]:
    columns = Membership.id, Membership.nickname, Membership.joined_at, Membership.left_at, Circle.name
    chosen = select(*columns).join(Circle, Circle.id == Membership.circle_id).order_by(Membership.id).limit(3)
    before = Membership.joined_at <= bindparam("now", type_=Membership.joined_at.type)
    return chosen.where(Membership.id.in_(bindparam("ids", expanding=True)), before)


@pytest.mark.parametrize("many", [0, 1, 2])
def test_it_finds_the_same_times_and_names(world: World, many: int) -> None:

    ids = [world.ada_here.id, world.ben_here.id][:many]
    values = {"ids": ids, "now": clock.now()}
    with world.app.app_context(), unscoped("a test compares two ways of asking"):
        found = rows(_among(), **values)
        usual = db.session.execute(_among(), values).all()
    assert [tuple(row) for row in found] == [tuple(row) for row in usual]
    assert [row.nickname for row in found] == ["Ada", "Ben"][:many]
    assert all(row.joined_at.tzinfo is not None and row.left_at is None for row in found)
