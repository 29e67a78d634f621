"""Photographs for tests, with everything planted in them that must not survive."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

SECRET = b"N51 30.5 W0 07.4 kitchen"


def photo(kind: str = "JPEG", size: tuple[int, int] = (900, 600)) -> bytes:
    """A photograph with a place, a camera and a comment in its EXIF, XMP and comment slots."""
    image = Image.effect_noise(size, 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif[0x9286] = SECRET
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 30.0), 3: "W", 4: (0.0, 7.0, 24.0), 29: SECRET.decode()})
    out = io.BytesIO()
    more: dict[str, Any] = {"exif": exif}
    if kind == "JPEG":
        more |= {"comment": SECRET, "xmp": b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"}
    image.save(out, kind, **more)
    return out.getvalue()


def file(data: bytes, name: str = "me.jpg") -> tuple[io.BytesIO, str]:
    """A file as a form sends it."""
    return io.BytesIO(data), name
