"""Taking back: at once for everyone, ten seconds to think again, and then no ghost."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import MetaData, select

from micronet.base import clock
from micronet.base.db import as_owner, db, writing
from micronet.circles.access import enter
from micronet.moments.purge import purge
from tests import database
from tests.moments.saying import article, at, board, feel, order, quickly, replied, reply, share
from tests.world import PARTIAL, World


def everything(app: Flask) -> str:
    """Every value in every table."""
    tables = MetaData()
    with as_owner() as connection:
        tables.reflect(connection)
        return repr([connection.execute(select(table)).all() for table in tables.sorted_tables])


def test_ada_takes_a_moment_back_and_it_is_gone_for_everyone_at_once(world: World) -> None:
    id = share(world, world.ada, "Never mind.")
    replied(world, world.ben, id, "What was that?")
    answer = world.as_(world.ada).post(at(world, id, "/remove"))
    assert (answer.status_code, answer.location) == (303, world.path())
    for who in (world.ada, world.ben):
        page = board(world, who)
        assert "Never mind." not in page
        assert "What was that?" not in page
        assert world.as_(who).get(at(world, id)).status_code == 404


def test_what_hangs_under_a_removed_moment_cannot_be_reached(world: World) -> None:
    id = share(world, world.ada)
    said = replied(world, world.ben, id, "What was that?")
    world.as_(world.ada).post(at(world, id, "/remove"))
    for rest in ("/replies", "/reactions", f"/replies/{said}/edit", f"/replies/{said}/remove", "/edit", "/remove"):
        answer = world.as_(world.ben).post(at(world, id, rest), data={"words": "x", "feeling": "love"})
        assert answer.status_code == 404, rest


def test_it_can_be_brought_back_for_ten_seconds_with_all_that_hung_under_it(world: World) -> None:
    id = share(world, world.ada, "Never mind.")
    replied(world, world.ben, id, "What was that?")
    feel(world, world.ben, id, "hug")
    before = article(world, world.ada, id)
    ada, now = world.as_(world.ada), clock.now()
    with clock.frozen(now):
        ada.post(at(world, id, "/remove"))
        page = ada.get(world.path()).text
    assert "Taken back." in page
    assert at(world, id, "/restore") in page
    assert 'seconds="10"' in page
    with clock.frozen(now + timedelta(seconds=14)):
        assert ada.post(at(world, id, "/restore")).status_code == 303
        assert article(world, world.ada, id) == before
        assert "It’s back where it was." in ada.get(world.path()).text


@pytest.mark.parametrize("purged", [False, True])
def test_after_that_it_is_too_late_and_said_so(world: World, purged: bool) -> None:
    id = share(world, world.ada, "Never mind.")
    ada = world.as_(world.ada)
    ada.post(at(world, id, "/remove"))
    with clock.frozen(clock.ahead(seconds=17)):
        if purged:
            with writing():
                purge()
        answer = ada.post(at(world, id, "/restore"))
        assert answer.status_code == 404
        assert "It’s too late to bring that back." in answer.text
        assert "Never mind." not in board(world, world.ada)


def test_only_who_took_it_away_brings_it_back(world: World) -> None:
    id = share(world, world.ben, "Mine.")
    world.as_(world.ada).post(at(world, id, "/remove"))
    assert world.as_(world.ben).post(at(world, id, "/restore")).status_code == 404
    assert "Mine." not in board(world, world.ben)
    assert world.as_(world.ada).post(at(world, id, "/restore")).status_code == 303
    assert "Mine." in board(world, world.ben)


def test_a_host_may_take_anything_away_and_a_member_only_what_is_theirs(world: World) -> None:
    hers, his = share(world, world.ada, "Hers."), share(world, world.ben, "His.")
    said = replied(world, world.ada, hers, "Her word.")
    assert world.as_(world.ben).post(at(world, hers, "/remove")).status_code == 403
    assert world.as_(world.ben).post(at(world, hers, f"/replies/{said}/remove")).status_code == 403
    assert "Take it away" not in article(world, world.ben, hers)
    assert "Take it away" in article(world, world.ada, his)
    assert world.as_(world.ada).post(at(world, his, "/remove")).status_code == 303
    assert "His." not in board(world, world.ben)
    assert "Hers." in board(world, world.ben)


def test_a_reply_is_taken_back_and_brought_back(world: World) -> None:
    id = quickly(world, world.ada)
    said = replied(world, world.ben, id, "What was that?")
    ben = world.as_(world.ben)
    block = ben.post(at(world, id, f"/replies/{said}/remove"), headers=PARTIAL)
    assert block.status_code == 200
    assert "What was that?" not in block.text
    assert "Taken back." in block.text
    assert at(world, id, f"/replies/{said}/restore") in block.text
    assert "What was that?" not in article(world, world.ada, id)
    assert ben.post(at(world, id, f"/replies/{said}/restore")).status_code == 303
    assert "What was that?" in article(world, world.ada, id)
    ben.post(at(world, id, f"/replies/{said}/remove"))
    with clock.frozen(clock.ahead(seconds=17)):
        assert ben.post(at(world, id, f"/replies/{said}/restore")).status_code == 404


def test_removing_answers_htmx_with_nothing_but_the_notice(world: World) -> None:
    id = share(world, world.ada)
    block = world.as_(world.ada).post(at(world, id, "/remove"), headers=PARTIAL)
    assert block.status_code == 200
    assert "<article" not in block.text
    assert "data-hx-swap-oob" in block.text
    assert "Taken back." in block.text


def test_the_purge_leaves_no_ghost(world: World) -> None:
    kept = share(world, world.ada, "Stays where it is.")
    id = share(world, world.ada, "Zanzibar.")
    said = replied(world, world.ben, id, "Quagga?")
    other = replied(world, world.ben, kept, "Xylophone.")
    feel(world, world.ben, id, "hug")
    feel(world, world.ben, kept, "hug")
    world.as_(world.ada).post(at(world, id, "/edit"), data={"words": "Zanzibar again."})
    world.as_(world.ada).post(at(world, id, "/remove"))
    world.as_(world.ben).post(at(world, kept, f"/replies/{other}/remove"))
    with clock.frozen(clock.ahead(seconds=16)), writing():
        purge()
    left = everything(world.app)
    for ghost in ("Zanzibar", "Quagga", "Xylophone", id, said, other):
        assert ghost not in left, ghost
    assert "Stays where it is." in left
    assert kept in left
    assert "Ben sent a hug" in article(world, world.ada, kept)


def test_nothing_of_it_can_be_read_out_of_the_file_either(world: World) -> None:
    for n in range(20):
        quickly(world, world.ben, f"Filler {n}. " * 20)
    id = share(world, world.ada, "Zanzibar. " * 20)
    replied(world, world.ben, id, "Quagga?")
    world.as_(world.ada).post(at(world, id, "/remove"))
    with clock.frozen(clock.ahead(seconds=30)), writing():
        purge()
    db.session.remove()
    if database.POSTGRES:  # it has no way to overwrite a row: what its owner can read is what can be promised
        left = database.dump(world.app.config["SETTINGS"])
        assert "Filler" in left
        assert not re.search("Zanzibar|Quagga", left)
        return
    kept = world.app.config["SETTINGS"].instance / "micronet.db"
    with closing(sqlite3.connect(kept)) as file:
        assert file.execute("pragma wal_checkpoint(truncate)").fetchone()[0] == 0
    assert b"Filler" in kept.read_bytes()
    assert not re.search(rb"Zanzibar|Quagga", kept.read_bytes())


def test_the_purge_waits_for_the_undo(world: World) -> None:
    id = share(world, world.ada, "Never mind.")
    now = clock.now()
    with clock.frozen(now):
        world.as_(world.ada).post(at(world, id, "/remove"))
    with clock.frozen(now + timedelta(seconds=14)), writing():
        purge()
    assert "Never mind." in everything(world.app)


def test_an_open_page_hears_of_a_removal_even_after_the_purge(world: World) -> None:
    id = share(world, world.ada, "Never mind.")
    version = re.search(r'data-version="(\d+)"', board(world, world.ben))
    assert version
    world.as_(world.ada).post(at(world, id, "/remove"))
    with clock.frozen(clock.ahead(seconds=16)), writing():
        purge()
    told = world.as_(world.ben).get(world.path(f"/pulse?v={version[1]}")).json
    assert told is not None
    assert "moments" in told["names"]


def test_an_edit_shows_and_an_edit_that_changes_nothing_does_not(world: World) -> None:
    id = share(world, world.ada, "Wich flour?")
    edit = at(world, id, "/edit")
    assert "Wich flour?</textarea>" in world.as_(world.ada).get(edit).text
    world.as_(world.ada).post(edit, data={"words": "Wich flour?"})
    assert "edited" not in article(world, world.ben, id)
    answer = world.as_(world.ada).post(edit, data={"words": "Which flour?"})
    assert (answer.status_code, answer.location) == (303, world.path() + f"#moment-{id[-12:]}")
    assert "edited" in article(world, world.ben, id)
    assert "Which flour?" in article(world, world.ben, id)
    refused = world.as_(world.ada).post(edit, data={"words": "z" * 4001}, headers=PARTIAL)
    assert refused.status_code == 422
    assert "z" * 4001 in refused.text
    assert refused.text.strip().startswith("<article")


def test_every_act_tells_the_open_pages_and_only_new_words_are_news(world: World) -> None:
    def state() -> tuple[int, datetime]:
        with world.app.app_context():
            circle = enter(world.family.id, world.ada).circle
            return circle.version, circle.news_at

    before, moment = state(), share(world, world.ada, "Hello.")
    after = state()
    assert after[0] == before[0] + 1
    assert after[1] > before[1]
    reply(world, world.ben, moment, "Hello.")
    assert state()[0] == after[0] + 1
    assert state()[1] > after[1]
    ada = world.as_(world.ada)
    for quiet in (
        lambda: feel(world, world.ben, moment, "love"),
        lambda: ada.post(at(world, moment, "/edit"), data={"words": "Hello again."}),
        lambda: ada.post(at(world, moment, "/remove")),
        lambda: ada.post(at(world, moment, "/restore")),
    ):
        before = state()
        quiet()  # type: ignore[no-untyped-call]
        after = state()
        assert (after[0], after[1]) == (before[0] + 1, before[1])
    assert len(order(board(world, world.ben))) == 1
