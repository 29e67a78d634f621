"""What a file is, by its first bytes alone. Neither its name nor what the browser calls it counts for anything."""

from __future__ import annotations

HEAD = 64
"""Bytes that are enough to tell."""

HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
AVIF = {b"avif", b"avis"}
STILLS = {b"mif1", b"msf1"}
"""Says only that it is a picture; which kind stands among the brands after it."""


class Hostile(Exception):
    """Carries the word for what is wrong with a picture."""


def picture_format(head: bytes) -> str | None:
    """The name that Pillow gives to this kind of picture, of those that we take; None for anything else."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    return _boxed(head)


def _boxed(head: bytes) -> str | None:
    """HEIC and AVIF, whose file type box names one brand and then those it is compatible with."""
    if head[4:8] != b"ftyp":
        return None
    end = min(int.from_bytes(head[:4]), len(head))
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, end, 4))]
    if brands[0] in AVIF or (brands[0] in STILLS and AVIF & set(brands)):
        return "AVIF"
    return "HEIF" if brands[0] in HEIC | STILLS else None
