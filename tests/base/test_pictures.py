"""Photos of every kind become WebP that holds nothing but pixels; what is hostile is refused with a word."""

from __future__ import annotations

import base64
import io
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from micronet.base import pictures
from micronet.base.pictures import Made, Refused
from micronet.base.pictures.kinds import picture_format
from tests.base.planted import CANARY, FORMS, exif, found_in, photo, scene, spoken
from torture import hostile


@pytest.fixture
def into(tmp_path: Path) -> Path:
    folder = tmp_path / "made"
    folder.mkdir()
    return folder


def make(data: bytes, into: Path) -> Made:
    path = into.parent / "photo"
    path.write_bytes(data)
    return pictures.sizes(path, into)


@pytest.mark.parametrize("form", FORMS)
def test_a_photo_of_any_kind_becomes_three_sizes_without_a_trace_of_the_rest(form: str, into: Path) -> None:
    data = photo(form, (2000, 1200))
    assert CANARY in data
    made = make(data, into)
    assert [(one.width, one.height) for one in made.sizes] == [(1920, 1152), (960, 576), (480, 288)]
    assert (made.width, made.height) == (2000, 1200)
    for one in made.sizes:
        with Image.open(one.path) as seen:
            assert (seen.format, seen.size) == ("WEBP", (one.width, one.height))
            bright, dark = seen.convert("L").getpixel((20, 50)), seen.convert("L").getpixel((one.width - 20, 50))
            assert abs(bright - dark) > 150, "what was to be seen is still there"
        assert found_in(one.path) == []


@pytest.mark.parametrize("form", FORMS)
def test_the_readers_that_find_nothing_would_have_found_it(form: str, tmp_path: Path) -> None:
    path = tmp_path / "photo"
    path.write_bytes(photo(form))
    assert any(line.startswith("bytes") for line in found_in(path))
    if shutil.which("exiftool"):
        assert any("kitchen" in line for line in spoken(path))


@pytest.mark.parametrize("form", ["JPEG", "HEIF"])
def test_when_it_was_taken_is_told_but_not_where(form: str, into: Path) -> None:
    made = make(photo(form), into)
    assert made.taken_at == datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    assert made.has_place is True


@pytest.mark.parametrize(
    ("offset", "taken"), [("", datetime(2026, 3, 1, 14, 30)), ("+99:99", datetime(2026, 3, 1, 14, 30))]
)
def test_a_camera_that_knows_no_zone_leaves_it_open(offset: str, taken: datetime, into: Path) -> None:
    assert make(photo("JPEG", offset=offset), into).taken_at == taken


def test_a_photo_that_notes_nothing_tells_nothing(into: Path) -> None:
    made = make(hostile.picture(), into)
    assert (made.taken_at, made.has_place) == (None, False)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright(orientation: int, into: Path) -> None:
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    shown = scene((1600, 800))
    turned = shown.transpose(Image.Transpose(back[orientation])) if orientation > 1 else shown
    out = io.BytesIO()
    turned.save(out, "JPEG", exif=exif(orientation))
    made = make(out.getvalue(), into)
    assert (made.width, made.height) == (1600, 800)
    with Image.open(made.sizes[0].path) as seen:
        assert seen.size == (1600, 800)
        assert abs(seen.convert("L").getpixel((30, 400)) - shown.convert("L").getpixel((30, 400))) < 12


def test_colours_come_out_as_they_were_meant(into: Path) -> None:
    srgb = ImageCms.createProfile("sRGB")
    lab = ImageCms.ImageCmsProfile(srgb)
    swapped = bytearray(lab.tobytes())
    red, green = swapped.index(b"rXYZ"), swapped.index(b"gXYZ")
    swapped[red : red + 4], swapped[green : green + 4] = b"gXYZ", b"rXYZ"
    out = io.BytesIO()
    Image.new("RGB", (600, 400), (220, 30, 30)).save(out, "JPEG", icc_profile=bytes(swapped), quality=95)
    with Image.open(make(out.getvalue(), into).sizes[0].path) as seen:
        red_now, green_now, _blue = seen.convert("RGB").getpixel((300, 200))
    assert green_now > red_now, "a profile in which red is green was heeded"


def test_a_broken_profile_is_left_out(into: Path) -> None:
    out = io.BytesIO()
    scene().save(out, "JPEG", icc_profile=b"no profile" * 30)
    assert make(out.getvalue(), into).sizes[0].width == 1400


def test_what_is_transparent_stays_so(into: Path) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (800, 600), (10, 200, 10, 0)).save(out, "PNG")
    with Image.open(make(out.getvalue(), into).sizes[-1].path) as seen:
        assert seen.convert("RGBA").getpixel((100, 100))[3] == 0


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK", "RGBA"])
def test_every_mode_of_pixels_is_taken(mode: str, into: Path) -> None:
    image = scene((700, 300)).convert("L") if mode == "I;16" else scene((700, 300))
    out = io.BytesIO()
    image.convert(mode).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert [one.width for one in make(out.getvalue(), into).sizes] == [700, 480]


