"""Drawing a caption: bands of paper with the words, and the picture between them."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw

from micronet.base.lettering import fonts
from micronet.base.lettering.lines import EMOJI_HEIGHT, Run, Set, fit

WIDTH = 960
"""Pixels across in which everything is drawn; smaller sizes are made of that."""
SIDE, ABOVE, BETWEEN = 48, 26, 6
"""Pixels of paper beside the words, above and below them, and between two lines."""

Box = tuple[float, float, float, float]


def composed(picture: Image.Image, top: str, bottom: str, paper: str, ink: str) -> Image.Image:
    """The picture in WIDTH, with what stands above and below it."""
    height = max(1, round(picture.height * WIDTH / picture.width))
    parts = [band(top, paper, ink), picture.resize((WIDTH, height), Image.Resampling.BICUBIC), band(bottom, paper, ink)]
    shown = [part for part in parts if part is not None]
    whole, down = Image.new("RGB", (WIDTH, sum(part.height for part in shown)), paper), 0
    for part in shown:
        whole.paste(part, (0, down))
        down += part.height
    return whole


def band(text: str, paper: str, ink: str) -> Image.Image | None:
    """A strip of paper with the words in its middle, as high as they need; None without words. Raises Missing."""
    if not text:
        return None
    chosen = fit(text, WIDTH - 2 * SIDE)
    heights = [_height(line, chosen.size) for line in chosen.lines]
    inner = sum(up + down for up, down in heights) + BETWEEN * (len(heights) - 1)
    strip = Image.new("RGB", (WIDTH, inner + 2 * ABOVE), paper)
    _write(strip, chosen, heights, ink)
    return strip


def _write(strip: Image.Image, chosen: Set, heights: list[tuple[int, int]], ink: str) -> None:
    baseline = ABOVE
    for line, (up, down) in zip(chosen.lines, heights, strict=True):
        across = (WIDTH - sum(run.width(chosen.size) for run in line)) / 2
        for run in line:
            _draw(strip, run, across, baseline + up, chosen.size, ink)
            across += run.width(chosen.size)
        baseline += up + down + BETWEEN


def _draw(strip: Image.Image, run: Run, across: float, baseline: int, size: int, ink: str) -> None:
    if run.font == fonts.EMOJI:
        small = _emoji(run, size)
        strip.paste(small, (round(across), round(baseline - 0.93 * size)), small)
        return
    drawn = fonts.font(run.font, size)
    ImageDraw.Draw(strip).text((across, baseline), run.text, ink, drawn, anchor="ls", direction=run.direction)


def _emoji(run: Run, size: int) -> Image.Image:
    """An emoji as a picture, as high as the letters want it."""
    drawn = fonts.font(run.font, size)
    left, top, right, bottom = (int(edge) for edge in drawn.getbbox(run.text, direction=run.direction))
    large = Image.new("RGBA", (max(right - min(left, 0), 1), max(bottom - min(top, 0), 1)))
    place = -min(left, 0), -min(top, 0)
    pen = ImageDraw.Draw(large)
    pen.text(place, run.text, font=drawn, embedded_color=True, direction=run.direction)
    scale = size * EMOJI_HEIGHT / fonts.EMOJI_SIZE
    side = max(1, round(large.width * scale)), max(1, round(large.height * scale))
    return large.convert("RGBa").resize(side, Image.Resampling.LANCZOS).convert("RGBA")


def _height(line: tuple[Run, ...], size: int) -> tuple[int, int]:
    """Pixels above and below the baseline: those of the letters, or more for marks that stand higher or hang lower."""
    boxes = [_box(run, size) for run in line]
    return max(math.ceil(-min(top for _, top, _, _ in boxes)), round(0.8 * size)), max(
        math.ceil(max(bottom for *_, bottom in boxes)), round(0.24 * size)
    )


def _box(run: Run, size: int) -> Box:
    if run.font == fonts.EMOJI:
        return (0, -0.93 * size, 0, 0.4 * size)
    return fonts.font(run.font, size).getbbox(run.text, anchor="ls", direction=run.direction)
