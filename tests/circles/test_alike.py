"""What all members read alike is read once, and comes only to who is found inside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from micronet.activity import parts, timeline
from micronet.activity.models import Moment, Onlooker, Reply
from micronet.activity.record import MOMENTS, record
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.base.ids import new_id
from micronet.base.walls import act_as
from micronet.circles.access import enter
from micronet.circles.models import Membership
from micronet.circles.quiet import Block
from micronet.people.models import Person
from tests.world import PARTIAL, World, statements

SHARED = 4
"""Statements that one reader has sent for all the others: moments, replies, pins, and whether all is for everyone."""


def own() -> int:
    """Those that each has sent for themselves: feelings, and each part that any moment may have."""
    return 1 + sum(part.kinds is None for part in parts._parts.values())


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
        words, first = read(world, world.ada)
        again, then = read(world, world.ben)
    assert words == again == ["The kettle is on."]
    assert (first, then) == (own() + SHARED, own())


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
        assert len(sent) == own() + SHARED - 1  # and nobody asks whether all is for everyone


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


def meant(world: World, words: str, **traits: Any) -> str:
    """A moment of Ada's that is not for everyone, written to Ben's name where it names someone."""
    named = traits.pop("named", None)
    with writing() as session:
        made = Moment(circle_id=world.family.id, author_id=world.ada_here.id, text=words, **traits)
        session.add(made)
        session.flush()
        if named:
            session.add(Onlooker(circle_id=world.family.id, moment_id=made.id, member_id=named.id))
        said = Reply(circle_id=world.family.id, moment_id=made.id, author_id=world.ada_here.id, text=f"under {words}")
        session.add(said)
        record("moment.shared", by=world.ada_here, circle_id=world.family.id, signal=MOMENTS, subject_id=made.id)
        return made.id


def everything(world: World, person: Person) -> str:
    """All that the timeline gives `person`."""
    with world.app.app_context():
        act_as(person.id)
        return repr(timeline.recent(enter(world.family.id, person), person, now=clock.now()))


HIDDEN: list[dict[str, Any]] = [{"seen_by": "some"}, {"seen_by": "all_but", "hidden_until": clock.ahead(days=9)}]


@pytest.mark.parametrize("traits", HIDDEN, ids=["only me", "hidden from Ben"])
@pytest.mark.parametrize("first", ["ada", "ben"])
def test_what_is_not_for_ben_never_comes_to_him_whoever_reads_first(world: World, first: str, traits: Any) -> None:
    share(world, "The kettle is on.")
    with clock.frozen(clock.now()):
        named = world.ben_here if traits["seen_by"] == "all_but" else None
        meant(world, "canary", **traits, named=named)
        for who in (first, "ada", "ben", "ada", "ben"):
            told = everything(world, getattr(world, who))
            assert ("canary" in told) == (who == "ada"), who
            assert "The kettle is on." in told


def test_once_the_day_has_come_it_is_for_everyone_and_read_once_again(world: World) -> None:
    now = clock.now()
    with clock.frozen(now):
        meant(world, "surprise", seen_by="all_but", hidden_until=now + timedelta(seconds=1), named=world.ben_here)
        assert "surprise" not in everything(world, world.ben)
    with clock.frozen(now + timedelta(seconds=1)):
        assert "surprise" in everything(world, world.ben)
    with clock.frozen(now + timedelta(minutes=2)):
        assert world.ben_here.id not in everything(world, world.ben)
        assert read(world, world.ada) == (["surprise"], own())


def test_what_runs_out_is_gone_at_that_instant_even_when_it_was_read_a_moment_before(world: World) -> None:
    now = clock.now().replace(second=10)
    with clock.frozen(now):
        meant(world, "for now", ends_at=now + timedelta(seconds=20))
        assert "for now" in everything(world, world.ada)
    with clock.frozen(now + timedelta(seconds=19)):
        assert "for now" in everything(world, world.ben)
    with clock.frozen(now + timedelta(seconds=20)):
        assert "for now" not in everything(world, world.ben)


@pytest.mark.parametrize("first", ["ada", "ben"])
@pytest.mark.parametrize("by", ["ada_here", "ben_here"])
def test_between_two_who_are_apart_nothing_is_shared(world: World, first: str, by: str) -> None:
    share(world, "canary")
    other = ({"ada_here", "ben_here"} - {by}).pop()
    with writing() as session:
        pair = {"by_id": getattr(world, by).id, "of_id": getattr(world, other).id}
        session.add(Block(circle_id=world.family.id, **pair))
        record("moment.shared", by=world.ada_here, circle_id=world.family.id, signal=MOMENTS)
    with clock.frozen(clock.now()):
        for who in (first, "ada", "ben", "ada", "ben"):
            assert ("canary" in everything(world, getattr(world, who))) == (who == "ada")


def test_what_is_hidden_from_ben_alone_is_hidden_on_both_open_boards(world: World) -> None:
    share(world, "The kettle is on.")
    ada, ben = world.as_(world.ada), world.as_(world.ben)
    block = PARTIAL | {"HX-Target": "section#moments"}
    with clock.frozen(clock.now()):
        for client in (ada, ben):
            client.get(world.path())
        meant(world, "canary", seen_by="all_but", hidden_until=clock.ahead(days=1), named=world.ben_here)
        for _look in range(3):
            for headers in ({}, block):
                assert "canary" in ada.get(world.path(), headers=headers).text
                assert "canary" not in ben.get(world.path(), headers=headers).text
