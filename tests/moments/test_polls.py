"""Asking everyone, and answering: who may, what is kept, and what is kept from whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from micronet.activity.models import Moment
from micronet.activity.polls import Poll
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.people.models import Person
from tests.moments.asking import DAYS, QUESTION, ask, form, options, read, time_is_up, told, vote, voted
from tests.moments.saying import at, board, quickly
from tests.world import PARTIAL, World

NOON = datetime(2026, 3, 18, 12, tzinfo=UTC)
"""A Wednesday."""


@pytest.fixture
def dora(world: World) -> Person:
    """Another member of Family."""
    with writing():
        dora = world.person("Dora")
        world.join(dora, world.family)
    return dora


def test_the_page_has_eight_fields_for_answers_and_names_the_circle(world: World) -> None:
    page = world.as_(world.ben).get(world.path("/polls/new"))
    assert page.status_code == 200
    assert page.text.count('name="answers"') == 8
    assert "Ask Family" in page.text
    block = world.as_(world.ben).get(world.path("/polls/new"), headers=PARTIAL).text
    assert block.strip().startswith("<form")


def test_cleo_finds_nothing_to_ask_answer_or_end(world: World) -> None:
    id = ask(world, world.ada)
    cleo = world.as_(world.cleo)
    assert cleo.get(world.path("/polls/new")).status_code == 404
    assert cleo.post(world.path("/polls/new"), data=form()).status_code == 404
    assert vote(world, world.cleo, id, "Friday").status_code == 404
    assert cleo.post(at(world, id, "/poll/end")).status_code == 404
    assert voted(id) == set()


def test_ada_asks_and_ben_finds_the_question_on_the_board(world: World) -> None:
    answer = world.as_(world.ada).post(world.path("/polls/new"), data=form())
    assert (answer.status_code, answer.location) == (303, world.path())
    page = board(world, world.ben)
    assert QUESTION in page
    assert "A poll" in page


def test_home_tells_that_somebody_asks(world: World) -> None:
    with writing():
        world.join(world.ben, world.elsewhere)
    ask(world, world.ada)
    assert "Ada asks something." in world.as_(world.ben).get("/").text


def test_what_was_asked_can_be_taken_back(world: World) -> None:
    ada = world.as_(world.ada)
    id = ask(world, world.ada)
    ada.post(world.path("/polls/new"), data=form())
    assert "/remove" in ada.get(world.path()).text
    ada.post(at(world, id, "/remove"))
    assert vote(world, world.ben, id, "Friday").status_code == 404
    assert read(world, world.ben, id) == {}


def test_the_same_sent_twice_is_there_once_and_something_else_beside_it(world: World) -> None:
    sent = form()
    for more in ({}, {}, {"words": "And where?"}, {"answers": ["Here", "There"]}, {"answers": ["Here", "There"]}):
        assert world.as_(world.ada).post(world.path("/polls/new"), data=sent | more).status_code == 303
    db.session.rollback()
    asked = db.session.scalars(select(Moment.text).where(Moment.kind == "poll").order_by(Moment.text)).all()
    assert asked == ["And where?", QUESTION, QUESTION]
    assert len(told("poll.asked")) == 3


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"words": " "}, "Ask something first."),
        ({"words": "x" * 301}, ""),
        ({"answers": ["Friday"]}, "Give at least two answers"),
        ({"answers": []}, "Give at least two answers"),
        ({"answers": ["Friday", "Sunday", "friday "]}, "Two of the answers are the same."),
        ({"answers": [f"Answer {n}" for n in range(9)]}, "Eight answers are the most."),
        ({"answers": ["Friday", "y" * 81]}, ""),
        ({"ends": "date"}, "isn’t a day on the calendar"),
        ({"ends": "date", "until": "2020-01-01"}, "That day has gone by."),
        ({"ends": "date", "until": "soon"}, "isn’t a day on the calendar"),
        ({"ends": "never"}, "Choose one of the answers shown."),
        ({"many": "all"}, "Choose one of the answers shown."),
        ({"names": "some"}, "Choose one of the answers shown."),
    ],
)
def test_what_cannot_be_asked_is_said_plainly_and_what_was_typed_stays(
    world: World, wrong: dict[str, Any], words: str
) -> None:
    sent = form(answers=["Friday", "Saturday", "Sunday"]) | wrong
    for headers in ({}, PARTIAL):
        answer = world.as_(world.ada).post(world.path("/polls/new"), data=sent, headers=headers)
        assert answer.status_code == 422
        assert 'class="wrong"' in answer.text
        assert words in answer.text
        assert all(f'value="{typed}"' in answer.text for typed in sent["answers"][:8])
        assert sent["words"].strip() in answer.text
    assert not told("poll.asked")


@pytest.mark.parametrize(("ends", "until"), [("tonight", 19), ("days", 22), ("week", 26), ("date", 25)])
def test_a_poll_lasts_until_the_end_of_a_day_where_its_author_is(world: World, ends: str, until: int) -> None:
    with clock.frozen(NOON):
        id = ask(world, world.ada, ends=ends, until="2026-03-24")
    db.session.rollback()
    assert db.session.scalar(select(Poll.ends_at).where(Poll.moment_id == id)) == datetime(
        2026, 3, until, 3, tzinfo=UTC
    )


def test_ben_answers_and_may_think_otherwise_until_the_end(world: World) -> None:
    id, ben = ask(world, world.ada), world.ben_here.id
    for day in ("Friday", "Sunday", "Sunday"):
        assert vote(world, world.ben, id, day).status_code == 303
        assert voted(id) == {(ben, day)}
    assert len(told("poll.voted")) == 2, "the same again changes nothing"
    time_is_up(id)
    late = vote(world, world.ben, id, "Friday")
    assert late.status_code == 422
    assert voted(id) == {(ben, "Sunday")}


def test_as_many_as_fit_may_be_chosen_where_the_author_said_so(world: World) -> None:
    id, ben = ask(world, world.ada, many="many"), world.ben_here.id
    vote(world, world.ben, id, "Friday", "Sunday")
    assert voted(id) == {(ben, "Friday"), (ben, "Sunday")}
    vote(world, world.ben, id, "Sunday", "Saturday")
    assert voted(id) == {(ben, "Saturday"), (ben, "Sunday")}
    single = ask(world, world.ada)
    assert vote(world, world.ben, single, "Friday", "Sunday").status_code == 422
    assert voted(single) == set()


@pytest.mark.parametrize("chosen", [(), ("",), ("garbage",), ("Friday", "garbage")])
def test_what_cannot_be_chosen_is_refused(world: World, chosen: tuple[str, ...]) -> None:
    id = ask(world, world.ada, many="many")
    assert vote(world, world.ben, id, *chosen).status_code == 422
    assert vote(world, world.ben, id, *chosen, headers=PARTIAL).status_code == 422
    assert voted(id) == set()


def test_an_option_of_another_poll_is_none_of_this_one(world: World) -> None:
    id, other = ask(world, world.ada), ask(world, world.ada)
    assert vote(world, world.ben, id, options(other)["Friday"]).status_code == 422
    assert voted(id) == voted(other) == set()


def test_there_is_nothing_to_answer_under_what_asks_nothing(world: World) -> None:
    id = quickly(world, world.ada)
    assert vote(world, world.ben, id, "Friday").status_code == 404
    assert world.as_(world.ada).post(at(world, id, "/poll/end")).status_code == 404


def test_answering_and_ending_cannot_be_asked_for_by_looking(world: World) -> None:
    id = ask(world, world.ada)
    for path in ("/votes", "/poll/end"):
        assert world.as_(world.ben).get(at(world, id, path)).status_code == 405


def test_an_answer_gives_the_moments_block_or_leads_back_to_it(world: World) -> None:
    id = ask(world, world.ada)
    block = vote(world, world.ben, id, "Friday", headers=PARTIAL)
    assert block.status_code == 200
    assert block.text.strip().startswith("<article")
    assert vote(world, world.ben, id, "Sunday").location == world.path() + f"#moment-{id[-12:]}"
    ended = world.as_(world.ada).post(at(world, id, "/poll/end"), headers=PARTIAL)
    assert ended.text.strip().startswith("<article")


def test_the_author_or_a_host_ends_a_poll_early_and_nobody_else(world: World, dora: Person) -> None:
    bens, adas = ask(world, world.ben), ask(world, world.ada)
    assert world.as_(dora).post(at(world, bens, "/poll/end")).status_code == 403
    assert world.as_(world.ben).post(at(world, adas, "/poll/end")).status_code == 403
    assert vote(world, dora, bens, "Friday").status_code == 303
    for who in (world.ada, world.ben):
        assert world.as_(who).post(at(world, bens, "/poll/end")).status_code == 303
    assert [one.actor_id for one in told("poll.closed")] == [world.ada_here.id]
    assert vote(world, dora, bens, "Sunday").status_code == 422
    assert read(world, dora, bens)[bens].ended
    assert not read(world, dora, adas)[adas].ended


def test_days_are_as_they_were_typed(world: World) -> None:
    id = ask(world, world.ada)
    assert tuple(options(id)) == DAYS
    assert read(world, world.ben, id)[id].ends_at > clock.now() + timedelta(days=2)
