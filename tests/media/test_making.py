"""The errand makes the sizes of photos that wait: one by one, whatever befalls it in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from micronet.activity import incoming
from micronet.activity.models import Activity
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.base.storage import LocalStorage
from micronet.media import making, sweeping
from tests import database
from tests.base.planted import found_in, photo
from tests.media.sending import FILM, OGG, announce, files, lying, piece, row, send, share, work
from tests.world import World
from torture import hostile


@pytest.fixture
def ben(world: World) -> FlaskClient:
    return world.as_(world.ben)


def acts(world: World) -> list[Any]:
    db.session.rollback()
    rows = select(Activity.subject_id).where(Activity.verb == "photo.ready", Activity.circle_id == world.family.id)
    return list(db.session.scalars(rows))


@pytest.mark.parametrize("form", ["JPEG", "HEIF", "PNG"])
def test_a_photo_that_waits_is_made_ready(form: str, world: World, ben: FlaskClient) -> None:
    id = send(ben, world, photo(form, (1200, 600)))["id"]
    moment = share(world, id)
    work()
    made = row(id)
    assert (made.state, made.width, made.height) == ("ready", 1200, 600)
    assert len(made.placeholder) < 1000
    assert [(one.role, one.width, one.media_type) for one in files(id)] == [
        ("size", width, "image/webp") for width in (480, 960, 1200)
    ]
    assert acts(world) == [moment.id]
    assert {path.parent.name for path in lying(world)} == {world.family.id}
    assert [trace for path in lying(world) for trace in found_in(path)] == []


def test_what_is_with_no_moment_yet_tells_nobody(world: World, ben: FlaskClient) -> None:
    id = send(ben, world, hostile.picture())["id"]
    work()
    assert row(id).state == "ready"
    assert acts(world) == []


@pytest.mark.parametrize(("offset", "hour"), [("", 14), ("+02:00", 12)])
def test_when_it_was_taken_is_kept_where_its_owner_lives_or_the_camera_was(
    offset: str, hour: int, world: World, ben: FlaskClient
) -> None:
    id = send(ben, world, photo("JPEG", (300, 200), offset=offset))["id"]
    work()
    assert row(id).taken_at == datetime(2026, 3, 1, hour, 30, tzinfo=UTC)


def test_the_original_is_kept_only_where_the_circle_says_so(world: World, ben: FlaskClient) -> None:
    with writing():
        world.family.keeps_originals = True
    data = photo("HEIF", (600, 400))
    id = send(ben, world, data)["id"]
    work()
    (original,) = [one for one in files(id) if one.role == "original"]
    assert (original.media_type, original.size) == ("image/heic", len(data))
    assert world.app.extensions["storage"].get(world.family.id, original.id) == data


@pytest.mark.parametrize("name", ["jpeg head on a page", "bomb", "half a heic"])
def test_a_hostile_photo_is_refused_with_the_reason_and_leaves_nothing(
    name: str, world: World, ben: FlaskClient
) -> None:
    id = send(ben, world, hostile.CLASSES[name]())["id"]
    share(world, id)
    work()
    assert (row(id).state, row(id).problem) == ("refused", "too_many_pixels" if name == "bomb" else "broken")
    assert files(id) == []
    assert lying(world) == []
    assert ben.get(world.path(f"/uploads/{id}")).json["say"]


def test_a_disk_in_trouble_is_tried_again_later_and_not_for_ever(
    world: World, ben: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = send(ben, world, hostile.picture())["id"]

    def fails(*_: object) -> None:
        raise OSError(5, "Input/output error")

    now = clock.now()
    with monkeypatch.context() as patch:
        patch.setattr(LocalStorage, "put_file", fails)
        work()
        assert (row(id).state, row(id).tries) == ("waiting", 1)
        work()
        assert row(id).tries == 1, "its turn is later"
    with clock.frozen(now + timedelta(minutes=2)):
        work()
    assert row(id).state == "ready"
    again = send(ben, world, hostile.picture())["id"]
    monkeypatch.setattr(LocalStorage, "put_file", fails)
    for days in range(len(making.PAUSES) + 1):
        with clock.frozen(now + timedelta(days=days + 1)):
            work()
    assert (row(again).state, row(again).problem) == ("refused", "broken")


def test_a_photo_that_was_taken_back_meanwhile_does_not_come_again(
    world: World, ben: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = send(ben, world, hostile.picture())["id"]
    real = LocalStorage.put_file

    def taken_back(*given: Any) -> None:
        real(*given)
        ben.post(world.path(f"/uploads/{id}/cancel"))

    monkeypatch.setattr(LocalStorage, "put_file", taken_back)
    work()
    assert ben.get(world.path(f"/uploads/{id}")).status_code == 404


JOB = """
import os, sys, time
from micronet import create_app
from micronet.base.storage import LocalStorage
from micronet.base.walls import unscoped
from micronet.media.making import make_sizes
real = LocalStorage.put_file
def slowly(*given):
    real(*given)
    print("kept", flush=True)
    time.sleep(60)
