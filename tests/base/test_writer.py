"""Those who write at the same time wait for the disk together, and what befalls one befalls no other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from micronet.base import aside
from micronet.base.aside import wait_by
from micronet.base.db import begin_write, commit, db, engine, rollback, side_write, writing
from micronet.base.notes import keep_note, note
from micronet.base.sqlite import sqlite3
from tests import database

pytestmark = pytest.mark.skipif(database.POSTGRES, reason="on PostgreSQL writers run side by side")


def in_threads(app: Flask, acts: list[Callable[[], None]]) -> list[BaseException | None]:
    """Every act in a thread and unit of work of its own, all waiting for the turn that the test holds."""
    problems: list[BaseException | None] = [None] * len(acts)

    def run(place: int, act: Callable[[], None]) -> None:
        with app.app_context():
            try:
                act()
            except BaseException as problem:
                problems[place] = problem

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    begin_write()
    for thread in threads:
        thread.start()
    while sum(1 for one in threads if one.is_alive()) == len(acts) and waiting(app) < len(acts):
        threading.Event().wait(0.01)
    rollback()
    for thread in threads:
        thread.join(20)
    return problems


def waiting(app: Flask) -> int:
    from micronet.base.db import _writer

    return _writer()._waiting


def commits(app: Flask) -> list[str]:
    done: list[str] = []
    event.listen(engine(writing=True), "commit", lambda _link: done.append("commit"))
    return done


def keep(name: str) -> Callable[[], None]:
    def act() -> None:
        with writing():
            keep_note(name, "kept")

    return act


def test_eight_who_write_at_once_wait_for_one_commit(app: Flask) -> None:
    done = commits(app)
    assert in_threads(app, [keep(f"note-{number}") for number in range(8)]) == [None] * 8
    assert len(done) == 1
    assert [note(f"note-{number}") for number in range(8)] == ["kept"] * 8


def test_who_takes_back_takes_nobody_else_along(app: Flask) -> None:
    def changes_their_mind() -> None:
        begin_write()
        keep_note("second-thoughts", "kept")
        rollback()

    def fails() -> None:
        with writing():
            keep_note("failed", "kept")
            raise ZeroDivisionError

    problems = in_threads(app, [keep("one"), changes_their_mind, fails, keep("two")])
    assert [type(problem) for problem in problems] == [type(None), type(None), ZeroDivisionError, type(None)]
    assert [note(name) for name in ("one", "two", "second-thoughts", "failed")] == ["kept", "kept", None, None]


def test_what_cannot_be_put_on_disk_is_told_to_everyone_who_waited_for_it(app: Flask) -> None:
    def refuse(_link: Any) -> None:
        raise OperationalError("COMMIT", None, Exception("database or disk is full"))

    event.listen(engine(writing=True), "commit", refuse)
    problems = in_threads(app, [keep(f"note-{number}") for number in range(4)])
    event.remove(engine(writing=True), "commit", refuse)
    assert [type(problem) for problem in problems] == [OperationalError] * 4
    assert [note(f"note-{number}") for number in range(4)] == [None] * 4
    keep("afterwards")()
    assert note("afterwards") == "kept"


def test_a_disk_that_fails_while_all_wait_for_it_is_told_to_all_and_keeps_nothing(app: Flask) -> None:
    def fails(_act: Any) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    wait_by(fails)
    try:
        problems = in_threads(app, [keep(f"note-{number}") for number in range(4)])
    finally:
        wait_by(aside._here)
    assert [type(problem) for problem in problems] == [OperationalError] * 4
    keep("afterwards")()
    assert [note(name) for name in ("note-0", "note-3", "afterwards")] == [None, None, "kept"]


def test_a_transaction_that_sqlite_forgot_is_nobodys_success(app: Flask) -> None:
    def loses_it() -> None:
        begin_write()
        keep_note("lost", "kept")
        db.session.flush()
        db.session.connection().connection.driver_connection.execute("rollback")
        commit()

    problems = in_threads(app, [loses_it, keep("beside")])
    assert isinstance(problems[0], Exception)
    told_well = problems[1] is None
    assert (note("beside") == "kept") is told_well
    assert note("lost") is None


def test_a_transaction_begun_anew_behind_our_back_does_not_pass_for_the_old_one(app: Flask) -> None:
    def loses_it_and_goes_on() -> None:
        begin_write()
        keep_note("lost", "kept")
        db.session.flush()
        raw = db.session.connection().connection.driver_connection
        raw.execute("rollback")
        raw.execute("begin immediate")
        raw.execute("savepoint sa_savepoint_1")
        raw.execute("savepoint sa_savepoint_2")
        commit()

    problems = in_threads(app, [loses_it_and_goes_on] * 2)
    assert all(isinstance(problem, Exception) for problem in problems)
    assert note("lost") is None


def test_a_side_write_joins_the_others(app: Flask) -> None:
    def aside() -> None:
        with side_write() as connection:
            connection.exec_driver_sql("insert into house_note (name, value) values ('aside', 'kept')")

    done = commits(app)
    assert in_threads(app, [keep("one"), aside, keep("two")]) == [None] * 3
    assert len(done) == 1
    assert [note(name) for name in ("one", "aside", "two")] == ["kept"] * 3
