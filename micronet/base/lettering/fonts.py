"""Which font draws which character, and the fonts themselves in any size."""

from __future__ import annotations

import functools
import glob
from collections.abc import Iterator
from pathlib import Path

from PIL import ImageFont, features

from micronet.base.graphemes import is_one_emoji

HERE = Path(__file__).parent / "fonts"
EMOJI, EMOJI_SIZE = "emoji", 54
"""Its letters are pictures, of one size only."""
HOST = "host"
"""A font for Chinese, Japanese and Korean is larger than all of Micronet: one that the machine has is used."""
ON_HOSTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-*cjk*/*Sans*.ttc",
    "/usr/share/fonts/truetype/wqy/*.ttc",
    "/System/Library/Fonts/ヒラギノ明朝 ProN.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "/Library/Fonts/Arial Unicode.ttf",
)
CJK = ((0x2E80, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF), (0x20000, 0x323AF))
SIMPLE = ("alegreya", EMOJI)
"""The fonts whose letters stand side by side as they are, where there is nothing to shape the others with."""
UNSEEN = frozenset("\u034f\u061c\u200c\u200d\u200e\u200f\ufe0e\ufe0f")

Font = ImageFont.FreeTypeFont


def shapes() -> bool:
    """Whether this machine can join letters and turn lines about. Pillow wants the library FriBiDi for it."""
    return bool(features.check("raqm"))


@functools.lru_cache(4096)
def choose(cluster: str, before: str = "") -> str | None:
    """The name of the font that has all of this one character; `before` if that has it too. None when none has."""
    if is_one_emoji(cluster) and _has(EMOJI, cluster):
        return EMOJI
    names = (before, *_names()) if before and before != EMOJI else _names()
    return next((name for name in names if _has(name, cluster)), None)


@functools.cache
def font(name: str, size: int) -> Font:
    """A font in `size` pixels; the emoji have a size of their own."""
    engine = ImageFont.Layout.RAQM if shapes() else ImageFont.Layout.BASIC
    if name == EMOJI:
        return ImageFont.truetype(HERE / "emoji.ttf", EMOJI_SIZE, layout_engine=engine)
    path = _host() if name == HOST else HERE / f"{name}.ttf"
    return ImageFont.truetype(str(path), size, layout_engine=engine)


def _names() -> tuple[str, ...]:
    if not shapes():
        return SIMPLE
    others = (name for name in _coverage() if name not in SIMPLE)
    return ("alegreya", *others, HOST, EMOJI)


def _has(name: str, cluster: str) -> bool:
    seen = [ord(char) for char in cluster if char not in UNSEEN]
    if name == HOST:
        return _host() is not None and all(_host_has(code) for code in seen)
    spans = _coverage()[name]
    return all(any(first <= code <= last for first, last in spans) for code in seen)


@functools.cache
def _coverage() -> dict[str, tuple[tuple[int, int], ...]]:
    """The characters of each font, as spans of code points, in the order in which they are asked."""
    lines = (HERE / "COVERAGE").read_text(encoding="ascii").splitlines()
    return {line.split()[0]: tuple(_spans(line)) for line in lines}


def _spans(line: str) -> Iterator[tuple[int, int]]:
    for part in line.split()[1:]:
        first, last = part.split("-")
        yield int(first, 16), int(last, 16)


@functools.cache
def _host() -> str | None:
    return next((path for pattern in ON_HOSTS for path in sorted(glob.glob(pattern))), None)  # noqa: PTH207


@functools.cache
def _host_has(code: int) -> bool:
    """Whether it draws this as anything else than what it draws for a character that does not exist."""
    if not any(first <= code <= last for first, last in CJK):
        return False
    drawn, missing = (font(HOST, 32).getmask(char) for char in (chr(code), "\U0010ffff"))
    return drawn.size != missing.size or bytes(drawn) != bytes(missing)
