"""A database that goes away for a moment is nobody's trouble: what can be asked again is asked again, and only that."""

from __future__ import annotations

import psycopg
import pytest
from flask import Flask, session
from sqlalchemy import event, select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from micronet.base import postgres
from micronet.base.db import begin_write, commit, db, engine, side_write
from micronet.base.notes import HouseNote, keep_note
from micronet.people.guards import late, public, repeatable
from micronet.web import again
from tests.world import World


class Outage:
    """The database fails as PostgreSQL does, so many times, at the statements that name `house_note`."""

    def __init__(self, times: int, cause: Exception | None = None) -> None:
        self.left, self.asked, self.cut = times, 0, False
        self.cause = cause or psycopg.OperationalError("server closed the connection unexpectedly")

    def __call__(self, _connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if "house_note" not in statement:
            return
        self.asked += 1
        if self.left:
            self.left -= 1
            self.cut = True
            raise wrapped(self.cause)

    def undo(self, _connection: object) -> None:
        """What was cut cannot even be rolled back."""
        if self.cut:
            self.cut = False
            raise wrapped(self.cause)


def wrapped(cause: Exception) -> DBAPIError:
    kind = IntegrityError if isinstance(cause, psycopg.IntegrityError) else OperationalError
    return kind("a statement", {}, cause)


@pytest.fixture
def outage(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(again, "BUDGET", 1.0)

    def begin(times: int, cause: Exception | None = None) -> Outage:
        made = Outage(times, cause)
        for writing in (True, False):
            event.listen(engine(writing=writing), "before_cursor_execute", made)
            event.listen(engine(writing=writing), "rollback", made.undo)
        return made

    return begin


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application with pages that write a note: before committing, after it, and after something done once."""

    def noted(*, spend: bool = False, twice: bool = False) -> str:
        if spend:
            with side_write(once=True):
                pass
        session["tries"] = session.get("tries", 0) + 1
        begin_write()
        keep_note("told", "yes")
        commit()
        if twice:
            db.session.scalars(select(HouseNote)).all()
        return str(session["tries"])

    for name, view in {
        "read": lambda: str(len(db.session.scalars(select(HouseNote)).all())),
        "write": late(noted),
        "spent": late(lambda: noted(spend=True)),
        "after": late(lambda: noted(twice=True)),
        "same": repeatable(late(lambda: noted(twice=True))),
    }.items():
        app.add_url_rule(f"/try/{name}", name, public(view), methods=["GET" if name == "read" else "POST"])
    return app


def test_a_reader_never_hears_of_a_restart(world: World, outage) -> None:
    gone = outage(2)
    assert world.as_(world.ada).get("/try/read").status_code == 200
    assert gone.asked == 3


def test_a_write_that_was_not_committed_is_done_once_and_its_page_knows_of_one_try(world: World, outage) -> None:
    outage(1)
    answer = world.as_(world.ada).post("/try/write")
    assert (answer.status_code, answer.text) == (200, "1")


def fails_after_commit(gone: Outage) -> None:
    """The next thing that is committed is the last that goes well for a while."""
    event.listen(db.session, "after_commit", lambda _session: setattr(gone, "left", 1), once=True)


@pytest.mark.parametrize("path", ["spent", "after"])
def test_what_may_be_done_already_is_not_done_twice(world: World, outage, path: str) -> None:
    ada = world.as_(world.ada)
    if path == "spent":
        outage(1)
    else:
        fails_after_commit(outage(0))
    answer = ada.post(f"/try/{path}")
    assert answer.status_code == 503
    assert "catching our breath" in answer.text


def test_what_is_the_same_when_done_twice_is_done_again(world: World, outage) -> None:
    ada = world.as_(world.ada)
    fails_after_commit(outage(0))
    assert ada.post("/try/same").status_code == 200


def test_a_long_outage_is_told_in_plain_words(world: World, outage) -> None:
    outage(1000)
    answer = world.as_(world.ada).get("/try/read")
    assert answer.status_code == 503
    assert "catching our breath" in answer.text


def test_a_lost_race_is_run_again_but_not_for_ever(world: World, outage) -> None:
    gone = outage(1, psycopg.errors.DeadlockDetected("deadlock detected"))
    assert world.as_(world.ada).post("/try/write").status_code == 200
    gone.left, gone.asked = 1000, 0
    assert world.as_(world.ada).post("/try/write").status_code == 503
    assert gone.asked == 1 + again.RACES


@pytest.mark.parametrize(
    ("cause", "away", "lost"),
    [
        (psycopg.OperationalError("connection refused"), True, False),
        (psycopg.errors.AdminShutdown("terminating connection"), True, False),
        (psycopg.errors.CannotConnectNow("the database system is starting up"), True, False),
        (psycopg.errors.DeadlockDetected("deadlock detected"), False, True),
        (psycopg.errors.UniqueViolation("duplicate key"), False, True),
        (psycopg.errors.QueryCanceled("statement timeout"), False, False),
        (psycopg.errors.DiskFull("could not extend file"), False, False),
        (psycopg.errors.ForeignKeyViolation("no such row"), False, False),
        (OSError("database is locked"), False, False),
    ],
)
def test_what_another_try_cures_is_told_from_what_it_does_not(cause: Exception, away: bool, lost: bool) -> None:
    problem = wrapped(cause)
    assert (postgres.is_away(problem), postgres.is_lost_race(problem)) == (away, lost)
