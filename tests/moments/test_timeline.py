"""The timeline: newest first, an end, a few statements whatever the circle holds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from micronet.activity import months as by_month
from micronet.activity import timeline
from micronet.activity.models import FEELINGS, Moment
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.base.ids import new_id
from micronet.circles.access import enter
from micronet.circles.models import Membership
from micronet.moments import talk
from micronet.people.models import Person
from tests.moments.saying import board, order, quickly, share
from tests.world import World, statements


def fill(world: World, many: int, crowd: int = 0, apart: timedelta = timedelta(minutes=1)) -> list[str]:
    """`many` moments, the first the oldest, `crowd` more members, a reply and a feeling under each."""
    now = clock.now()
    with writing():
        others = [world.join(world.person(f"Friend {n}"), world.family) for n in range(crowd)] or [world.ben_here]
        ids = [new_id() for _n in range(many)]
        for n, id in enumerate(ids):
            told = now - apart * (many - n)
            moment = Moment(
                circle_id=world.family.id, id=id, author_id=world.ada_here.id, text=f"Number {n}.", created_at=told
            )
            db.session.add(moment)
            db.session.flush()
            talk.reply(moment, others[n % len(others)], id=new_id(), text="A word.")
            talk.react(moment, others[n % len(others)], FEELINGS[n % 6])
    return ids


def read(world: World, person: Person | None = None) -> timeline.Timeline:
    person = person or world.ada
    with world.app.app_context():
        return timeline.recent(enter(world.family.id, person), person, now=clock.now())


def counted(world: World) -> int:
    with world.app.app_context():
        member = enter(world.family.id, world.ada)
        with statements() as sent:
            timeline.recent(member, world.ada, now=clock.now())
        return len(sent)


def test_as_many_statements_for_two_members_as_for_forty_eight_with_two_hundred_moments(world: World) -> None:
    """Four, and one for each part that rooms have registered."""
    fill(world, 5)
    few = counted(world)
    assert few <= 8
    fill(world, 200, crowd=46)
    assert counted(world) == few


def test_newest_first_at_most_fifty_and_what_is_older_is_named(world: World) -> None:
    ids = fill(world, 60)
    found = read(world)
    assert [one.id for one in found] == ids[::-1][:50]
    assert found.older is not None
    assert all(len(one.replies) == 1 and len(one.feelings) == 1 for one in found)


def test_the_last_twenty_however_old_else_the_last_thirty_days(world: World) -> None:
    ids = fill(world, 40, apart=timedelta(days=1))
    assert [one.id for one in read(world)] == ids[::-1][:29]
    with clock.frozen(clock.ahead(days=400)):
        assert [one.id for one in read(world)] == ids[::-1][:20]


def test_few_moments_have_nothing_older(world: World) -> None:
    fill(world, 3)
    assert read(world).older is None
    assert len(read(world)) == 3


def test_moments_of_one_instant_keep_one_order(world: World) -> None:
    now = clock.now()
    with clock.frozen(now):
        ids = [quickly(world, world.ada, f"{n}") for n in range(5)]
    assert [one.id for one in read(world)] == sorted(ids, reverse=True)


def test_a_client_cannot_push_its_moment_up_by_the_time_in_its_id(world: World) -> None:
    late = new_id(at_ms=4_000_000_000_000)
    world.as_(world.ada).post(world.path("/moments"), data={"fresh": late, "words": "First."})
    after = share(world, world.ben, "Second.")
    assert [one.id for one in read(world)] == [after, late]


def test_feelings_come_to_the_author_and_to_nobody_else_even_from_the_query(world: World) -> None:
    fill(world, 3, crowd=3)
    assert all(len(one.feelings) == 1 for one in read(world))
    assert all(one.feelings == () for one in read(world, world.ben))


def test_cleo_reads_nothing_even_with_a_membership_in_hand(world: World) -> None:
    fill(world, 3)
    with world.app.app_context():
        forged = Membership(circle_id=world.family.id, id=new_id(), person_id=world.cleo.id)
        assert len(timeline.recent(forged, world.cleo, now=clock.now())) == 0
        assert by_month.months(forged, world.cleo) == []
        assert len(timeline.month(forged, world.cleo, clock.now().date().replace(day=1), now=clock.now())) == 0


def tell(world: World, *times: str) -> list[str]:
    """Moments at those times (UTC)."""
    ids = [quickly(world, world.ada, f"At {time}.") for time in times]
    with writing():
        for id, time in zip(ids, times, strict=True):
            when = datetime.fromisoformat(time).replace(tzinfo=UTC)
            db.session.execute(update(Moment).where(Moment.id == id).values(created_at=when))
    return ids


@pytest.mark.parametrize(
    ("zone", "months"),
    [
        ("UTC", [(2025, 12), (2026, 1), (2026, 2), (2026, 3)]),
        ("Pacific/Kiritimati", [(2025, 12), (2026, 2), (2026, 3)]),
        ("Pacific/Niue", [(2025, 12), (2026, 1), (2026, 2)]),
    ],
)
def test_months_are_those_of_the_reader_and_days_end_at_three(
    world: World, zone: str, months: list[tuple[int, int]]
) -> None:
    tell(world, "2025-12-15T12:00", "2026-01-31T23:00", "2026-03-01T04:00", "2026-02-28T12:00")
    with writing():
        world.ada.zone = zone
    with world.app.app_context():
        found = by_month.months(enter(world.family.id, world.ada), world.ada)
    assert found == [date(year, month, 1) for year, month in months][::-1]


def test_a_month_shows_what_was_shared_in_it_and_leads_to_its_neighbours(world: World) -> None:
    tell(world, "2025-11-15T12:00", "2026-01-31T23:00", "2026-02-01T02:00", "2026-02-01T04:00", "2026-03-02T12:00")
    with clock.frozen(datetime(2026, 3, 14, 12, tzinfo=UTC)):
        page = world.as_(world.ben).get(world.path("/2026/1")).text
    assert ">January</h1>" in page
    assert "That is all of January." in page
    assert [f"At 2026-{time}." in page for time in ("01-31T23:00", "02-01T02:00", "02-01T04:00")] == [True, True, False]
    assert f'href="{world.path("/2025/11")}"' in page
    assert f'href="{world.path("/2026/2")}"' in page
    assert world.path("/2025/12") not in page


def test_a_full_month_goes_on_over_pages_and_comes_to_an_end(world: World) -> None:
    now = datetime(2026, 3, 30, 12, tzinfo=UTC)
    with clock.frozen(now):
        ids = fill(world, 120, apart=timedelta(minutes=5))
        seen, path = [], world.path("/2026/3")
        for _page in range(3):
            page = world.as_(world.ben).get(path).text
            seen += order(page)
            onward = page.partition("?before=")[2][:32]
            path = world.path(f"/2026/3?before={onward}")
    assert seen == [id[-12:] for id in ids[::-1]]
    assert "That is all of March." in page


def test_the_board_leads_to_the_month_of_what_it_does_not_show(world: World) -> None:
    fill(world, 3)
    assert "Look further back" not in board(world, world.ben)
    with clock.frozen(datetime(2026, 3, 14, 12, tzinfo=UTC)):
        fill(world, 25, apart=timedelta(days=3))
        with clock.frozen(datetime(2026, 7, 14, 12, tzinfo=UTC)):
            page = board(world, world.ben)
    assert world.path("/2026/1") in page


@pytest.mark.parametrize("rest", ["/2026/0", "/2026/13", "/1999/12", "/2201/1", "/9999999999/1", "/2026/-1", "/26x/1"])
def test_a_month_that_no_calendar_has_is_not_found(world: World, rest: str) -> None:
    assert world.as_(world.ada).get(world.path(rest)).status_code == 404


def test_an_empty_month_says_so(world: World) -> None:
    page = world.as_(world.ada).get(world.path("/2020/5"))
    assert page.status_code == 200
    assert "Nothing was shared then." in page.text
    assert world.as_(world.ada).get(world.path("/2020/5?before=nonsense")).status_code == 200
