"""A family with two hosts, and how the tests ask them for help: through the pages, as people do."""

from __future__ import annotations

from sqlalchemy import select

from micronet.base.db import db, writing
from micronet.base.ids import new_id
from micronet.members.models import Report
from micronet.people.models import Person
from tests.world import World

WORDS = "He wrote this after Dad had asked him not to."


def two_hosts(world: World) -> World:
    """Ada hosts, Hal helps to host, Ben and Dora live there. Ben keeps the machine."""
    with writing():
        world.ada.keeper, world.ben.keeper = False, True
        for name, role in (("Dora", "member"), ("Hal", "co_host")):
            person = world.person(name)
            setattr(world, name.lower(), person)
            setattr(world, f"{name.lower()}_here", world.join(person, world.family, role))
    return world


def about(world: World, who: str, more: str = "") -> str:
    return world.path(f"/members/{getattr(world, f'{who}_here').id}/report{more}")


def ask(world: World, by: Person, of: str, words: str = WORDS, **more: str) -> str:
    """Ask the hosts through the page; gives the id of what was asked."""
    id = new_id()
    answer = world.as_(by).post(about(world, of), data={"fresh": id, "words": words, **more})
    assert answer.status_code == 303, answer.text
    return id


def read(world: World, who: Person, rest: str = "/reports") -> str:
    answer = world.as_(who).get(world.path(rest))
    assert answer.status_code == 200
    return answer.text


def rows() -> list[Report]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(Report)))
