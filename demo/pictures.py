"""The circles' own pictures, drawn with a few plain shapes: birds, a lane, a table, a harbour."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise

from PIL import Image, ImageDraw

SIDE = 512
FINE = 2
"""Drawn this many times larger and then made small, which smooths the edges."""

Colour = tuple[int, int, int]
LAMP, CREAM, NIGHT = "#F6B53D", "#FFF8EC", "#12182E"


def picture(circle: str) -> bytes:
    """The picture of a circle as WebP. Raises KeyError for a circle that has none."""
    image = Image.new("RGB", (SIDE * FINE, SIDE * FINE))
    SCENES[circle](image, ImageDraw.Draw(image))
    out = io.BytesIO()
    image.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(out, "WEBP", quality=86)
    return out.getvalue()


def _sky(draw: ImageDraw.ImageDraw, *stops: tuple[float, str]) -> None:
    """Colours from top (0.0) to bottom (1.0)."""
    side = SIDE * FINE
    colours = [(place * side, _rgb(colour)) for place, colour in stops]
    for (above, high), (below, low) in pairwise(colours):
        for y in range(int(above), int(below)):
            share = (y - above) / (below - above)
            row = tuple(round(a + (b - a) * share) for a, b in zip(high, low, strict=True))
            draw.line((0, y, side, y), fill=row)


def _rgb(colour: str) -> Colour:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def _finch(draw: ImageDraw.ImageDraw, x: int, y: int, size: float, coat: str, breast: str) -> None:
    """A small bird that sits at (x, y) and looks to the right."""

    def at(*points: float) -> tuple[float, ...]:
        return tuple((x if place % 2 == 0 else y) + size * value for place, value in enumerate(points))

    draw.polygon(at(-70, -30, -190, 50, -160, 74, -40, 4), fill="#3A3F4A")
    draw.ellipse(at(-120, -130, 90, 20), fill=coat)
    draw.pieslice(at(-96, -130, 90, 24), 300, 130, fill=breast)
    draw.ellipse(at(-6, -190, 104, -80), fill=coat)
    draw.pieslice(at(-6, -190, 104, -80), 20, 140, fill=breast)
    draw.polygon(at(96, -152, 148, -132, 96, -116), fill=LAMP)
    draw.ellipse(at(50, -154, 68, -136), fill=NIGHT)
    draw.pieslice(at(-124, -116, 30, 4), 150, 330, fill="#3A3F4A")
    draw.line(at(-16, 14, -16, 44), fill=NIGHT, width=8)
    draw.line(at(18, 14, 18, 44), fill=NIGHT, width=8)


def _finches(_image: Image.Image, draw: ImageDraw.ImageDraw) -> None:
    """Three of them on a bough, in the first light."""
    _sky(draw, (0, "#8FC4DA"), (0.6, "#FBE0C0"), (1, "#F9CDA4"))
    draw.ellipse((580, 300, 920, 640), fill="#FFEBB8")
    draw.line((-20, 690, 380, 632, 760, 620, 1044, 558), fill="#6B4630", width=34, joint="curve")
    draw.line((660, 624, 790, 740, 850, 860), fill="#6B4630", width=20, joint="curve")
    for x, y, r in ((120, 650, 40), (60, 740, 46), (900, 530, 44), (820, 770, 42), (900, 860, 52), (980, 610, 36)):
        draw.ellipse((x - r, y - r // 2, x + r, y + r // 2), fill="#6F9A6A")
    _finch(draw, 250, 606, 1.1, "#B9583C", "#F0C9A0")
    _finch(draw, 520, 586, 1.35, "#2F5D6E", "#F2A65A")
    _finch(draw, 766, 584, 0.85, "#8A7A4A", "#F3DE9C")


def _lane(_image: Image.Image, draw: ImageDraw.ImageDraw) -> None:
    """A path over hills, and the sun half up."""
    _sky(draw, (0, "#9CCBE0"), (0.6, "#FBE3B8"), (1, "#FBE3B8"))
    draw.ellipse((360, 330, 660, 630), fill="#FFD66E")
    draw.ellipse((-300, 480, 760, 1500), fill="#9DBB8A")
    draw.ellipse((300, 540, 1500, 1700), fill="#6F9A6A")
    draw.ellipse((-500, 720, 900, 1800), fill="#4C7C58")
    draw.polygon(((470, 1024), (640, 1024), (600, 820), (660, 690), (640, 690), (540, 820)), fill="#F3E2C2")
    for x, y, r in ((150, 690, 70), (250, 660, 52), (820, 560, 60), (900, 590, 46)):
        draw.rectangle((x - 7, y, x + 7, y + r + 44), fill="#5B3A22")
        draw.ellipse((x - r, y - r, x + r, y + r), fill="#2F5D46")


def _table(_image: Image.Image, draw: ImageDraw.ImageDraw) -> None:
    """A round table from above, laid for six."""
    _sky(draw, (0, "#F2DDA4"), (1, "#E7C87E"))
    draw.ellipse((152, 152, 872, 872), fill="#7A4A2E")
    draw.ellipse((172, 172, 852, 852), fill="#A4683F")
    for x, y in ((512, 270), (722, 392), (722, 632), (512, 754), (302, 632), (302, 392)):
        for r, colour in ((88, CREAM), (62, "#F3E6CF"), (30, "#C6543A")):
            draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)
    for r, colour in ((104, "#2F5D6E"), (84, "#D9822B"), (50, "#E9A24B")):
        draw.ellipse((512 - r, 512 - r, 512 + r, 512 + r), fill=colour)
    for x, y in ((560, 470), (480, 540), (545, 560)):
        draw.ellipse((x - 12, y - 12, x + 12, y + 12), fill="#4C7C58")


def _harbour(_image: Image.Image, draw: ImageDraw.ImageDraw) -> None:
    """A lighthouse, its lamp just lit."""
    _sky(draw, (0, "#27496D"), (0.55, "#E7B0A0"), (0.66, "#F6D9B8"), (1, "#F6D9B8"))
    draw.polygon(((560, 300), (1024, 190), (1024, 420)), fill="#FBE6B4")
    draw.rectangle((0, 680, 1024, 1024), fill="#2E6378")
    for y in range(720, 1000, 52):
        draw.line((60 + (y * 7) % 200, y, 420 + (y * 3) % 160, y), fill="#6FA1AE", width=7)
    draw.polygon(((330, 720), (1100, 760), (1100, 1100), (250, 1100)), fill="#3B3F46")
    draw.polygon(((460, 730), (600, 730), (570, 350), (490, 350)), fill=CREAM)
    for top in (430, 590):
        draw.polygon(((470, top + 70), (592, top + 70), (586, top), (478, top)), fill="#B9583C")
    draw.rectangle((480, 268, 580, 350), fill=LAMP)
    draw.polygon(((462, 268), (598, 268), (530, 204)), fill=NIGHT)
    draw.rectangle((470, 344, 590, 358), fill=NIGHT)


SCENES: dict[str, Callable[[Image.Image, ImageDraw.ImageDraw], None]] = {
    "finches": _finches,
    "door": _lane,
    "supper": _table,
    "choir": _harbour,
}
