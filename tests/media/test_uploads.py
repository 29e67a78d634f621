"""Files come in pieces: each counts once, a broken line is gone on from, and what may not come leaves nothing."""

from __future__ import annotations

import errno
import io

import pytest
from flask.testing import FlaskClient

from micronet.activity import incoming
from micronet.base.ids import new_id
from micronet.config import MB
from tests.media.sending import FILM, OGG, announce, files, lying, piece, row, send, share
from tests.members.pictures import photo
from tests.world import World
from torture import hostile


@pytest.fixture
def ben(world: World) -> FlaskClient:
    return world.as_(world.ben)


def test_a_photo_comes_in_pieces_and_then_waits_for_its_sizes(world: World, ben: FlaskClient) -> None:
    data = photo()
    told = announce(ben, world, size=len(data)).json
    assert (told["state"], told["received"], told["size"]) == ("arriving", 0, len(data))
    id, half = told["id"], len(data) // 2
    assert piece(ben, world, id, data[:half], 0).json["received"] == half
    assert ben.get(world.path(f"/uploads/{id}")).json["received"] == half
    assert piece(ben, world, id, data[half:], half).json["state"] == "waiting"
    assert incoming.path_of(id).read_bytes() == data


def test_what_is_sent_twice_is_there_once(world: World, ben: FlaskClient) -> None:
    data = photo()
    id = new_id()
    for _ in range(2):
        assert announce(ben, world, id=id, size=len(data)).json["received"] == 0
    for _ in range(2):
        assert piece(ben, world, id, data[:1000], 0).json["received"] == 1000
    assert piece(ben, world, id, data[500:2000], 500).json["received"] == 2000, "what overlaps counts once"
    for _ in range(2):
        assert piece(ben, world, id, data[2000:], 2000).json["state"] == "waiting"
    assert incoming.path_of(id).read_bytes() == data


def test_a_piece_from_further_on_is_told_where_the_file_ends(world: World, ben: FlaskClient) -> None:
    id = announce(ben, world, size=900).json["id"]
    piece(ben, world, id, bytes(300), 0)
    answer = piece(ben, world, id, bytes(300), 600)
    assert (answer.status_code, answer.json["received"]) == (409, 300)


def test_two_pieces_at_once_do_not_mix(world: World, ben: FlaskClient) -> None:
    id = announce(ben, world, size=900).json["id"]
    with incoming._alone(id):
        answer = piece(ben, world, id, bytes(300), 0)
    assert (answer.status_code, answer.json["received"]) == (409, 0)
    assert piece(ben, world, id, bytes(300), 0).json["received"] == 300


def test_more_than_was_announced_is_left(world: World, ben: FlaskClient) -> None:
    told = send(ben, world, OGG, "voice")
    id = announce(ben, world, what="file", size=10).json["id"]
    assert piece(ben, world, id, bytes(50), 0).json["state"] == "ready"
    assert files(id)[0].size == 10
    assert told["state"] == "ready"


@pytest.mark.parametrize(
    ("what", "data", "media_type"),
    [
        ("voice", OGG, "audio/ogg"),
        ("voice", b"\x1a\x45\xdf\xa3" + bytes(20) + b"webm" + bytes(99), "audio/webm"),
        ("voice", FILM, "audio/mp4"),
        ("video", FILM, "video/mp4"),
        ("file", b"%PDF-1.7 and more", "application/pdf"),
        ("file", b"<svg onload='x'/>", "application/octet-stream"),
    ],
)
def test_what_needs_no_work_is_ready_at_once(
    what: str, data: bytes, media_type: str, world: World, ben: FlaskClient
) -> None:
    told = send(ben, world, data, what)
    assert (told["state"], row(told["id"]).media_type) == ("ready", media_type)
    (kept,) = files(told["id"])
    assert (kept.role, kept.size) == ("whole", len(data))
    assert world.app.extensions["storage"].get(world.family.id, kept.id) == data
    assert not incoming.path_of(told["id"]).exists()


@pytest.mark.parametrize(
    ("what", "problem"), [("photo", "not_a_picture"), ("voice", "not_a_voice"), ("video", "not_a_video")]
)
@pytest.mark.parametrize("data", [b"<svg onload='x'/>", b"<!doctype html><script>x</script>", hostile.zipped()])
def test_what_is_something_else_is_refused_with_a_sentence_and_leaves_nothing(
    what: str, problem: str, data: bytes, world: World, ben: FlaskClient
) -> None:
    told = send(ben, world, data, what, name="holiday.jpg")
    assert (told["state"], told["problem"]) == ("refused", problem)
    assert told["say"].endswith(".")
    assert lying(world) == []


