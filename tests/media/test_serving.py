"""What is enclosed is handed to whoever may see it, by ranges, and never as something that acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from micronet import create_app
from micronet.base.db import writing
from micronet.config import Settings
from micronet.media.serving import disposition
from micronet.moments.actions import remove
from tests import database, s3
from tests.base.planted import photo
from tests.media.sending import FILM, OGG, files, lying, row, send, share, work
from tests.strict import weaknesses
from tests.world import World


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with s3.store(tmp_path_factory.mktemp("bucket")) as reached:
        yield reached


@pytest.fixture(params=["local", "s3"])
def app(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Flask]:
    """A house whose files lie in a folder, and one whose files lie in an object store."""
    more = request.getfixturevalue("bucket") if request.param == "s3" else {}
    app = create_app(replace(settings, **more))
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
    with app.app_context():
        yield app
    database.hang_up(app)


@pytest.fixture
def ben(world: World) -> FlaskClient:
    return world.as_(world.ben)


def at(world: World, id: str, variant: Any) -> str:
    return world.path(f"/attachments/{id}/{variant}")


def test_every_size_is_served_to_the_circle_and_to_nobody_else(world: World, ben: FlaskClient) -> None:
    id = send(ben, world, photo("JPEG", (2100, 1400)))["id"]
    share(world, id)
    work()
    ada, cleo, nobody = world.as_(world.ada), world.as_(world.cleo), world.as_(None)
    for width in (480, 960, 1920):
        answer = ada.get(at(world, id, width))
        assert (answer.status_code, answer.content_type, answer.data[8:12]) == (200, "image/webp", b"WEBP")
        assert answer.headers["Content-Disposition"] == "inline"
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        for range_ in ({}, {"Range": "bytes=0-9"}, {"If-None-Match": answer.headers["ETag"]}):
            assert cleo.get(at(world, id, width), headers=range_).status_code == 404
            foreign = f"/circles/{world.elsewhere.id}/attachments/{id}/{width}"
            assert cleo.get(foreign, headers=range_).status_code == 404
            assert nobody.get(at(world, id, width), headers=range_).status_code == 303
        again = ada.get(at(world, id, width), headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    for variant in (481, 0, "99999999", "original", "whole", "poster", "x", "²"):
        assert ada.get(at(world, id, variant)).status_code == 404


def test_what_is_with_nothing_yet_is_for_its_author(world: World, ben: FlaskClient) -> None:
    id = send(ben, world, OGG, "voice")["id"]
    assert ben.get(at(world, id, "whole")).status_code == 200
    assert world.as_(world.ada).get(at(world, id, "whole")).status_code == 404
    moment = share(world, id)
    assert world.as_(world.ada).get(at(world, id, "whole")).status_code == 200
    with writing():
        remove(moment, world.ben_here)
    assert ben.get(at(world, id, "whole")).status_code == 404


WHOLE = len(FILM)


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-", 206, (0, WHOLE)),
        ("bytes=0-99", 206, (0, 100)),
        ("bytes=5000-5999", 206, (5000, 6000)),
        ("bytes=-100", 206, (WHOLE - 100, WHOLE)),
        (f"bytes={WHOLE - 1}-", 206, (WHOLE - 1, WHOLE)),
        ("bytes=100-99999999", 206, (100, WHOLE)),
        ("bytes=0-9,20-29", 200, (0, WHOLE)),
        ("lines=0-9", 200, (0, WHOLE)),
        ("bytes=nonsense", 200, (0, WHOLE)),
    ],
)
def test_a_film_is_served_by_ranges(
    asked: str, status: int, part: tuple[int, int], world: World, ben: FlaskClient
) -> None:
    id = send(ben, world, FILM, "video")["id"]
    for answer in (ben.get(at(world, id, "whole"), headers={"Range": asked}),):
        assert answer.status_code == status
        assert answer.data == FILM[slice(*part)]
        assert answer.headers["Content-Length"] == str(part[1] - part[0])
        assert answer.content_type == "video/mp4"
        assert answer.headers["Accept-Ranges"] == "bytes"
        if status == 206:
            assert answer.headers["Content-Range"] == f"bytes {part[0]}-{part[1] - 1}/{WHOLE}"
    head = ben.head(at(world, id, "whole"), headers={"Range": asked})
    assert (head.status_code, head.data, head.headers["Content-Length"]) == (status, b"", str(part[1] - part[0]))


@pytest.mark.parametrize("asked", [f"bytes={WHOLE}-", "bytes=99999999-"])
def test_a_range_beyond_the_end_is_told_so(asked: str, world: World, ben: FlaskClient) -> None:
    id = send(ben, world, FILM, "video")["id"]
    answer = ben.get(at(world, id, "whole"), headers={"Range": asked})
    assert (answer.status_code, answer.headers["Content-Range"], answer.data) == (416, f"bytes */{WHOLE}", b"")


def test_a_range_of_what_it_was_before_is_the_whole(world: World, ben: FlaskClient) -> None:
    id = send(ben, world, FILM, "video")["id"]
    tag = ben.get(at(world, id, "whole")).headers["ETag"]
    for only_if, status in ((tag, 206), ('"another"', 200)):
        answer = ben.get(at(world, id, "whole"), headers={"Range": "bytes=5-9", "If-Range": only_if})
        assert answer.status_code == status


def test_a_file_is_downloaded_under_its_own_name_and_never_shown(world: World, ben: FlaskClient) -> None:
    id = send(ben, world, b"<svg onload='alert(1)'/>", "file", name='Größe "1"; x=.svg')["id"]
    answer = ben.get(at(world, id, "whole"))
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"Gr__e _1__ x_.svg\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22%3B%20x%3D.svg"
    )
    assert weaknesses(answer.headers) == []


def test_an_original_is_for_whoever_took_it(world: World, ben: FlaskClient) -> None:
    with writing():
        world.family.keeps_originals = True
    data = photo("JPEG", (600, 400))
    id = send(ben, world, data)["id"]
    share(world, id)
    work()
    answer = ben.get(at(world, id, "original"))
    assert (answer.data, answer.headers["Content-Disposition"][:31]) == (data, 'attachment; filename="photo.jpg')
    assert world.as_(world.ada).get(at(world, id, "original")).status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_not_there(world: World, ben: FlaskClient) -> None:
    id = send(ben, world, OGG, "voice")["id"]
    (kept,) = files(id)
    world.app.extensions["storage"].remove(world.family.id, kept.id)
    assert [ben.get(at(world, id, "whole")).status_code, ben.head(at(world, id, "whole")).status_code] == [404, 404]


def test_what_is_taken_back_is_gone_from_where_it_was_kept(world: World, ben: FlaskClient) -> None:
    id = send(ben, world, OGG, "voice")["id"]
    (kept,) = files(id)
    ben.post(world.path(f"/uploads/{id}/cancel"))
    with pytest.raises(FileNotFoundError):
        world.app.extensions["storage"].size(world.family.id, kept.id)
    assert lying(world) == []


def test_a_name_holds_nothing_that_could_end_its_line() -> None:
    assert disposition("") == "inline"
    assert disposition('a"\r\nSet-Cookie: x') == (
        "attachment; filename=\"a___Set-Cookie_ x\"; filename*=UTF-8''a%22%0D%0ASet-Cookie%3A%20x"
    )


def test_it_says_what_can_be_shown(world: World, ben: FlaskClient) -> None:
    id = send(ben, world, photo("JPEG", (600, 400)))["id"]
    work()
    told = ben.get(world.path(f"/uploads/{id}")).json
    assert told["state"] == "ready"
    assert [(one["role"], one["width"]) for one in told["files"]] == [("size", 480), ("size", 600)]
    assert all(ben.get(one["url"]).status_code == 200 for one in told["files"])
    assert row(id).name == ""
    assert Path(told["files"][0]["url"]).name == "480"