LocalStorage.put_file = slowly
with create_app().app_context(), unscoped("as the jobs do"):
    make_sizes()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
def test_killed_in_the_middle_it_is_finished_after_the_restart(world: World, ben: FlaskClient) -> None:
    id = send(ben, world, photo("JPEG", (1200, 600)))["id"]
    moment = share(world, id)
    settings = world.app.config["SETTINGS"]
    environment = {**os.environ, "MICRONET_INSTANCE": str(settings.instance), **database.of(settings)}
    job = subprocess.Popen([sys.executable, "-c", JOB], env=environment, stdout=subprocess.PIPE, text=True)
    assert job.stdout is not None
    assert job.stdout.readline() == "kept\n"
    job.send_signal(signal.SIGKILL)
    job.wait()
    job.stdout.close()
    assert (row(id).state, files(id)) == ("waiting", [])
    work()
    assert row(id).state == "ready"
    assert acts(world) == [moment.id]
    left_over = {path.name for path in lying(world)} - {one.id for one in files(id)}
    assert left_over, "what was half done is still there, and swept"
    _age(lying(world))
    with writing():
        sweeping.clear()
        from micronet.circles import strays

        strays.remove_strays()
    assert {path.name for path in lying(world)} == {one.id for one in files(id)}


def _age(paths: list[Path], seconds: float = 7200) -> None:
    before = time.time() - seconds
    for path in [*paths, *{path.parent for path in paths}]:
        os.utime(path, (before, before))


def test_what_is_used_for_nothing_goes_after_a_day(world: World, ben: FlaskClient) -> None:
    with clock.frozen(clock.ago(hours=25)):
        unused, coming = send(ben, world, OGG, "voice")["id"], announce(ben, world, size=900).json["id"]
        used = send(ben, world, FILM, "video")["id"]
        share(world, used)
        piece(ben, world, coming, bytes(300), 0)
    fresh = announce(ben, world, size=900).json["id"]
    piece(ben, world, fresh, bytes(300), 0)
    (incoming.folder() / "nobody knows").write_bytes(b"-")
    _age(lying(world))
    with writing():
        sweeping.clear()
        from micronet.circles import strays

        strays.remove_strays()
    for id, status in ((unused, 404), (coming, 404), (fresh, 200)):
        assert ben.get(world.path(f"/uploads/{id}")).status_code == status
    assert {path.name for path in lying(world)} == {fresh, *(one.id for one in files(used))}


def test_a_row_whose_file_is_gone_is_told_in_the_log(
    world: World, ben: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    from micronet.circles import strays

    id = send(ben, world, OGG, "voice")["id"]
    with writing():
        strays.remove_strays()
    assert caplog.text == ""
    (kept,) = files(id)
    world.app.extensions["storage"].remove(world.family.id, kept.id)
    with writing():
        strays.remove_strays()
    assert kept.id in caplog.text
