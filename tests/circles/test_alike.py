"""What all members read alike is read once, and comes only to who is found inside."""

from __future__ import annotations

import pytest

from micronet.activity import timeline
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.base.ids import new_id
from micronet.base.walls import act_as
from micronet.circles.access import enter
from micronet.circles.models import Membership
from micronet.people.models import Person
from tests.world import World, statements


def share(world: World, words: str) -> None:
    answer = world.as_(world.ada).post(world.path("/moments"), data={"fresh": new_id(), "words": words})
    assert answer.status_code == 303


def read(world: World, person: Person) -> tuple[list[str], int]:
    """The words on the board as `person` reads them in a request of theirs, and how many statements that took."""
    with world.app.app_context():
        act_as(person.id)
        member = enter(world.family.id, person)
        with statements() as sent:
            found = timeline.recent(member, person, now=clock.now())
        return [one.text for one in found], len(sent)


def test_what_ada_read_is_not_read_again_for_ben(world: World) -> None:
    share(world, "The kettle is on.")
    with clock.frozen(clock.now()):
        assert read(world, world.ada) == (["The kettle is on."], 3)
        assert read(world, world.ben) == (["The kettle is on."], 1)


def test_what_changed_is_there_at_once_and_what_was_taken_away_is_gone(world: World) -> None:
    share(world, "The kettle is on.")
    read(world, world.ada)
    share(world, "It boils.")
    words, _many = read(world, world.ben)
    assert words == ["It boils.", "The kettle is on."]
    last = next(iter(_timeline(world))).id
    assert world.as_(world.ada).post(world.path(f"/moments/{last}/remove")).status_code == 303
    assert read(world, world.ben)[0] == read(world, world.ada)[0] == ["The kettle is on."]


def _timeline(world: World) -> timeline.Timeline:
    with world.app.app_context():
        return timeline.recent(enter(world.family.id, world.ada), world.ada, now=clock.now())


def test_who_writes_reads_for_themselves(world: World) -> None:
    share(world, "The kettle is on.")
    read(world, world.ada)
    with world.app.app_context(), writing():
        act_as(world.ben.id)
        member = enter(world.family.id, world.ben)
        with statements() as sent:
            assert len(timeline.recent(member, world.ben, now=clock.now())) == 1
        assert len(sent) == 3


@pytest.mark.parametrize("acting", ["cleo", "ada"])
def test_a_membership_that_was_not_found_reads_nothing_that_others_have_read(world: World, acting: str) -> None:
    share(world, "The kettle is on.")
    read(world, world.ada)
    with world.app.app_context():
        act_as(getattr(world, acting).id)
        forged = Membership(circle_id=world.family.id, id=new_id(), person_id=world.cleo.id)
        forged.circle = world.family
        assert len(timeline.recent(forged, world.cleo, now=clock.now())) == 0


def test_who_has_left_reads_nothing_that_others_have_read(world: World) -> None:
    share(world, "The kettle is on.")
    with world.app.app_context():
        act_as(world.ben.id)
        member = enter(world.family.id, world.ben)
        read(world, world.ada)
        member.left_at = clock.now()
        assert len(timeline.recent(member, world.cleo, now=clock.now())) == 0
        db.session.rollback()
