"""A caption as lines of runs: each run in one font and one direction, in the order in which it is seen."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

from micronet.base.graphemes import clusters
from micronet.base.lettering import bidi, fonts

SIZES = (76, 68, 60, 52, 46, 40)
"""Pixels, the largest first; the last is taken for what fits in none of them, in as many lines as it wants."""
LARGE, FEW, MORE = 60, 2, 3
"""From LARGE on a caption may have FEW lines, and MORE in a smaller size."""
EMOJI_HEIGHT = 1.1
"""Of an emoji beside letters, in sizes of the letters."""


@dataclass(frozen=True)
class Run:
    """Characters of one font that run one way."""

    text: str
    font: str
    level: int

    @property
    def direction(self) -> str | None:
        """As Pillow wants it, which knows none where it cannot shape."""
        return ("ltr", "rtl")[self.level % 2] if fonts.shapes() else None

    def width(self, size: int) -> float:
        """Pixels from where it begins to where the next one does."""
        drawn = fonts.font(self.font, size)
        length = drawn.getlength(self.text, direction=self.direction)
        return length * size * EMOJI_HEIGHT / fonts.EMOJI_SIZE if self.font == fonts.EMOJI else length


@dataclass(frozen=True)
class Set:
    """A caption that fits: its lines, and the size of its letters."""

    lines: tuple[tuple[Run, ...], ...]
    size: int


class Missing(Exception):
    """No font has these letters."""

    def __init__(self, letters: str) -> None:
        super().__init__(letters)
        self.letters = letters


def fit(text: str, width: int) -> Set:
    """`text` as large as it fits into `width` pixels. Nothing of it is left out. Raises Missing."""
    missing = [one for one in clusters(text) if fonts.choose(one) is None]
    if missing:
        raise Missing("".join(dict.fromkeys(missing)))
    base = bidi.levels(text)[0]
    for size in SIZES:
        rows = _wrap(text, lambda row, size=size: _width(row, base, size) <= width)  # type: ignore[misc]
        if rows and len(rows) <= (FEW if size >= LARGE else MORE):
            break
    else:
        rows = _wrap(text, lambda row: _width(row, base, SIZES[-1]) <= width, breaking=True)
    rows = _even(text, rows, base, size, width)
    return Set(tuple(tuple(runs(row, base)) for row in rows), size)


def runs(row: str, base: int) -> list[Run]:
    """The runs of one line, from left to right."""
    found: list[Run] = []
    levels = bidi.levels(row, base)[1]
    place = 0
    for cluster in clusters(row):
        level, last = levels[place], found[-1] if found else None
        place += len(cluster)
        name = fonts.choose(cluster, last.font if last else "") or "alegreya"
        if last and last.level == level and last.font == name != fonts.EMOJI:
            found[-1] = Run(last.text + cluster, name, level)
        else:
            found.append(Run(cluster, name, level))
    return bidi.in_sight(found, [run.level for run in found])


@functools.lru_cache(1024)
def _width(row: str, base: int, size: int) -> float:
    return sum(run.width(size) for run in runs(row, base))


def _wrap(text: str, fits: Callable[[str], bool], *, breaking: bool = False) -> list[str]:
    """The lines of `text`, each as long as fits. Empty when a word is too long, unless words may be broken."""
    rows: list[str] = []
    for word in text.split(" "):
        longer = f"{rows[-1]} {word}" if rows else word
        if rows and fits(longer):
            rows[-1] = longer
        elif fits(word):
            rows.append(word)
        elif breaking:
            rows.extend(_broken(word, fits))
        else:
            return []
    return rows


def _broken(word: str, fits: Callable[[str], bool]) -> list[str]:
    """A word that is longer than a line, in pieces; each has one character at least."""
    pieces = [""]
    for cluster in clusters(word):
        if pieces[-1] and not fits(pieces[-1] + cluster):
            pieces.append("")
        pieces[-1] += cluster
    return pieces


def _even(text: str, rows: list[str], base: int, size: int, width: int) -> list[str]:
    """As many lines, but of about the same length."""
    for part in (0.5, 0.6, 0.7, 0.8, 0.9):
        tried = _wrap(text, lambda row, part=part: _width(row, base, size) <= part * width)  # type: ignore[misc]
        if tried and len(tried) == len(rows):
            return tried
    return rows
