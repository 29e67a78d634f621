"""Looking behind links when something goes wrong: a server in trouble, a job that is killed, a moment that goes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import delete

from micronet.activity.models import Moment
from micronet.base import clock
from micronet.base.db import writing
from micronet.config import Settings
from micronet.moments import previews as looked
from tests import database
from tests.base.servers import Server, page, serving
from tests.moments.looking import LOAF, bread, files, rows, seen, within, work
from tests.moments.saying import at, share
from tests.world import World


@pytest.fixture
def there(world: World) -> Iterator[Server]:
    """Somebody's pages about bread."""
    with serving(LOAF) as server:
        within(world, server)
        yield server


def test_in_trouble_it_is_tried_three_times_and_no_more(world: World) -> None:
    trouble = {"/page": page(b"", status="503 Soon")}
    with serving(trouble) as server:
        within(world, server)
        share(world, world.ada, server.at("/page"))
        at_first = clock.now()
        for after, tries in ((0, 1), (30, 1), (61, 2), (600, 2), (61 + 901, 3), (90_000, 3), (900_000, 3)):
            with clock.frozen(at_first + timedelta(seconds=after)):
                work()
                assert len(server.asked) == tries, after
    assert [row.state for row in rows()] == ["none"]


def test_a_house_that_is_well_again_shows_it(world: World) -> None:
    answers = {**LOAF, "/bread": page(b"", status="503 Soon")}
    with serving(answers) as server:
        within(world, server)
        moment = share(world, world.ada, server.at("/bread"))
        assert work() == 1
        answers["/bread"] = bread()
        with clock.frozen(clock.now() + timedelta(minutes=2)):
            assert work() == 1
    assert seen(world, moment)[moment].width == 640


class Killed(BaseException):
    """What ends a process at that place."""


@pytest.mark.parametrize("where", ["_behind", "_fill", "_keep"])
def test_a_job_that_is_killed_goes_on(world: World, there: Server, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    def die(*_: object) -> None:
        raise Killed

    moment = share(world, world.ada, there.at("/bread"))
    with monkeypatch.context() as patched:
        patched.setattr(looked, where, die)
        with pytest.raises(Killed):
            work()
    assert [row.state for row in rows()] == ["waiting"]
    assert work() == 0
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        assert work() == 1
    assert seen(world, moment)[moment].width == 640


JOB = """
import os, sys
from micronet import config, create_app
from micronet.base.fetch import Net
from micronet.base.walls import unscoped
from micronet.moments.previews import look
app, port = create_app(config.load(os.environ)), int(sys.argv[1])
app.config["NET"] = Net(frozenset({port}), frozenset({("127.0.0.1", port)}), lambda *_: ["127.0.0.1"])
with app.app_context(), unscoped("a test runs what the jobs run"):
    look()
"""


def test_a_process_that_is_killed_while_it_waits_for_a_page_loses_nothing(world: World, settings: Settings) -> None:
    asked, gate = threading.Event(), threading.Event()

    def slowly(path: str, connection: socket.socket) -> None:
        asked.set()
        gate.wait(60)
        connection.sendall(LOAF[path])

    with serving(slowly) as server:
        moment = share(world, world.ada, server.at("/bread"))
        environment = {"MICRONET_INSTANCE": str(settings.instance), **database.of(settings)}
        with subprocess.Popen([sys.executable, "-c", JOB, str(server.port)], env=os.environ | environment) as job:
            assert asked.wait(60)
            job.kill()
        gate.set()
        assert [(row.state, row.tries) for row in rows()] == [("waiting", 1)]
        within(world, server)
        with clock.frozen(clock.now() + timedelta(minutes=2)):
            assert work() == 1
    assert seen(world, moment)[moment].width == 640


def test_a_page_that_kills_the_job_does_so_three_times(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object) -> None:
        raise Killed

    share(world, world.ada, "https://page.example/")
    monkeypatch.setattr(looked, "_behind", die)
    begun = clock.now()
    for days in range(3):
        with clock.frozen(begun + timedelta(days=days)), pytest.raises(Killed):
            work()
    with clock.frozen(begun + timedelta(days=9)):
        assert work() == 0
    assert [row.state for row in rows()] == ["none"]


@pytest.mark.parametrize("meanwhile", ["removed", "edited"])
def test_a_link_that_goes_while_it_is_looked_at_leaves_nothing(
    world: World, there: Server, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    moment, real = share(world, world.ada, there.at("/bread")), looked._behind

    def slowly(url: str) -> object:
        found = real(url)
        if meanwhile == "edited":
            world.as_(world.ada).post(at(world, moment, "/edit"), data={"words": "No bread."})
        else:
            with writing() as session:
                session.execute(delete(Moment).where(Moment.id == moment))
        return found

    monkeypatch.setattr(looked, "_behind", slowly)
    assert work() == 1
    assert rows() == []
    assert files(world) == []
