"""What was on this day, and what is not to come up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from micronet.activity.attached import Attachment
from micronet.activity.models import Moment
from micronet.activity.on_this_day import on_this_day, same_days
from micronet.activity.spared import NotThis
from micronet.base import clock, walls
from micronet.base.db import db, writing
from micronet.circles.access import enter
from micronet.circles.models import Circle, Membership
from micronet.circles.quiet import Block, Mute
from tests.memories.photos import gone, photo
from tests.world import World, statements

TODAY = datetime(2026, 3, 14, 12, tzinfo=UTC)
THEN = datetime(2024, 3, 14, 12, tzinfo=UTC)
DAYS = st.dates(date(2001, 1, 1), date(2100, 12, 31))


@pytest.fixture
def house(world: World) -> World:
    """A circle of five years."""
    with writing() as session:
        session.execute(update(Circle).values(created_at=datetime(2021, 1, 1, tzinfo=UTC)))
    return world


def share(world: World, *, by: Any = None, at: datetime = THEN, **traits: Any) -> str:
    """A photo that was shared then; gives the id of its moment."""
    one = photo(world, by=by, taken=at, created_at=at, **traits)
    with writing() as session:
        return str(session.scalars(select(Attachment.moment_id).where(Attachment.id == one)).one())


def remembered(world: World, now: datetime = TODAY) -> Any:
    """What Ben is reminded of."""
    db.session.rollback()
    db.session.expire_all()
    walls.act_as(world.ben.id)
    assert world.ben.zone
    member = enter(world.family.id, world.ben)
    with statements() as sent:
        found = on_this_day(member, world.ben, now)
    assert len(sent) <= 2
    return found


def test_ben_is_reminded_of_the_same_day_in_an_earlier_year(house: World) -> None:
    there = share(house)
    share(house, at=THEN + timedelta(days=1))
    share(house, at=TODAY)
    found = remembered(house)
    assert (found.id, found.on, found.text) == (there, date(2024, 3, 14), "Look.")
    assert [one.alt for one in found.photos] == ["The pond"]
    assert remembered(house, TODAY + timedelta(days=2)) is None


def test_photos_come_before_words_and_setbacks_never(house: World) -> None:
    there = share(house, at=THEN.replace(year=2022))
    with writing() as session:
        for kind in ("note", "setback"):
            words = Moment(circle_id=house.family.id, author_id=house.ada_here.id, kind=kind, text=kind)
            words.created_at = THEN
            session.add(words)
    share(house, kind="setback")
    assert remembered(house).id == there
    gone_now = update(Moment).where(Moment.id == there).values(removed_at=TODAY)
    with writing() as session:
        session.execute(gone_now)
    assert remembered(house).text == "note"


def hide(house: World, how: str, there: str) -> None:
    ids = {"circle_id": house.family.id}
    with writing() as session:
        if how == "hidden":
            session.execute(update(Moment).where(Moment.id == there).values(seen_by="some"))
        elif how == "removed":
            session.execute(update(Moment).where(Moment.id == there).values(removed_at=TODAY))
        elif how == "run out":
            session.execute(update(Moment).where(Moment.id == there).values(ends_at=clock.ago(minutes=1)))
        elif how == "blocked":
            session.add(Block(**ids, by_id=house.ada_here.id, of_id=house.ben_here.id))
        elif how == "muted":
            session.add(Mute(**ids, by_id=house.ben_here.id, of_id=house.ada_here.id, ends_at=clock.ahead(days=9000)))
        else:
            session.execute(update(Membership).where(Membership.id == house.ada_here.id).values(left_at=clock.now()))


@pytest.mark.parametrize("how", ["hidden", "removed", "run out", "blocked", "muted", "left"])
def test_nothing_comes_up_that_is_not_there_for_ben_or_of_someone_who_is_away(house: World, how: str) -> None:
    hide(house, how, share(house))
    assert remembered(house) is None


def test_nothing_comes_up_of_another_circle_or_in_the_first_year(house: World) -> None:
    share(house, by=house.cleo_there)
    assert remembered(house) is None
    share(house)
    with writing() as session:
        session.execute(update(Circle).values(created_at=THEN + timedelta(days=1)))
    assert remembered(house, THEN + timedelta(days=200)) is None


def spare(world: World, who: Any, moment: str, sort: str, **more: str) -> Any:
    return world.as_(who).post(world.path("/not-this"), data={"moment": moment, "sort": sort, **more})


@pytest.mark.parametrize(
    ("sort", "line"), [("moment", "Look."), ("person", "Ada"), ("place", "Whitby"), ("day", "14 March")]
)
def test_not_this_one_is_for_ben_alone_and_is_lifted_again(house: World, sort: str, line: str) -> None:
    there = share(house)
    with writing() as session:
        session.execute(update(Attachment).values(place="Whitby"))
    assert remembered(house) is not None
    for _time in range(2):
        answer = spare(house, house.ben, there, sort, place="Whitby")
        assert (answer.status_code, answer.location) == (303, house.path())
    assert remembered(house) is None
    ben, at = house.as_(house.ben), house.path("/not-this")
    assert line in ben.get(at).text
    assert line not in house.as_(house.ada).get(at).text.split('id="spared"')[1]
    db.session.rollback()
    (one,) = db.session.scalars(select(NotThis)).all()
    lift = house.path(f"/not-this/{one.id}/lift")
    assert house.as_(house.ada).post(lift).status_code == 404
    assert ben.post(lift).location == at
    assert remembered(house).id == there
    assert "Nothing is kept from coming up." in ben.get(at).text


def test_what_is_not_offered_is_refused(house: World) -> None:
    there = share(house)
    assert spare(house, house.ben, there, "king").status_code == 422
    assert spare(house, house.ben, there, "place", place="The moon").status_code == 422
    assert spare(house, house.cleo, there, "moment").status_code == 404
    assert spare(house, house.ben, "nothing", "moment").status_code == 404
    gone(there, removed_at=TODAY)
    assert house.as_(house.ben).get(house.path("/not-this/" + there + "/lift")).status_code == 405


def test_who_leaves_takes_along_what_was_not_to_come_up(house: World) -> None:
    spare(house, house.ben, share(house), "day")
    assert house.as_(house.ben).post(house.path("/leave"), data={"words": "keep"}).status_code == 303
    db.session.rollback()
    assert not db.session.scalars(select(NotThis)).all()


@given(DAYS, DAYS)
def test_days_that_are_remembered_are_earlier_ones_of_the_same_name(today: date, since: date) -> None:
    for day in same_days(today, since):
        assert since <= day < today
        assert today.year - day.year <= 30
        assert (day.month, day.day) == (today.month, today.day) or (day.month, day.day) == (2, 29)


@given(DAYS)
def test_every_day_is_remembered_a_year_later(day: date) -> None:
    year = day.year + 1
    later = date(year, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=year)
    assert day in same_days(later, day)
