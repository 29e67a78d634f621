"""Photos with something planted in every slot that a format has, and readers that would find it again."""

from __future__ import annotations

import io
import re
import shutil
import struct
import subprocess
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

from torture.hostile import chunk

CANARY = b"N51.5085 W0.1257 kitchen"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + CANARY + b"</x:xmpmeta>"
FORMS = ("JPEG", "HEIF", "PNG", "WEBP", "AVIF", "GIF")
SPOKEN = ("kitchen", "51.50", "51 deg", "0.125", "Kettle Cam")
"""What a reader of hidden things would say of them."""


def scene(size: tuple[int, int] = (1400, 1000)) -> Image.Image:
    """Something to look at: bright on the left, dark on the right."""
    return Image.linear_gradient("L").rotate(90).resize(size).convert("RGB")


def exif(orientation: int = 1, offset: str = "+02:00") -> Image.Exif:
    """A camera, a place, a comment and a time."""
    made = Image.Exif()
    made[0x010F], made[0x010E], made[0x0112] = "Kettle Cam", CANARY.decode(), orientation
    made.get_ifd(0x8769).update({36867: "2026:03:01 14:30:00", 36881: offset, 37510: b"ASCII\0\0\0" + CANARY})
    place = {1: "N", 2: (51.0, 30.0, 30.6), 3: "W", 4: (0.0, 7.0, 32.5), 27: CANARY}
    made.get_ifd(0x8825).update(place)
    return made


def photo(form: str, size: tuple[int, int] = (1400, 1000), **more: Any) -> bytes:
    """A photo of this format, full of what must not be passed on, also after its end."""
    pillow_heif.register_heif_opener()
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    noted = {"exif": exif(**more), "xmp": XMP, "icc_profile": icc.replace(b"Copyright", b"kitchen -")}
    options: dict[str, dict[str, Any]] = {
        "JPEG": noted | {"comment": CANARY},
        "PNG": {"exif": noted["exif"], "pnginfo": _text()},
        "GIF": {"comment": CANARY},
    }
    out = io.BytesIO()
    scene(size).save(out, form, **options.get(form, noted))
    return _also(form, out.getvalue()) + CANARY


def _text() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", CANARY.decode())
    info.add_text("Place", CANARY.decode() * 20, zip=True)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return info


def _also(form: str, data: bytes) -> bytes:
    """What Pillow cannot plant: IPTC in a JPEG, a chunk of our own in a PNG."""
    if form == "JPEG":
        record = b"\x1c\x02\x78" + struct.pack(">H", len(CANARY)) + CANARY
        block = (
            b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record + b"\0" * (len(record) % 2)
        )
        return data[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + data[2:]
    if form == "PNG":
        return data[:33] + chunk(b"kiTc", CANARY) + data[33:]
    return data


def found_in(path: Path) -> list[str]:
    """Every trace of what was planted that is left in a file, by its bytes and by readers that know formats."""
    data = path.read_bytes()
    traces = [f"bytes: {one!r}" for one in (CANARY, b"kitchen", b"Exif", b"xmpmeta", b"Kettle Cam") if one in data]
    for start in re.finditer(rb"x[\x01\x9c\xda]", data):
        with suppress(zlib.error):
            unpacked = zlib.decompressobj().decompress(data[start.start() :], 1 << 16)
            traces += ["compressed"] * (b"kitchen" in unpacked)
    with Image.open(path) as seen:
        traces += [f"info: {one}" for one in seen.info if one in ("exif", "xmp", "icc_profile", "comment")]
        traces += ["EXIF"] * bool(seen.getexif())
    return traces + [f"exiftool: {line}" for line in spoken(path) if any(one in line for one in SPOKEN)]


def spoken(path: Path) -> list[str]:
    """What exiftool says of a file, a line a tag; nothing where there is no exiftool."""
    if not (tool := shutil.which("exiftool")):
        return []
    command = [tool, "-a", "-u", "-G1", "--System:all", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
