"""The live stream: names only, to those who may, at once, and over when one is out."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import delete, select

from micronet import create_app
from micronet.activity import live
from micronet.activity.record import MOMENTS, WINDOWS, record
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.circles.models import Circle
from micronet.config import Settings
from micronet.people.models import Device, Person
from tests import database
from tests.live_server import serving
from tests.world import World, statements


@pytest.fixture
def url(world: World) -> Iterator[str]:
    with serving(world.app) as address:
        yield address


@contextmanager
def stream(world: World, url: str, person: Person, **headers: str) -> Iterator[http.client.HTTPResponse]:
    """An open stream of *Family* as `person`."""
    client = world.as_(person)
    cookie = client.get_cookie("sid")
    link = http.client.HTTPConnection(urlsplit(url).netloc, timeout=5)
    given = {"Cookie": f"sid={cookie.value}", "Sec-Fetch-Site": "same-origin"} if cookie else {}
    link.request("GET", world.path("/live"), headers={**given, **headers})
    answer = link.getresponse()
    try:
        yield answer
    finally:
        link.close()


def until(answer: http.client.HTTPResponse, line: str, within: float = 3.0) -> list[str]:
    """The lines read until `line` comes."""
    seen: list[str] = []
    ends = time.monotonic() + within
    while time.monotonic() < ends and (read := answer.readline()):
        seen.append(read.decode().strip())
        if seen[-1] == line:
            return seen
    raise AssertionError(f"no {line!r} in {seen}")


def share(world: World, signal: str = MOMENTS, detail: str = "") -> None:
    with writing():
        record("moment.shared", by=world.ben_here, circle_id=world.family.id, signal=signal, detail=detail)


def test_what_ben_does_reaches_adas_open_page_within_a_second_by_name_only(world: World, url: str) -> None:
    with stream(world, url, world.ada) as open_page:
        until(open_page, "")
        began = time.monotonic()
        share(world, detail="a secret")
        seen = until(open_page, "event: moments")
        assert time.monotonic() - began < 1
        rest = until(open_page, "")
    assert "secret" not in " ".join(seen + rest)
    assert f"id: {live.versions([world.family.id])[world.family.id]}" in rest


def test_cleo_hears_nothing_of_a_circle_she_is_not_in(world: World, url: str) -> None:
    with stream(world, url, world.cleo) as refused:
        assert refused.status == 404


def test_a_page_that_was_away_is_told_what_it_missed(world: World, url: str) -> None:
    before = live.versions([world.family.id])[world.family.id]
    share(world)
    share(world, WINDOWS)
    with stream(world, url, world.ada, **{"Last-Event-ID": str(before)}) as open_page:
        seen = until(open_page, "event: windows")
    assert "event: moments" in seen


def test_a_removed_member_loses_the_circle_at_the_next_signal(world: World, url: str) -> None:
    with stream(world, url, world.ben) as open_page:
        until(open_page, "")
        with writing():
            world.ben_here.left_at = clock.now()
            record("member.removed", by=world.ada_here, circle_id=world.family.id, signal="circle")
        assert "event: circle" not in until(open_page, "event: gone")
        assert open_page.read() == b"data:\n\n"


def test_signing_out_elsewhere_ends_the_stream_there(world: World, url: str) -> None:
    with stream(world, url, world.ben) as open_page:
        until(open_page, "")
        with writing() as session:
            session.execute(delete(Device).where(Device.person_id == world.ben.id))
        until(open_page, "event: gone")


def test_a_guest_whose_time_is_over_and_a_closed_circle_end_it_too(world: World, url: str) -> None:
    with writing():
        world.ben_here.role, world.ben_here.ends_at = "guest", clock.ahead(seconds=1)
    with stream(world, url, world.ben) as open_page:
        until(open_page, "")
        until(open_page, "event: gone")
    with stream(world, url, world.ada) as open_page:
        until(open_page, "")
        with writing() as session:
            session.execute(delete(Circle).where(Circle.id == world.family.id))
        until(open_page, "event: gone")


def test_a_fourth_open_page_is_asked_to_poll_instead(world: World, url: str) -> None:
    three = stream(world, url, world.ada), stream(world, url, world.ada), stream(world, url, world.ada)
    with three[0], three[1], three[2], stream(world, url, world.ada) as fourth:
        assert fourth.status == 429
    answer = world.as_(world.ada).get(world.path("/pulse?v=1"))
    assert json.loads(answer.text) == {"version": 1, "names": []}


def test_the_poll_tells_the_names_of_what_changed_since(world: World) -> None:
    share(world)
    share(world, WINDOWS)
    ada = world.as_(world.ada)
    assert ada.get(world.path("/pulse?v=1")).json == {"version": 3, "names": ["moments", "windows"]}
    assert ada.get(world.path("/pulse?v=3")).json == {"version": 3, "names": []}
    for odd in ("", "-1", "x", "9" * 30, "٣"):
        assert ada.get(world.path(f"/pulse?v={odd}")).json["names"] == []


def test_what_one_process_writes_reaches_the_pages_of_another(world: World, settings: Settings) -> None:
    other = create_app(settings)
    with serving(other) as url, stream(world, url, world.ada) as open_page:
        until(open_page, "")
        share(world)
        until(open_page, "event: moments")
    database.hang_up(other)


def test_pages_miss_nothing_when_the_line_to_the_database_is_cut(world: World, url: str, settings: Settings) -> None:
    with stream(world, url, world.ada) as open_page:
        until(open_page, "")
        if database.POSTGRES:
            time.sleep(0.5)
            cut = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
            database.run(settings.database_url, f"{cut} and application_name = 'micronet live'")
        share(world)
        until(open_page, "event: moments", within=10)


def test_streams_that_only_wait_ask_the_database_nothing(world: World, url: str) -> None:
    with stream(world, url, world.ada) as ada, stream(world, url, world.ben) as ben:
        for one in (ada, ben):
            until(one, "retry: 1000")
        time.sleep(2 * live.SEES_OUT_EVERY)
        with statements() as sent:
            time.sleep(2 * live.SEES_OUT_EVERY)
        assert len(sent) <= (4 if database.POSTGRES else 0)


def test_the_hub_notes_for_all_who_wait_that_they_are_here(world: World, url: str) -> None:
    with stream(world, url, world.ada) as ada, stream(world, url, world.ben) as ben:
        for one in (ada, ben):
            until(one, "retry: 1000")
        with clock.frozen(clock.now() + timedelta(minutes=2)):
            ends = time.monotonic() + 5
            while time.monotonic() < ends and not _all_here(world):
                time.sleep(0.05)
            assert _all_here(world)


def _all_here(world: World) -> bool:
    """Whether Ada and Ben are known to be here this minute."""
    db.session.rollback()
    found = db.session.scalars(select(Person.here_at).where(Person.id.in_((world.ada.id, world.ben.id)))).all()
    return all(at is not None and clock.now() - at < timedelta(seconds=30) for at in found)
