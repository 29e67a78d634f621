"""How the tests of searching say things, and look for them past the rooms."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from micronet.activity.models import Moment
from micronet.base import search
from micronet.base.db import db
from micronet.base.ids import new_id
from micronet.base.search import SearchEntry, wanted
from tests.world import World


def say(world: World, words: str, **more: Any) -> str:
    moment = Moment(circle_id=world.family.id, id=new_id(), author_id=world.ada_here.id, text=words, **more)
    db.session.add(moment)
    db.session.flush()
    return moment.id


def find(world: World, typed: str, **more: Any) -> list[str]:
    """Ids of what is found in all circles of the house, by the index and the entries."""
    circles = [world.family.id, world.elsewhere.id]
    numbers = search.find(wanted(typed), circles, **{"most": 50} | more)
    ids = dict(db.session.execute(select(SearchEntry.number, SearchEntry.id)).all())
    return [ids[number] for number in numbers]
