"""What has not changed is answered from what is kept, and never to anyone else, nor a moment longer than it is true."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from micronet.base import clock
from micronet.base.db import writing
from micronet.members import leaving
from micronet.people import sessions
from micronet.people.models import Device
from tests import database
from tests.moments.saying import quickly
from tests.world import World, statements

pytestmark = pytest.mark.skipif(database.POSTGRES, reason="on PostgreSQL every question goes the whole way")
MORNING = "2026-03-14T09:10:05+00:00"


@pytest.fixture(autouse=True)
def _same_minute() -> Any:
    with clock.frozen(datetime.fromisoformat(MORNING)):
        yield


def again(client: FlaskClient, path: str, **headers: str) -> tuple[Any, int]:
    """The answer, and how many statements Flask needed for it."""
    with statements() as sent:
        answer = client.get(path, headers=headers)
    return answer, len(sent)


def settled(client: FlaskClient, path: str) -> Any:
    """The board once it is kept: the first look of a minute notes who looked, the second is kept."""
    client.get(path)
    client.get(path)
    answer, asked = again(client, path)
    assert asked == 0
    return answer


def test_a_board_that_has_not_changed_is_the_same_to_the_byte_and_asks_nothing(world: World) -> None:
    quickly(world, world.ben, "Kettle on.")
    ada = world.as_(world.ada)
    ada.get(world.path())
    built = ada.get(world.path("?anew"))
    kept = settled(ada, world.path())
    assert kept.data == built.data
    assert dict(kept.headers) == dict(built.headers)


def test_each_reader_gets_their_own_and_each_way_of_asking_its_own(world: World) -> None:
    ada, ben = world.as_(world.ada), world.as_(world.ben)
    hers, his = settled(ada, world.path()).text, settled(ben, world.path()).text
    assert hers != his
    assert again(ada, world.path())[0].text == hers
    partial = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "section#moments"}
    assert "<html" not in ada.get(world.path(), headers=partial).text
    assert "<html" in again(ada, world.path())[0].text
    assert ada.get(world.path(), headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in again(ada, world.path())[0].headers


def _share(world: World) -> None:
    quickly(world, world.ben, "The very newest.")


def _another_zone(world: World) -> None:
    with writing() as session:
        session.merge(world.ben).zone = "Asia/Tokyo"


def _a_minute_later(_world: World) -> None:
    clock._frozen = clock.now() + timedelta(minutes=1)  # the fixture sets it back


def _another_theme(world: World) -> None:
    with writing() as session:
        session.merge(world.ada).theme = "dark"


@pytest.mark.parametrize("change", [_share, _another_zone, _a_minute_later, _another_theme])
def test_what_changes_is_seen_at_once(world: World, change: Callable[[World], None]) -> None:
    ada = world.as_(world.ada)
    before = settled(ada, world.path())
    change(world)
    after, asked = again(ada, world.path())
    assert asked > 0
    assert after.data != before.data


def test_who_is_removed_or_signed_out_gets_nothing_that_was_kept(world: World) -> None:
    quickly(world, world.ada, "canary")
    ben, other = world.as_(world.ben), world.as_(world.ben)
    for client in (ben, other):
        assert "canary" in settled(client, world.path()).text
    with writing():
        sessions.end(world.ben, other.device_id)  # type: ignore[attr-defined]
    assert other.get(world.path()).status_code == 303
    with writing() as session:
        ada, gone = session.merge(world.ada_here), session.merge(world.ben_here)
        leaving.remove(ada, gone, forgets=[])
    for path in (world.path(), world.path("/pulse")):
        answer = ben.get(path, headers={"If-None-Match": '"2"'})
        assert answer.status_code == 404
        assert "canary" not in answer.text


def test_an_ended_device_and_a_strangers_token_open_nothing_that_was_kept(world: World) -> None:
    ada, cleo = world.as_(world.ada), world.as_(world.cleo)
    settled(ada, world.path())
    assert cleo.get(world.path()).status_code == 404
    with writing() as session:
        session.get(Device, ada.device_id).ends_at = clock.now()  # type: ignore[attr-defined, union-attr]
    assert ada.get(world.path()).status_code == 303
    ada.set_cookie("sid", "x" * 43)
    assert ada.get(world.path()).status_code == 303


def test_a_poll_that_finds_nothing_new_asks_nothing_and_carries_the_strict_headers(world: World) -> None:
    ada = world.as_(world.ada)
    ada.get(world.path())
    full = ada.get(world.path("/pulse"))
    answer, asked = again(ada, world.path("/pulse"), **{"If-None-Match": full.headers["ETag"]})
    assert (answer.status_code, answer.data, asked) == (304, b"", 0)
    for name, value in full.headers.items():
        if not name.startswith("Content-L") and name != "Content-Type":
            assert answer.headers[name] == value or name == "Vary", name
    quickly(world, world.ben)
    assert ada.get(world.path("/pulse"), headers={"If-None-Match": full.headers["ETag"]}).status_code == 200
