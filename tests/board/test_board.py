"""The board, as Ada and Ben see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from micronet.activity.models import Activity, Moment, Reaction, Reply
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.board import actions
from micronet.board.models import Status, Wave
from micronet.circles.models import Circle, Membership
from tests.world import PARTIAL, World, statements


def say(world: World, who: Membership, text: str = "Kettle on.", **traits: object) -> None:
    with writing():
        actions.say(who, emoji="", text=text, clears_at=clock.ahead(hours=4), **traits)


def test_ben_puts_a_line_in_his_window_and_ada_reads_it(world: World) -> None:
    answer = world.as_(world.ben).post(
        world.path("/status"), data={"emoji": "🫖", "text": "Kettle on.", "clears": "4h"}
    )
    assert answer.status_code == 303
    page = world.as_(world.ada).get(world.path()).text
    assert "Kettle on." in page
    assert "🫖" in page


def test_a_line_clears_by_itself_after_four_hours(world: World) -> None:
    say(world, world.ben_here)
    with clock.frozen(clock.ahead(hours=4, minutes=1)):
        assert "Kettle on." not in world.as_(world.ada).get(world.path()).text
        before = world.family.version
        with writing():
            actions.sweep()
        assert db.session.scalar(select(Status.id)) is None
        assert db.session.scalar(select(Circle.version).where(Circle.id == world.family.id)) > before


def test_a_new_line_takes_the_place_of_the_one_before(world: World) -> None:
    say(world, world.ben_here, "First.")
    say(world, world.ben_here, "Second.")
    page = world.as_(world.ada).get(world.path()).text
    assert "Second." in page
    assert "First." not in page


def test_one_line_goes_to_the_circles_that_are_ticked_and_to_no_other(world: World) -> None:
    with writing():
        third, fourth = world.circle("Third"), world.circle("Fourth")
        world.join(world.ben, third), world.join(world.ben, fourth)
    ticked = [world.family.id, third.id]
    data = {"text": "On the train.", "clears": "tonight", "circles": ticked}
    assert world.as_(world.ben).post(world.path("/status"), data=data).status_code == 303
    said = set(db.session.scalars(select(Status.circle_id)))
    assert said == set(ticked)


def test_ben_cannot_tick_a_circle_he_is_not_in(world: World) -> None:
    data = {"text": "Hello.", "clears": "4h", "circles": [world.elsewhere.id]}
    assert world.as_(world.ben).post(world.path("/status"), data=data).status_code == 422
    assert db.session.scalar(select(Status.id)) is None


@pytest.mark.parametrize(
    "bad",
    [
        {"text": "x" * 81, "clears": "4h"},
        {"text": "", "emoji": "", "clears": "4h"},
        {"text": "Fine.", "clears": "for ever"},
        {"text": "Fine.", "clears": "date", "until": ""},
        {"text": "Fine.", "clears": "date", "until": "2020-01-01"},
        {"text": "Fine.", "clears": "date", "until": "tomorrow"},
    ],
)
def test_a_line_that_cannot_be_taken_is_kept_in_its_field_with_a_plain_word(world: World, bad: dict[str, str]) -> None:
    for headers in ({}, PARTIAL):
        answer = world.as_(world.ben).post(world.path("/status"), data=bad, headers=headers)
        assert answer.status_code == 422
        assert bad["text"][:40] in answer.text
        assert "wrong" in answer.text


def test_ben_waves_to_ada_once_a_day_and_she_sees_it(world: World) -> None:
    path = world.path(f"/members/{world.ada_here.id}/waves")
    assert world.as_(world.ben).post(path).status_code == 303
    assert world.as_(world.ben).post(path).status_code == 303
    assert len(db.session.scalars(select(Wave.id)).all()) == 1
    assert "waved to you" in world.as_(world.ada).get(world.path()).text
    with clock.frozen(clock.ahead(days=1, hours=1)):
        assert world.as_(world.ben).post(path).status_code == 303
    assert len(db.session.scalars(select(Wave.id)).all()) == 2


def test_nobody_waves_into_another_circle_or_to_themselves(world: World) -> None:
    ben = world.as_(world.ben)
    assert ben.post(world.path(f"/members/{world.cleo_there.id}/waves")).status_code == 404
    assert ben.post(world.path(f"/members/{world.ben_here.id}/waves")).status_code == 422
    assert world.as_(world.cleo).post(world.path(f"/members/{world.ada_here.id}/waves")).status_code == 404
    assert db.session.scalar(select(Wave.id)) is None


def test_cleo_finds_nothing_behind_any_page_of_the_board(world: World) -> None:
    cleo = world.as_(world.cleo)
    bodies = {cleo.get(world.path(rest)).data for rest in ("", "/status", f"/members/{world.ada_here.id}", "/pulse")}
    assert len(bodies) == 1
    assert cleo.post(world.path("/status"), data={"text": "Hi", "clears": "4h"}).status_code == 404


@pytest.mark.parametrize("block", ["windows", "moments", "hello"])
def test_each_block_comes_alone_when_htmx_asks_for_it(world: World, block: str) -> None:
    headers = {**PARTIAL, "HX-Target": f"section#{block}"}
    answer = world.as_(world.ada).get(world.path(), headers=headers)
    assert answer.status_code == 200
    assert f'id="{block}"' in answer.text
    assert "<html" not in answer.text
    whole = world.as_(world.ada).get(world.path(), headers={**headers, "HX-History-Restore-Request": "true"})
    assert "<html" in whole.text


def fill(world: World, members: int, moments: int) -> None:
    """So many people with a line each, and so many moments with two replies and three feelings each."""
    with writing() as session:
        people = [world.join(world.person(f"Person {n}"), world.family) for n in range(members)]
        for who in people:
            actions.say(who, emoji="", text="Fine.", clears_at=clock.ahead(hours=4))
        for n in range(moments):
            one = Moment(circle_id=world.family.id, author_id=people[n % members].id, text=f"Moment {n}")
            session.add(one)
            session.flush()
            under = {"circle_id": world.family.id, "moment_id": one.id}
            session.add_all(Reply(author_id=who.id, text="Yes.", **under) for who in people[:2])
            session.add_all(Reaction(author_id=who.id, feeling="love", **under) for who in people[:3])


def reads(world: World) -> int:
    """Statements of one board, once the minute's notes of who is here have been made."""
    ada = world.as_(world.ada)
    assert ada.get(world.path()).status_code == 200
    with statements() as sent:
        assert ada.get(world.path("?anew")).status_code == 200
    return len(sent)


