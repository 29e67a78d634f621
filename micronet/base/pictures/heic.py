"""Photos from iPhones. Their decoder gives all pixels at once; here they are made fewer before Pillow takes them."""

from __future__ import annotations

from typing import Any

from PIL import Image

BAND = 64
"""Rows, after they were made fewer, that are worked on at once."""


def register() -> None:
    """Have Pillow open them."""
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


def in_bands(found: Image.Image, factor: int) -> Image.Image:
    """The pixels of an opened photo, `factor` by `factor` of them made one. Raises ValueError."""
    decoded: Any = found._heif_file[found.tell()]  # type: ignore[attr-defined]  # there is no other way to its bytes
    data, stride, (width, height) = decoded.data, decoded.stride, decoded.size
    if (width, height) != found.size:
        raise ValueError("the picture is not as large as it says")
    made = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    for top in range(0, height, BAND * factor):
        rows = min(BAND * factor, height - top)
        band = Image.frombuffer("RGB", (width, rows), data[top * stride : (top + rows) * stride], "raw", "RGB", stride)
        made.paste(band.reduce(factor), (0, top // factor))
    found._heif_file = None  # type: ignore[attr-defined]  # what is not needed any more makes room for what comes
    return made
