"""How a circle sees me: name, picture, colour, town."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from PIL import Image

from micronet.base.db import db, writing
from micronet.circles.models import Membership, Picture
from micronet.members.uploads import MOST_BYTES
from tests.members.pictures import SECRET, file, photo
from tests.world import PARTIAL, World

ME = {"nickname": "Bean", "town": "Bristol", "paint": "sage"}


def send(world: World, data: bytes | None = None, **form: str):  # type: ignore[no-untyped-def]
    fields = ME | form | ({"photo": file(data)} if data is not None else {})
    return world.as_(world.ben).post(world.path("/me"), data=fields, content_type="multipart/form-data")


def mine(world: World) -> Membership:
    db.session.rollback()
    db.session.expire_all()
    return world.ben_here


def files(app: Flask) -> list[str]:
    return [path.name for path in app.extensions["storage"].root.rglob("*") if path.is_file()]


def test_ben_is_called_bean_here_with_a_colour_and_a_town(world: World) -> None:
    assert send(world).status_code == 303
    member = mine(world)
    assert (member.nickname, member.town, member.paint, member.photo_id) == ("Bean", "Bristol", "sage", None)
    assert 'data-paint="sage" aria-hidden="true"><b>B</b>' in world.as_(world.ada).get(world.path("/about")).text


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_made_square_and_nothing_of_its_file_but_pixels_is_served(world: World, kind: str) -> None:
    data = photo(kind)
    assert SECRET in data or kind == "PNG"
    assert send(world, data).status_code == 303
    picture = f"/pictures/{mine(world).photo_id}"
    served = world.as_(world.ada).get(world.path(picture))
    assert served.status_code == 200
    for planted in (SECRET, b"Exif", b"GPS", b"xmp", b"XMP", b"ICCP", b"kitchen"):
        assert planted not in served.data
    with Image.open(io.BytesIO(served.data)) as shown:
        assert (shown.format, shown.size) == ("WEBP", (512, 512))
        assert not shown.getexif()
    assert f'src="{world.path(picture)}"' in world.as_(world.ada).get(world.path("/about")).text


def test_a_photo_is_checked_for_each_reader_before_not_changed_is_said(world: World) -> None:
    send(world, photo())
    path = world.path(f"/pictures/{mine(world).photo_id}")
    ada, cleo = world.as_(world.ada), world.as_(world.cleo)
    first = ada.get(path)
    tag = {"If-None-Match": first.headers["ETag"]}
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert first.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "sandbox" in first.headers["Content-Security-Policy"]
    assert ada.get(path, headers=tag).status_code == 304
    unknown = cleo.get(world.path("/pictures/0190a0b0c0d07e0f8a0b0c0d0e0f0a0b"))
    for answer in (cleo.get(path), cleo.get(path, headers=tag)):
        assert (answer.status_code, answer.data) == (404, unknown.data)
    assert world.as_(None).get(path, headers=tag).status_code == 303


def test_the_old_file_goes_when_another_takes_its_place_and_when_it_is_taken_down(world: World) -> None:
    send(world, photo())
    before = mine(world).photo_id
    send(world, photo("PNG"))
    after = mine(world).photo_id
    assert before != after
    assert files(world.app) == [after]
    assert world.as_(world.ben).post(world.path("/me/photo/remove")).status_code == 303
    assert mine(world).photo_id is None
    assert files(world.app) == []
    assert db.session.query(Picture).count() == 0


def test_changing_the_name_keeps_the_photo(world: World) -> None:
    send(world, photo())
    send(world, nickname="Beanie")
    assert mine(world).photo_id is not None


@pytest.mark.parametrize(
    "data",
    [b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", photo()[:500],
     b"GIF89a" + b"\x00" * 50, b"%PDF-1.7"],
)  # fmt: skip
def test_a_broken_photo_is_refused_plainly_and_what_was_typed_stays(world: World, data: bytes) -> None:
    answer = send(world, data, nickname="Just typed")
    assert answer.status_code == 422
    assert "make that out as a picture" in answer.text
    assert 'value="Just typed"' in answer.text
    assert mine(world).nickname == "Ben"
    assert files(world.app) == []


def test_a_flood_of_pixels_is_no_picture(world: World) -> None:
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    assert send(world, out.getvalue()).status_code == 422


def test_ten_megabytes_are_too_many_and_what_was_typed_stays(world: World) -> None:
    answer = send(world, photo() + b"\x00" * MOST_BYTES, nickname="Just typed")
    assert answer.status_code == 413
    assert "too big to send" in answer.text
    assert 'value="Just typed"' in answer.text
    assert mine(world).nickname == "Ben"


def test_far_too_much_is_refused_before_it_is_read(world: World) -> None:
    answer = send(world, b"\x00" * (13 * 1024 * 1024))
    assert answer.status_code == 413
    assert "too big to send" in answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [("nickname", ""), ("nickname", "n" * 41), ("town", "t" * 41), ("paint", "plaid"), ("nickname", "\u202e\u200b")],
)
def test_what_cannot_be_taken_is_said_and_changes_nothing(world: World, field: str, value: str) -> None:
    answer = send(world, **{"nickname": "Typed", field: value})
    assert answer.status_code == 422
    assert "field-wrong" in answer.text or "Choose one of the answers" in answer.text
    assert mine(world).nickname == "Ben"


def test_htmx_gets_the_form_alone(world: World) -> None:
    answer = world.as_(world.ben).post(world.path("/me"), data=ME | {"nickname": ""}, headers=PARTIAL)
    assert answer.status_code == 422
    assert "<html" not in answer.text
    assert re.search(r"<form id=\"profile\"", answer.text)


def test_a_circles_own_picture_is_changed_and_taken_down_by_hosts(world: World) -> None:
    ada = world.as_(world.ada)
    sent = ada.post(world.path("/picture"), data={"photo": file(photo())}, content_type="multipart/form-data")
    assert sent.status_code == 303
    assert len(files(world.app)) == 1
    assert world.as_(world.ben).post(world.path("/picture"), data={"remove": "yes"}).status_code == 403
    assert ada.post(world.path("/picture"), data={"remove": "yes"}).status_code == 303
    assert files(world.app) == []
    assert ada.post(world.path("/picture")).status_code == 422
    broken = {"photo": file(b"no picture")}
    assert ada.post(world.path("/picture"), data=broken, content_type="multipart/form-data").status_code == 422


def test_a_file_is_not_left_behind_when_nothing_was_kept(world: World) -> None:
    with writing():
        world.ben_here.role = "guest"
    assert send(world, photo()).status_code == 303
    assert len(files(world.app)) == 1
