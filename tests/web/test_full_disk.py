"""The house on a full disk: it is read as ever, refuses plainly, keeps what was typed, and lets people sign out."""

from __future__ import annotations

import errno
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from micronet.base import clock, reserve
from micronet.base.db import engine
from micronet.base.ids import new_id
from micronet.base.sqlite import sqlite3
from micronet.circles import pictures
from tests.members.pictures import file, photo
from tests.world import PARTIAL, World


@pytest.fixture
def full(app: Flask) -> Path:
    """From now on nothing can be written while the reserve is there."""
    kept = app.config["SETTINGS"].instance / reserve.NAME

    def refuse(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if kept.exists() and statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            raise OperationalError(statement, {}, sqlite3.OperationalError("database or disk is full"))

    reserve.keep(kept.parent)
    event.listen(engine(writing=True), "before_cursor_execute", refuse)
    return kept


@pytest.fixture
def ben_here(world: World) -> FlaskClient:
    return world.as_(world.ben)


def test_what_was_typed_is_kept_and_can_be_sent_again(world: World, ben_here: FlaskClient, full: Path) -> None:
    id = new_id()
    answer = ben_here.post(world.path("/moments"), data={"fresh": id, "words": "Kettle on & <hot>."})
    assert answer.status_code == 507
    assert "The house is full." in answer.text
    assert "Kettle on &amp; &lt;hot&gt;.</textarea>" in answer.text
    assert f'name="fresh" value="{id}"' in answer.text


def test_a_form_in_its_page_is_told_and_keeps_its_words_itself(world: World, ben_here: FlaskClient, full: Path) -> None:
    answer = ben_here.post(world.path("/moments"), data={"words": "Kettle on."}, headers=PARTIAL)
    assert answer.status_code == 507
    assert "The house is full." in answer.text
    assert "textarea" not in answer.text


def test_everything_can_be_read(world: World, ben_here: FlaskClient, full: Path) -> None:
    with clock.frozen(clock.now() + timedelta(hours=2)):
        answers = [ben_here.get(path).status_code for path in (world.path(), world.path("/about"), "/me")]
    assert answers == [200, 200, 200]


def test_signing_out_works(world: World, ben_here: FlaskClient, full: Path) -> None:
    assert ben_here.post("/me/sign-out").status_code == 303
    assert ben_here.get("/me").status_code != 200
    assert full.exists(), "what is left of the reserve is kept again"


def test_nothing_else_touches_the_reserve(world: World, ben_here: FlaskClient, full: Path) -> None:
    assert ben_here.post(world.path("/status"), data={"text": "Baking.", "clears": "4h"}).status_code == 507
    assert full.exists()


@pytest.mark.parametrize(("number", "status"), [(errno.ENOSPC, 507), (errno.EIO, 503)])
def test_a_photograph_that_has_no_room_is_refused_plainly(
    world: World, ben_here: FlaskClient, monkeypatch: pytest.MonkeyPatch, number: int, status: int
) -> None:
    def no_room(*_: object) -> None:
        raise OSError(number, "no room")

    monkeypatch.setattr(pictures, "hang", no_room)
    fields = {"nickname": "Ben", "paint": "sage", "photo": file(photo())}
    answer = ben_here.post(world.path("/me"), data=fields, content_type="multipart/form-data")
    assert answer.status_code == status
    assert "Retry-After" in answer.headers or status == 507