@pytest.mark.parametrize(
    ("width", "widths"), [(480, [480]), (300, [300]), (481, [481, 480]), (961, [961, 960, 480]), (1, [1])]
)
def test_no_size_is_wider_than_the_photo(width: int, widths: list[int], into: Path) -> None:
    made = make(hostile.picture(size=(width, 40)), into)
    assert [one.width for one in made.sizes] == widths


@pytest.mark.parametrize("size", [(3900, 200), (5800, 301)])
def test_a_heic_is_worked_on_in_bands_without_a_seam(size: tuple[int, int], into: Path) -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
    out = io.BytesIO()
    shown = scene(size)
    shown.save(out, "HEIF", quality=90)
    made = make(out.getvalue(), into)
    with Image.open(made.sizes[0].path) as seen:
        wanted = shown.resize(seen.size).convert("L")
        for at in range(0, seen.height, max(1, seen.height // 40)):
            for x in (seen.width // 5, seen.width // 2):
                assert abs(seen.convert("L").getpixel((x, at)) - wanted.getpixel((x, at))) < 12


def test_the_placeholder_is_a_tiny_picture_of_the_same_shape(into: Path) -> None:
    made = make(photo("JPEG", (2400, 1200)), into)
    assert len(made.placeholder) < 1000
    with Image.open(io.BytesIO(base64.b64decode(made.placeholder))) as seen:
        assert (seen.format, seen.size) == ("WEBP", (24, 12))


def test_of_a_picture_that_moves_the_first_frame_is_kept(into: Path) -> None:
    frames = [Image.new("RGB", (500, 500), colour) for colour in ("red", "blue", "lime")]
    for form in ("GIF", "WEBP", "PNG"):
        out = io.BytesIO()
        frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=100)
        with Image.open(make(out.getvalue(), into).sizes[0].path) as seen:
            assert getattr(seen, "n_frames", 1) == 1
            assert seen.convert("RGB").getpixel((9, 9))[0] > 200


@pytest.mark.parametrize("name", sorted(hostile.CLASSES))
def test_what_is_hostile_is_refused_with_a_word_and_leaves_nothing(name: str, into: Path) -> None:
    with pytest.raises(Refused) as refused:
        make(hostile.CLASSES[name](), into)
    words = {"empty", "too_big", "too_many_pixels", "not_a_picture", "broken"}
    assert refused.value.problem in words
    assert list(into.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("nothing", "empty"),
        ("svg", "not_a_picture"),
        ("zip", "not_a_picture"),
        ("bomb", "too_many_pixels"),
        ("png of 50,000", "too_many_pixels"),
        ("jpeg of 50,000", "too_many_pixels"),
        ("half a heic", "broken"),
    ],
)
def test_the_word_says_what_is_wrong(name: str, problem: str, into: Path) -> None:
    with pytest.raises(Refused) as refused:
        make(hostile.CLASSES[name](), into)
    assert refused.value.problem == problem


def test_a_page_behind_a_picture_does_not_come_along(into: Path) -> None:
    made = make(hostile.picture() + hostile.HTML + hostile.zipped(), into)
    for one in made.sizes:
        assert b"script" not in one.path.read_bytes()
        assert b"PK\x03\x04" not in one.path.read_bytes()


def test_a_file_that_is_too_big_is_not_even_opened(into: Path) -> None:
    path = into.parent / "photo"
    with path.open("wb") as file:
        file.truncate(pictures.MOST_BYTES + 1)
    with pytest.raises(Refused) as refused:
        pictures.sizes(path, into)
    assert refused.value.problem == "too_big"


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of files there")
def test_a_disk_that_fails_is_no_fault_of_the_picture(into: Path) -> None:
    path = into.parent / "photo"
    path.write_bytes(hostile.picture())
    into.rmdir()
    with pytest.raises(FileNotFoundError):
        pictures.sizes(path, into)


@pytest.mark.parametrize(
    ("head", "form"),
    [
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", "AVIF"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "HEIF"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", None),
        (b"RIFF\0\0\0\0WAVE", None),
        (b"", None),
    ],
)
def test_the_first_bytes_tell_the_kind(head: bytes, form: str | None) -> None:
    assert picture_format(head) == form


@pytest.mark.parametrize("form", [*FORMS])
def test_a_portrait_becomes_a_square_that_holds_nothing_but_pixels(form: str, tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.write_bytes(pictures.square(photo(form), 256))
    with Image.open(made) as shown:
        assert (shown.format, shown.size) == ("WEBP", (256, 256))
    assert found_in(made) == []


@pytest.mark.parametrize("name", ["nothing", "svg", "bomb", "png head on a page"])
def test_a_portrait_that_is_no_picture_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        pictures.square(hostile.CLASSES[name](), 256)
