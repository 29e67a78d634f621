"""One writer at a time, nothing half done, and readers that cannot write."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from micronet.base.db import begin_write, commit, db, engine, rollback, side_write, writing
from micronet.base.notes import HouseNote, keep_note, note
from micronet.circles.models import Circle
from tests import database
from tests.world import World


def test_what_is_committed_is_there_and_what_is_not_is_forgotten(app: Flask) -> None:
    begin_write()
    keep_note("kept", "yes")
    commit()
    begin_write()
    keep_note("lost", "yes")
    rollback()
    assert note("kept") == "yes"
    assert note("lost") is None


def test_a_failed_unit_of_work_leaves_the_way_free_for_the_next(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), writing():
        keep_note("half", "yes")
        raise ZeroDivisionError
    with writing():
        keep_note("whole", "yes")
    assert (note("half"), note("whole")) == (None, "yes")


def test_writers_queue_so_that_none_is_told_the_database_is_locked(app: Flask) -> None:
    def add(number: int) -> None:
        with app.app_context():
            for turn in range(20):
                with writing() as session:
                    session.add(HouseNote(name=f"{number}-{turn}", value="x"))

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(db.session.scalars(select(HouseNote)).all()) >= 160


def test_a_side_write_inside_a_write_is_refused_instead_of_waiting_for_itself(app: Flask) -> None:
    with writing(), pytest.raises(RuntimeError), side_write():
        pass


def test_the_reading_engine_cannot_write_whatever_it_is_asked(app: Flask) -> None:
    refused = "read-only" if database.POSTGRES else "not authorized"
    for statement in (
        "delete from person",
        "drop table person",
        "create table x (y int)",
        "insert into house_note values ('a','b')",
    ):
        with engine(writing=False).connect() as connection, pytest.raises(DBAPIError, match=refused):
            connection.execute(text(statement))


def test_every_connection_keeps_what_it_acknowledges(app: Flask) -> None:
    with engine(writing=True).connect() as connection:
        if database.POSTGRES:
            assert connection.exec_driver_sql("show synchronous_commit").scalar() == "on"
            assert connection.exec_driver_sql("show session_replication_role").scalar() == "origin"  # foreign keys hold
            assert connection.exec_driver_sql("show statement_timeout").scalar() == "15s"
            return
        assert connection.exec_driver_sql("pragma synchronous").scalar() == 2  # FULL
        assert connection.exec_driver_sql("pragma journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("pragma foreign_keys").scalar() == 1


def test_a_reference_to_another_circle_cannot_be_stored(world: World) -> None:
    from micronet.activity.models import Moment

    with pytest.raises(IntegrityError), writing() as session:
        session.add(Moment(circle_id=world.family.id, author_id=world.cleo_there.id, text="Whose is this?"))
        session.flush()


def test_a_moment_in_time_without_its_zone_is_a_mistake(app: Flask) -> None:
    with pytest.raises(StatementError, match="zone"), writing() as session:
        session.add(Circle(kind="family", name="X", cap=12, created_at=datetime(2026, 3, 14)))
        session.flush()
    with writing() as session:
        session.add(Circle(kind="family", name="X", cap=12, created_at=datetime(2026, 3, 14, tzinfo=UTC)))
    assert db.session.scalars(select(Circle)).one().created_at == datetime(2026, 3, 14, tzinfo=UTC)


def test_what_a_statement_was_given_is_not_told_when_it_fails(app: Flask) -> None:
    for ask in (select(text(":secret from nowhere")), text("select :secret from nowhere")):
        with pytest.raises(DBAPIError) as failed:
            db.session.execute(ask, {"secret": "known to nobody"})
        assert "known to nobody" not in str(failed.value)
        rollback()