def test_a_board_takes_at_most_ten_statements_however_full_it_is(world: World) -> None:
    fill(world, 3, 3)
    few = reads(world)
    fill(world, 45, 197)
    assert reads(world) == few
    assert few <= 10


def test_the_end_of_the_page_says_since_when(world: World) -> None:
    ada = world.as_(world.ada)
    with clock.frozen(clock.now().replace(hour=9, minute=10)):
        assert "That is all." in ada.get(world.path()).text
        since = clock.now()
    with clock.frozen(since + timedelta(hours=3)):
        page = ada.get(world.path()).text
    assert "You’re all caught up." in page
    assert "That is all since 9:10" in page or "That is all since" in page


def test_what_was_done_is_on_the_spine_and_says_nothing_of_its_content(world: World) -> None:
    say(world, world.ben_here, "A secret line")
    act = db.session.scalars(select(Activity)).one()
    assert (act.verb, act.actor_id, act.signal) == ("status.set", world.ben_here.id, "windows")
    assert "secret" not in act.detail
    assert act.version == db.session.scalar(select(Circle.version).where(Circle.id == world.family.id))


def test_someone_who_would_rather_not_say_is_not_shown_as_here(world: World) -> None:
    with writing():
        world.ben.shows_here = False
    world.as_(world.ben).get(world.path())
    page = world.as_(world.ada).get(world.path()).text
    assert page.count("Here now") == 1  # Ada herself


def test_no_page_of_a_circle_holds_the_id_of_a_person(world: World) -> None:
    say(world, world.ben_here)
    for path in (world.path(), world.path(f"/members/{world.ben_here.id}"), world.path("/status")):
        page = world.as_(world.ada).get(path).text
        assert not any(person.id in page for person in (world.ada, world.ben, world.cleo))


def test_a_window_is_changed_by_its_owner_with_a_post_only(world: World) -> None:
    assert world.as_(world.ben).get(world.path("/status/remove")).status_code == 405
    say(world, world.ben_here)
    assert world.as_(world.ben).post(world.path("/status/remove")).status_code == 303
    assert db.session.scalar(select(Status.id)) is None
