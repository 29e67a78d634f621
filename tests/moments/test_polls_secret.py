"""What is kept from whom: by name everything is known, in secret only what cannot tell anybody's choice."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from micronet.activity.models import Moment
from micronet.activity.polled import _chosen, polls_of
from micronet.activity.withdraw import withdraw
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.base.prepared import rows
from micronet.circles.quiet import Block
from micronet.people.models import Person
from tests.moments.asking import ask, options, read, time_is_up, told, vote, voted
from tests.world import World, statements


@pytest.fixture
def dora(world: World) -> Person:
    """Another member of Family."""
    with writing():
        dora = world.person("Dora")
        world.join(dora, world.family)
    return dora


def test_by_name_everyone_knows_at_once_who_chose_what(world: World, dora: Person) -> None:
    id = ask(world, world.ada)
    vote(world, world.ben, id, "Sunday")
    seen = read(world, dora, id)[id]
    assert [(one.text, one.votes, one.voters) for one in seen.options] == [
        ("Friday", 0, ()), ("Saturday", 0, ()), ("Sunday", 1, (world.ben_here.id,))
    ]  # fmt: skip
    assert seen.mine == ()
    assert read(world, world.ben, id)[id].mine == (options(id)["Sunday"],)


def test_in_secret_each_knows_only_their_own_until_the_end_and_then_the_totals(world: World, dora: Person) -> None:
    id = ask(world, world.ada, names="secret")
    before = read(world, world.ada, id)
    vote(world, world.ben, id, "Sunday")
    assert read(world, world.ada, id) == before, "nobody can tell that anyone has answered"
    vote(world, dora, id, "Sunday")
    mine = read(world, world.ben, id)[id]
    assert mine.mine == (options(id)["Sunday"],)
    assert [(one.votes, one.voters) for one in mine.options] == [(0, ())] * 3
    time_is_up(id)
    for who in (world.ada, world.ben, dora):
        seen = read(world, who, id)[id]
        assert [(one.votes, one.voters) for one in seen.options] == [(0, ()), (0, ()), (2, ())]


def test_no_act_names_who_answered_in_secret(world: World) -> None:
    secret, open_to_all = ask(world, world.ada, names="secret"), ask(world, world.ada)
    vote(world, world.ben, secret, "Sunday")
    vote(world, world.ben, open_to_all, "Sunday")
    assert [(one.actor_id, one.subject_id, one.detail) for one in told("poll.voted")] == [
        (None, secret, ""), (world.ben_here.id, open_to_all, "")
    ]  # fmt: skip


def test_who_voted_in_secret_does_not_leave_the_database(world: World, dora: Person) -> None:
    id = ask(world, world.ada, names="secret")
    vote(world, dora, id, "Sunday")
    time_is_up(id)
    given = {"circle": world.family.id, "ids": [id], "asker": world.ben.id, "me": world.ben_here.id, "now": clock.now()}
    assert [(one.voter_id, one.votes) for one in rows(_chosen(), **given)] == [(None, 1)]


def test_a_voter_behind_a_block_has_no_face_but_counts(world: World, dora: Person) -> None:
    id = ask(world, world.ada)
    vote(world, world.ben, id, "Sunday")
    with writing() as session:
        session.add(Block(circle_id=world.family.id, by_id=world.ada_here.id, of_id=world.ben_here.id))
    seen = read(world, world.ada, id)[id].options[2]
    assert (seen.votes, seen.voters) == (1, ())
    assert read(world, dora, id)[id].options[2].voters == (world.ben_here.id,)


def test_polls_take_two_statements_however_many_there_are(world: World, dora: Person) -> None:
    ids = [ask(world, world.ada, answers=[f"Answer {n}" for n in range(2 + count)]) for count in range(4)]
    for id in ids:
        vote(world, world.ben, id, "Answer 0")
        vote(world, dora, id, "Answer 1")
    circle, member, ben = world.family.id, world.ben_here, world.ben
    for wanted in ([], ids[:1], ids):
        assert member.id
        assert ben.id
        with statements() as sent:
            found = polls_of(circle, wanted, member, ben)
        assert set(found) == set(wanted)
        assert len(sent) == (2 if wanted else 0)
    assert hash(tuple(found.values()))


def test_what_is_not_meant_for_ben_asks_him_nothing(world: World) -> None:
    id = ask(world, world.ada)
    with writing() as session:
        session.scalars(select(Moment).where(Moment.id == id)).one().seen_by = "some"
    assert read(world, world.ben, id) == {}
    assert set(read(world, world.ada, id)) == {id}
    assert vote(world, world.ben, id, "Friday").status_code == 404


def test_whoever_takes_along_what_they_said_takes_their_answers(world: World) -> None:
    id = ask(world, world.ada)
    vote(world, world.ben, id, "Sunday")
    vote(world, world.ada, id, "Sunday")
    with writing():
        withdraw(world.ben_here)
    assert voted(id) == {(world.ada_here.id, "Sunday")}
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Moment)) == 1
