"""A mute: quiet for one, unnoticed by all others, over by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from micronet.activity.models import Activity
from micronet.activity.muted import muted_by
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.circles.access import enter
from micronet.circles.models import Circle
from micronet.circles.quiet import Mute
from micronet.members import peace
from micronet.people.models import Person
from tests.moments.saying import article, at, board, quickly, replied
from tests.world import PARTIAL, World, statements

TUESDAY = datetime(2026, 3, 17, 9, 10, 5, tzinfo=UTC)


def about(world: World, who: str = "ben", rest: str = "/quiet") -> str:
    """An address of someone in *Family*."""
    return world.path(f"/members/{getattr(world, f'{who}_here').id}{rest}")


def mute(world: World, who: Person, days: str = "7") -> None:
    assert world.as_(who).post(about(world), data={"days": days}).status_code == 303


def with_dora(world: World) -> Person:
    with writing():
        dora = world.person("Dora")
        world.dora_here = world.join(dora, world.family)
    return dora


def test_ada_meets_neither_bens_moments_nor_his_replies_and_dora_meets_both(world: World) -> None:
    dora = with_dora(world)
    bens, hers = quickly(world, world.ben, "The bread has risen."), quickly(world, world.ada, "Kettle on.")
    replied(world, world.ben, hers, "Milk, please.")
    mute(world, world.ada)
    page = board(world, world.ada)
    assert "The bread has risen." not in page
    assert "Milk, please." not in page
    assert "Kettle on." in page
    now = clock.now()
    month = world.as_(world.ada).get(world.path(f"/{now.year}/{now.month}")).text
    assert "The bread has risen." not in month
    assert "Kettle on." in month
    for who in (dora, world.ben):
        assert "The bread has risen." in board(world, who)
        assert "Milk, please." in board(world, who)
    assert "The bread has risen." in article(world, world.ada, bens), "a direct link stays"
    assert "The bread has risen." in world.as_(world.ada).get(about(world, rest="")).text


def test_the_block_that_open_pages_fetch_anew_leaves_him_out_too(world: World) -> None:
    quickly(world, world.ben, "The bread has risen.")
    mute(world, world.ada)
    block = world.as_(world.ada).get(world.path(), headers=PARTIAL | {"HX-Target": "section#moments"})
    assert "The bread has risen." not in block.text


def test_a_board_that_was_kept_is_not_shown_once_more(world: World) -> None:
    quickly(world, world.ben, "The bread has risen.")
    with clock.frozen(clock.now().replace(second=5)):
        ada = world.as_(world.ada)
        for _look in range(3):
            assert "The bread has risen." in ada.get(world.path()).text
        ada.post(about(world), data={"days": "1"})
        ada.get(world.path())  # the notice
        assert "The bread has risen." not in ada.get(world.path()).text
        ada.post(about(world, rest="/quiet/end"))
        ada.get(world.path())
        assert "The bread has risen." in ada.get(world.path()).text


def test_home_does_not_name_someone_who_is_muted(world: World) -> None:
    with writing():
        world.join(world.ada, world.circle("Supper"))
    quickly(world, world.ben, "The bread has risen.")
    assert "Ben shared a moment." in world.as_(world.ada).get("/").text
    mute(world, world.ada)
    assert "Ben shared a moment." not in world.as_(world.ada).get("/").text


def test_the_sentence_does_not_speak_of_someone_who_is_muted(world: World) -> None:
    quickly(world, world.ben, "The bread has risen.")
    mute(world, world.ada)
    hello = board(world, world.ada).split("<h1>")[1].split("</h1>")[0]
    assert "Ben" not in hello


@pytest.mark.parametrize(
    ("days", "until"), [("1", "Wednesday"), ("7", "Tuesday 24 March"), ("30", "Thursday 16 April")]
)
def test_it_ends_by_itself_and_says_when(world: World, days: str, until: str) -> None:
    with clock.frozen(TUESDAY):
        quickly(world, world.ben, "The bread has risen.")
        mute(world, world.ada, days)
        for path in (about(world), about(world, rest="")):
            assert f"moments here until {until}." in world.as_(world.ada).get(path).text
    almost = TUESDAY + timedelta(days=int(days), minutes=-1)
    with clock.frozen(almost):
        assert "The bread has risen." not in board(world, world.ada)
    with clock.frozen(almost + timedelta(minutes=2)):
        assert "The bread has risen." in board(world, world.ada)
        assert "moments here until" not in world.as_(world.ada).get(about(world)).text
        with world.app.app_context(), writing():
            peace.sweep()
        assert db.session.scalars(select(Mute)).all() == []


def test_asked_for_again_it_counts_from_now(world: World) -> None:
    with clock.frozen(TUESDAY):
        mute(world, world.ada, "30")
        mute(world, world.ada, "1")
        assert [one.ends_at for one in db.session.scalars(select(Mute))] == [TUESDAY + timedelta(days=1)]


def test_nobody_else_notices(world: World) -> None:
    dora = with_dora(world)
    versions = select(Circle.version).where(Circle.id == world.family.id)
    before = db.session.scalar(versions)
    world.as_(dora).post(about(world), data={"days": "7"})
    world.as_(dora).post(about(world, rest="/quiet/end"))
    world.as_(dora).post(about(world), data={"days": "7"})
    db.session.rollback()
    assert db.session.scalar(versions) == before
    assert db.session.scalars(select(Activity)).all() == []
    for who in (world.ada, world.ben):
        for path in (world.path(), world.path("/about"), about(world, "dora", "/quiet"), about(world, "dora", "")):
            assert "moments here until" not in world.as_(who).get(path).text
    assert "Dora" not in world.as_(world.ada).get(world.path("/log")).text


def test_bad_input_is_said_and_nothing_is_kept(world: World) -> None:
    ada = world.as_(world.ada)
    for days in ({}, {"days": ""}, {"days": "2"}, {"days": "-1"}, {"days": "1e9"}):
        answer = ada.post(about(world), data=days)
        assert answer.status_code == 422
        assert "Choose one of the answers shown." in answer.text
    block = ada.post(about(world), data={}, headers=PARTIAL)
    assert block.status_code == 422
    assert block.text.lstrip().startswith("<form")
    assert db.session.scalars(select(Mute)).all() == []


def test_as_a_block_it_sends_the_browser_on(world: World) -> None:
    answer = world.as_(world.ada).post(about(world), data={"days": "7"}, headers=PARTIAL)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, about(world))


def test_cleo_finds_nothing_and_oneself_is_not_there_to_be_muted(world: World) -> None:
    for rest in ("/quiet", "/quiet/end", "/block", "/block/lift", "/report"):
        assert world.as_(world.cleo).post(about(world, rest=rest), data={"days": "7"}).status_code == 404
        assert world.as_(world.ben).post(about(world, rest=rest), data={"days": "7"}).status_code == 404
    for rest in ("/quiet/end", "/block", "/block/lift"):
        assert world.as_(world.ada).get(about(world, rest=rest)).status_code == 405


def test_leaving_takes_ones_mutes_along(world: World) -> None:
    mute(world, world.ada)
    world.as_(world.ben).post(about(world, "ada"), data={"days": "7"})
    world.as_(world.ben).post(world.path("/leave"), data={"words": "keep"})
    left = db.session.scalars(select(Mute)).all()
    assert [(one.by_id, one.of_id) for one in left] == [(world.ada_here.id, world.ben_here.id)]
    ada = world.as_(world.ada)
    assert "Meet them again" in ada.get(about(world)).text
    assert ada.post(about(world, rest="/quiet/end")).location == world.path("/about")
    assert ada.get(about(world)).status_code == 404


def test_whom_ada_muted_is_one_statement_and_no_row_for_ben_to_read(world: World) -> None:
    mute(world, world.ada)
    with world.app.app_context():
        member = enter(world.family.id, world.ada)
        with statements() as sent:
            assert muted_by(member) == {world.ben_here.id}
        assert len(sent) == 1
        assert muted_by(enter(world.family.id, world.ben)) == frozenset()


def test_an_announcement_reaches_everyone(world: World) -> None:
    quickly(world, world.ada, "The boiler is off on Friday.", "announcement")
    world.as_(world.ben).post(about(world, "ada"), data={"days": "30"})
    assert "The boiler is off on Friday." in board(world, world.ben)


def test_the_page_of_a_moment_keeps_what_the_muted_one_said(world: World) -> None:
    hers = quickly(world, world.ada, "Kettle on.")
    replied(world, world.ben, hers, "Milk, please.")
    mute(world, world.ada)
    assert "Milk, please." in world.as_(world.ada).get(at(world, hers)).text