def test_a_disk_that_fills_in_the_middle_keeps_no_half_file_and_goes_on(
    world: World, ben: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = photo()
    id = announce(ben, world, size=len(data)).json["id"]
    piece(ben, world, id, data[:1000], 0)

    def full(*_: object, **__: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(incoming, "_append", full)
        answer = piece(ben, world, id, data[1000:], 1000)
    assert (answer.status_code, "house is full" in answer.json["title"]) == (507, True)
    assert lying(world) == []
    assert ben.get(world.path(f"/uploads/{id}")).json["received"] == 0
    assert ben.get(world.path()).status_code == 200
    assert piece(ben, world, id, data, 0).json["state"] == "waiting"


def test_what_is_taken_back_is_gone_from_the_disk(world: World, ben: FlaskClient) -> None:
    data = photo()
    coming = announce(ben, world, size=len(data)).json["id"]
    piece(ben, world, coming, data[:500], 0)
    whole = send(ben, world, OGG, "voice")["id"]
    for id in (coming, whole):
        assert ben.post(world.path(f"/uploads/{id}/cancel"), headers=JSON_HEAD).json["state"] == "gone"
        assert ben.get(world.path(f"/uploads/{id}")).status_code == 404
    assert lying(world) == []


JSON_HEAD = {"Accept": "application/json"}


def test_what_is_shared_is_not_taken_back_here(world: World, ben: FlaskClient) -> None:
    id = send(ben, world, OGG, "voice")["id"]
    share(world, id)
    assert ben.post(world.path(f"/uploads/{id}/cancel")).status_code == 404
    assert piece(ben, world, id, b"-", 0).status_code == 404


@pytest.mark.parametrize("way", ["", "/cancel", "/poster"])
def test_nobody_else_can_touch_what_is_on_its_way(way: str, world: World, ben: FlaskClient) -> None:
    id = send(ben, world, FILM, "video")["id"]
    for other in (world.ada, world.cleo):
        client = world.as_(other)
        assert client.post(world.path(f"/uploads/{id}{way}"), data=b"-").status_code == 404
        assert client.get(world.path(f"/uploads/{id}")).status_code == 404
    assert row(id).state == "ready"


def test_an_id_that_somebody_else_uses_is_not_taken(world: World, ben: FlaskClient) -> None:
    id = announce(ben, world).json["id"]
    assert announce(world.as_(world.ada), world, id=id).status_code == 422
    assert announce(ben, world, id=id, size=11).status_code == 422


def test_a_file_loses_folders_and_signs_that_mislead_from_its_name(world: World, ben: FlaskClient) -> None:
    told = send(ben, world, b"words", "file", name="C:\\Users\\ben\\..\\\u202egnp.exe\n")
    assert row(told["id"]).name == "gnp.exe"
    told = send(ben, world, photo(), "photo", name="IMG_20260301_home.jpg")
    assert row(told["id"]).name == ""


def test_a_video_gets_the_poster_that_its_page_drew_once(world: World, ben: FlaskClient) -> None:
    id = send(ben, world, FILM, "video")["id"]
    for size in ((1280, 720), (64, 64)):
        answer = ben.post(world.path(f"/uploads/{id}/poster"), data=photo(size=size), headers=JSON_HEAD)
        assert answer.status_code == 200
    assert (answer.json["width"], answer.json["height"]) == (1280, 720)
    assert [(one.role, one.width) for one in files(id)] == [("whole", 0), ("poster", 960)]
    assert answer.json["placeholder"]


def test_a_poster_that_is_no_picture_is_refused(world: World, ben: FlaskClient) -> None:
    id = send(ben, world, FILM, "video")["id"]
    answer = ben.post(world.path(f"/uploads/{id}/poster"), data=b"<svg/>", headers=JSON_HEAD)
    assert (answer.status_code, "picture" in answer.json["say"]) == (422, True)


def test_a_piece_that_is_larger_than_a_piece_is_refused(world: World, ben: FlaskClient) -> None:
    id = announce(ben, world, what="file", size=9 * MB).json["id"]
    assert piece(ben, world, id, bytes(9 * MB), 0).status_code == 413


def test_a_line_that_breaks_counts_as_far_as_it_came(world: World, ben: FlaskClient) -> None:
    class Breaking(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() >= 128 * 1024:
                raise ConnectionResetError
            return super().read(size)

    id = announce(ben, world, what="file", size=MB).json["id"]
    with pytest.raises(ConnectionResetError):
        incoming.receive(id, 0, Breaking(bytes(MB)), MB)
    assert ben.get(world.path(f"/uploads/{id}")).json["received"] == 128 * 1024
    assert piece(ben, world, id, bytes(MB - 128 * 1024), 128 * 1024).json["state"] == "ready"
