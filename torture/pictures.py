"""Photographs to send, and what the house makes of them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache

from PIL import Image

from micronet.base import pictures
from micronet.circles.pictures import SIDE

COLOURS = {"meadow": (90, 160, 70), "brick": (170, 60, 50)}


def photographs() -> dict[str, bytes]:
    """A few small photographs by name."""
    return {name: _jpeg(colour) for name, colour in COLOURS.items()}


def _jpeg(colour: tuple[int, int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


def squares(photos: Mapping[str, bytes]) -> dict[str, bytes]:
    """What is kept of each, to the byte."""
    return {name: _square(photo) for name, photo in photos.items()}


@cache
def _square(photo: bytes) -> bytes:
    return pictures.square(photo, SIDE)
