"""The audit that the trials end with finds whatever is planted: a trial that cannot fail proves nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from micronet.base.db import writing
from micronet.base.ids import new_id
from micronet.base.sqlite import sqlite3
from micronet.circles import pictures
from micronet.circles.access import enter
from micronet.members.actions import show_photo
from micronet.moments import actions, talk
from micronet.people.models import Person
from tests.database import POSTGRES
from torture.acks import Acks
from torture.audit import audit, strays
from torture.household import Household, furnish, within

pytestmark = pytest.mark.skipif(POSTGRES, reason="it looks into an SQLite file")
FACE = b"a square"


@pytest.fixture
def house(tmp_path: Path) -> Household:
    return furnish(tmp_path / "instance", many=2)


@pytest.fixture
def acks(house: Household) -> Acks:
    """What two people said, acknowledged."""
    acks = Acks()
    with within(house.folder) as app, writing() as session:
        one, other = (enter(house.circle_id, session.get(Person, who.person_id)) for who in house.people)
        moment = actions.share(one, id=new_id(), kind="note", text="Kettle on.")
        reply = talk.reply(moment, other, id=new_id(), text="Coming.")
        talk.react(moment, other, "love")
        show_photo(one, pictures.hang(app.extensions["storage"], house.circle_id, FACE).id)
        acks.acknowledge("moment", moment.id, moment.text)
        acks.acknowledge("reply", reply.id, reply.text)
        acks.acknowledge("feeling", (moment.id, other.id), "love")
        acks.acknowledge("photo", one.id, "me")
    return acks


def found(house: Household, acks: Acks) -> str:
    return "\n".join(audit(house, acks, {"me": FACE}))


def test_a_sound_house_has_nothing_wrong(house: Household, acks: Acks) -> None:
    assert found(house, acks) == ""
    assert len(acks) == 4


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("delete from moment", "lost: moment"),
        ("update reply set text = 'Going.'", "lost: reply"),
        ("delete from reaction", "lost: feeling"),
        ("update membership set photo_id = null", "lost: the photograph"),
        ("delete from activity where verb = 'moment.shared'", "half-done: moment"),
        ("update circle set version = version + 1", "half-done: circle"),
        ("delete from activity where verb = 'reaction.given'", "half-done: feeling"),
        ("insert into reply (id, circle_id, moment_id, author_id, text, created_at) select hex(randomblob(16)),"
         " circle_id, moment_id, author_id, text, created_at from reply", "doubled: 'Coming.'"),
        ("delete from membership", "foreign_key_check"),
    ],
)  # fmt: skip
def test_every_damage_is_found(house: Household, acks: Acks, damage: str, told: str) -> None:
    with closing(sqlite3.connect(house.database)) as connection, connection:
        connection.execute(damage)
    assert told in found(house, acks)


def test_a_moment_nobody_sent_is_found(house: Household, acks: Acks) -> None:
    acks.taken["moment"].clear()
    assert "invented: moment" in found(house, acks)


def each_file(house: Household, change: Callable[[Path], object]) -> None:
    for path in (house.folder / "files").rglob("*"):
        if path.is_file():
            change(path)


def test_half_a_file_is_found(house: Household, acks: Acks) -> None:
    each_file(house, lambda path: path.write_bytes(b"a sq"))
    assert "half-done: picture" in found(house, acks)


def test_a_file_that_is_gone_is_found(house: Household, acks: Acks) -> None:
    each_file(house, Path.unlink)
    assert "half-done: picture" in found(house, acks)


def test_a_file_that_no_row_names_is_found(house: Household, acks: Acks) -> None:
    assert strays(house) == []
    each_file(house, lambda path: path.with_suffix(".part").write_bytes(b"half"))
    assert len(strays(house)) == 1
