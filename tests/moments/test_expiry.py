"""What goes by itself: it says when, is gone at that instant, and leaves nothing behind."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from micronet.activity import parts
from micronet.activity.withdraw import withdraw
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.circles.access import enter
from micronet.moments.purge import purge
from tests.moments.saying import article, at, board, feel, replied, share
from tests.moments.test_taking_back import everything
from tests.world import World


@pytest.mark.parametrize(("lasts", "said"), [("1", "tomorrow"), ("7", "on 17 March"), ("30", "on 9 April")])
def test_what_has_its_time_says_when_it_goes_and_is_gone_then(world: World, lasts: str, said: str) -> None:
    now = datetime(2026, 3, 10, 12, tzinfo=UTC)
    with clock.frozen(now):
        id = share(world, world.ada, "Zanzibar.", lasts=lasts)
        replied(world, world.ben, id, "Quagga?")
        assert f"<span>Goes {said}</span>" in article(world, world.ben, id)
    with clock.frozen(now + timedelta(days=int(lasts)) - timedelta(seconds=1)):
        assert "Goes today" in article(world, world.ben, id)
    with clock.frozen(now + timedelta(days=int(lasts))):
        for who in (world.ada, world.ben):
            assert world.as_(who).get(at(world, id)).status_code == 404
            assert "Zanzibar" not in board(world, who)


def test_what_has_run_out_is_deleted_for_good_and_open_pages_hear_of_it(world: World) -> None:
    kept = share(world, world.ada, "Stays where it is.", lasts="30")
    id = share(world, world.ada, "Zanzibar.", lasts="7", seen_by="some", people=[world.ben_here.id])
    said = replied(world, world.ben, id, "Quagga?")
    feel(world, world.ben, id, "hug")
    version = re.search(r'data-version="(\d+)"', board(world, world.ben))
    assert version
    with writing():
        purge()
    assert "Zanzibar" in everything(world.app)
    with clock.frozen(clock.ahead(days=7, seconds=1)):
        with writing():
            purge()
        told = world.as_(world.ben).get(world.path(f"/pulse?v={version[1]}")).json
        assert told is not None
        assert "moments" in told["names"]
        assert "Stays where it is." in board(world, world.ben)
    left = everything(world.app)
    for ghost in ("Zanzibar", "Quagga", id, said, "moment.ended"):
        assert ghost not in left, ghost
    assert kept in left


def test_whoever_keeps_files_hears_before_anything_is_deleted_for_good(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[set[str]] = []

    def forget(moments: Any, replies: Any) -> None:
        heard.append({row.id for ids in (moments, replies) for row in db.session.execute(ids)})

    monkeypatch.setattr(parts, "_parts", {})
    parts.register(parts.Part("files", "none.html", lambda *_asked: {}, forget=forget))
    ended, kept = share(world, world.ada, "A day.", lasts="1"), share(world, world.ada, "Stays.")
    under, said = replied(world, world.ben, ended, "One."), replied(world, world.ben, kept, "Two.")
    world.as_(world.ben).post(at(world, kept, f"/replies/{said}/remove"))
    with clock.frozen(clock.ahead(days=1, seconds=1)), writing():
        purge()
    assert heard == [{ended, under, said}]
    with writing():
        withdraw(enter(world.family.id, world.ada))
    assert heard[1:] == [{kept}]


def test_saying_it_in_other_words_does_not_make_it_stay_longer(world: World) -> None:
    id = share(world, world.ada, "Zanzibar.", lasts="1")
    world.as_(world.ada).post(at(world, id, "/edit"), data={"words": "Zanzibar again.", "lasts": ""})
    with clock.frozen(clock.ahead(days=1, seconds=1)):
        assert world.as_(world.ada).get(at(world, id)).status_code == 404
