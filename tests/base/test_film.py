"""What a phone writes into a film besides the film goes; what is played stays where it was, to the byte."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from micronet.base import film, sniff
from tests.base.planted import CANARY, spoken
from torture.hostile import box

SOUND = bytes(range(256)) * 300


def header(scale: int = 1000, lasts: int = 95_000) -> bytes:
    return box(b"mvhd", bytes(12) + struct.pack(">II", scale, lasts) + bytes(80))


def track(handler: bytes, told: bytes = b"") -> bytes:
    return box(b"trak", told + box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(13))))


def planted() -> bytes:
    """A film that says where it was taken in every way that phones have."""
    place = box(b"\xa9xyz", struct.pack(">HH", len(CANARY), 0x15C7) + CANARY)
    keys = box(b"keys", bytes(8) + box(b"mdta", b"com.apple.quicktime.location.ISO6709"))
    notes = box(b"udta", place) + box(b"meta", bytes(4) + keys + box(b"ilst", CANARY))
    moov = box(
        b"moov", header() + notes + track(b"vide", notes) + track(b"soun") + track(b"meta", box(b"free", CANARY))
    )
    uuid = box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + CANARY)
    return box(b"ftyp", b"qt  \0\0\0\0qt  ") + uuid + moov + box(b"mdat", SOUND) + box(b"meta", bytes(4) + CANARY)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "film.mov"
    made.write_bytes(planted())
    return made


def test_a_film_tells_nothing_any_more_and_plays_as_before(path: Path) -> None:
    before = path.read_bytes()
    film.forget(path)
    after = path.read_bytes()
    assert CANARY in before
    assert CANARY not in after
    assert b"location" not in after
    assert len(after) == len(before)
    assert after.index(SOUND) == before.index(SOUND)
    for kept in (b"mvhd", b"vide", b"soun"):
        assert after.count(kept) == before.count(kept)
    if shutil.which("exiftool"):
        assert not [line for line in spoken(path) if "kitchen" in line]


def test_forgetting_twice_is_forgetting_once(path: Path) -> None:
    film.forget(path)
    once = path.read_bytes()
    film.forget(path)
    assert path.read_bytes() == once


def test_how_long_it_lasts_is_read(path: Path) -> None:
    assert film.seconds(path) == 95.0
    path.write_bytes(box(b"moov", box(b"mvhd", b"\1" + bytes(19) + struct.pack(">IQ", 600, 1200) + bytes(80))))
    assert film.seconds(path) == 2.0
    path.write_bytes(box(b"moov", header(lasts=0xFFFFFFFF)))
    assert film.seconds(path) == 0.0
    path.write_bytes(b"no film")
    assert film.seconds(path) == 0.0


@given(st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_its_boxes_say_it_ends_soon_and_keeps_its_size(path: Path, data: st.DataObject) -> None:
    whole = bytearray(planted())
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1 - len(SOUND)))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    path.write_bytes(whole[:cut])
    film.forget(path)
    film.seconds(path)
    assert path.stat().st_size == cut


def test_boxes_without_end_are_not_followed_for_ever(path: Path) -> None:
    deep = b""
    for _ in range(50):
        deep = box(b"moov", deep)
    path.write_bytes(deep + box(b"free", b"") * 100_000)
    with path.open("rb") as file:
        assert sum(1 for _ in film.walk(file)) == film.MOST_BOXES


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "photo"),
        (b"\0\0\0\x18ftypheic", "photo"),
        (b"\0\0\0\x18ftypisom", "video"),
        (b"\0\0\0\x18ftypM4A ", "voice"),
        (b"\x1a\x45\xdf\xa3" + bytes(20) + b"webm", "video"),
        (b"OggS", "voice"),
        (b"RIFF\0\0\0\0WAVE", "voice"),
        (b"ID3\4", "voice"),
        (b"%PDF-1.7", "file"),
        (b"<svg", "file"),
        (b"", "file"),
    ],
)
def test_the_first_bytes_tell_what_it_is(head: bytes, kind: str) -> None:
    assert sniff.kind_of(head) == kind
