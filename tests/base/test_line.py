"""Processes that write stand in line, those who wait hold up nobody else, and a dead one is passed over."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import OperationalError

from micronet.base import db as base
from micronet.base import line, sqlite
from micronet.base.db import engine, writing
from micronet.base.notes import keep_note, note
from tests import database

pytestmark = pytest.mark.skipif(database.POSTGRES, reason="on PostgreSQL writers run side by side")
KEEP = "insert into house_note (name, value) values (?, 'kept')"


@pytest.fixture
def other(app: Flask) -> Iterator[Engine]:
    """What another process would write with."""
    made = create_engine(engine(writing=True).url, **sqlite.connect_options())
    base.tune(made, reading=False)
    yield made
    made.dispose()


@pytest.fixture
def place(app: Flask) -> Path:
    return Path(f"{engine(writing=True).url.database}-next")


@contextmanager
def held(app: Flask) -> Iterator[None]:
    """Somebody writes, who never heard of the line."""
    with closing(sqlite.sqlite3.connect(engine(writing=True).url.database, isolation_level=None)) as raw:
        raw.execute("begin immediate")
        yield
        raw.execute("rollback")


def is_taken(place: Path) -> bool:
    with place.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def test_who_has_just_written_lets_the_next_one_go_first(app: Flask, other: Engine, place: Path) -> None:
    order: list[str] = []

    def also() -> None:
        with other.begin():
            order.append("the other")

    thread = threading.Thread(target=also)
    with writing():
        keep_note("first", "kept")
        thread.start()
        while not is_taken(place):
            threading.Event().wait(0.001)
    with writing():
        order.append("again")
    thread.join(20)
    assert order == ["the other", "again"]
    assert not is_taken(place)


def test_who_has_waited_long_enough_is_told_and_may_try_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "PATIENCE", 0.05)
    with held(app), pytest.raises(OperationalError, match="locked"), writing():
        keep_note("held", "kept")
    with writing():
        keep_note("afterwards", "kept")
    assert [note("held"), note("afterwards")] == [None, "kept"]


def test_what_waiting_does_not_mend_is_told_at_once(other: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "PATIENCE", 1e9)
    with other.connect() as link:
        raw = link.connection.driver_connection
        assert raw is not None
        raw.execute("begin")
        with pytest.raises(OperationalError, match="within a transaction"):
            link.begin()


def test_the_dead_are_passed_over(app: Flask, place: Path) -> None:
    waits = "import fcntl, sys; f = open(sys.argv[1], 'a'); fcntl.flock(f, fcntl.LOCK_EX); print(flush=True); input()"
    command = [sys.executable, "-c", waits, str(place)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert is_taken(place)
        process.kill()
    with writing():
        keep_note("afterwards", "kept")
    assert note("afterwards") == "kept"


def test_without_room_for_the_place_writing_goes_on(app: Flask, place: Path) -> None:
    place.unlink(missing_ok=True)
    place.mkdir()
    with writing():
        keep_note("anyway", "kept")
    assert note("anyway") == "kept"


GREENLETS = '''
from gevent import monkey; monkey.patch_all()
import sys
from pathlib import Path
import gevent
from micronet import create_app
from micronet.base.aside import wait_by
from micronet.base.db import _writer, engine, writing
from micronet.base.notes import keep_note, note
from micronet.base.sqlite import sqlite3
from micronet.config import Settings

app, commits = create_app(Settings(instance=Path(sys.argv[1]))), []
native = gevent.get_hub().threadpool.apply

def write(before):
    def keep(name):
        with app.app_context(), writing():
            keep_note(name, "kept")
    names = [f"{before}-{n}" for n in range(8)]
    return [gevent.spawn(keep, name) for name in names]

def all_kept(writes, before):
    gevent.joinall(writes, raise_error=True)
    with app.app_context():
        assert [note(f"{before}-{n}") for n in range(8)] == ["kept"] * 8
    return len(commits)

def disk(act):
    commits.append(act)
    native(act)

def slow_disk(act):
    """The first wait lasts until everyone else has come."""
    wait_by(disk)
    while writer._waiting < 7:
        gevent.sleep(0.001)
    disk(act)

with app.app_context():
    writer = _writer()
    other = sqlite3.connect(engine(writing=True).url.database, isolation_level=None)
wait_by(disk)
other.execute("begin immediate")
writes = write("lock")
while writer._waiting < 7:
    gevent.sleep(0.001)
other.execute("rollback")
print(all_kept(writes, "lock"))
wait_by(slow_disk)
print(all_kept(write("disk"), "disk"))
'''


def test_greenlets_go_on_while_one_waits_for_the_lock_or_the_disk(app: Flask) -> None:
    command = [sys.executable, "-W", "ignore", "-c", GREENLETS, str(app.config["SETTINGS"].instance)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["1", "3"], done.stderr
