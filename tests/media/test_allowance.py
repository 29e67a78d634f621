"""What is too much, of one file, for one member, circle or house, is refused with a sentence before it comes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from micronet.activity import allowance
from micronet.base import clock
from micronet.base.db import writing
from micronet.config import MB
from tests.media.sending import OGG, announce, lying, send
from tests.world import World


@pytest.fixture
def ben(world: World) -> FlaskClient:
    return world.as_(world.ben)


REFUSED: list[tuple[dict[str, Any], int, str]] = [
    ({"size": 0}, 422, "empty"),
    ({"size": "-1"}, 422, "whole"),
    ({"size": "9" * 40}, 413, "something smaller"),
    ({"size": 31 * MB}, 413, "30 megabytes"),
    ({"what": "voice", "size": 13 * MB}, 413, "12 megabytes"),
    ({"what": "voice", "seconds": 200}, 422, "three minutes"),
    ({"what": "video", "size": 201 * MB}, 413, "200 megabytes"),
    ({"what": "file", "size": 51 * MB}, 413, "50 megabytes"),
    ({"what": "virus"}, 422, "answers shown"),
]


@pytest.mark.parametrize(("form", "status", "said"), REFUSED)
def test_what_is_too_much_is_refused_before_it_comes(
    form: dict[str, Any], status: int, said: str, world: World, ben: FlaskClient
) -> None:
    answer = announce(ben, world, **form)
    assert answer.status_code == status
    assert said in answer.json["say"]
    assert lying(world) == []


def test_a_circle_has_so_much_room_and_no_more(world: World, ben: FlaskClient) -> None:
    with writing():
        world.family.file_budget = len(OGG) + 100
    assert announce(ben, world, what="file", size=len(OGG) + 101).status_code == 422
    send(ben, world, OGG, "voice")
    answer = announce(ben, world, what="file", size=101)
    assert (answer.status_code, "cupboard is full" in answer.json["say"]) == (422, True)
    assert announce(ben, world, what="file", size=100).status_code == 200
    assert announce(ben, world, what="file", size=1).status_code == 422, "what is on its way counts"


def test_a_member_sends_so_many_files_a_day(world: World, ben: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowance, "A_DAY", 2)
    with clock.frozen(clock.ago(days=1, hours=1)):
        announce(ben, world)
    assert [announce(ben, world).status_code for _ in range(3)] == [200, 200, 429]


def test_a_disk_that_is_nearly_full_takes_no_more(
    world: World, ben: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Disk", (), {"total": 10**12, "free": 10**9}))
    answer = announce(ben, world)
    assert (answer.status_code, "no room" in answer.json["say"]) == (507, True)


def test_a_house_may_take_no_videos(world: World, ben: FlaskClient) -> None:
    world.app.config["SETTINGS"] = replace(world.app.config["SETTINGS"], video_bytes=0)
    assert "photo may do" in announce(ben, world, what="video").json["say"]
