"""Films and sounds in boxes (MP4, QuickTime): how long they last, and what their phone wrote into them besides.

Only the boxes that frame a film are walked, so many and no more; what is played is never read. Nothing changes its
size: what must go is overwritten with noughts and called `free`, which every player skips.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

MOST_BOXES = 4000
DEEPEST = 4
PIECE = 64 * 1024
FRAMES = {b"moov", b"trak", b"mdia"}
"""Boxes that hold boxes."""
TOLD = {b"udta", b"meta", b"uuid"}
"""Boxes that tell of a film: place, phone, name, words, and XMP."""


@dataclass(frozen=True)
class Box:
    """One box: where it begins, where its contents do, and where it ends."""

    kind: bytes
    start: int
    body: int
    end: int
    within: tuple[Box, ...] = ()


def forget(path: Path) -> None:
    """Take out of a film or sound, in place, what tells of it, and tracks that are only notes. Raises OSError.

    A file without such boxes stays as it is; one whose boxes make no sense too: it will not play either.
    """
    with path.open("rb+") as file:
        doomed = [box for box in walk(file) if box.kind in TOLD or _is_notes(file, box)]
        for box in doomed:
            file.seek(box.start + 4)
            file.write(b"free")
            _blank(file, box.body, box.end)


def seconds(path: Path) -> float:
    """How long it says that it lasts, in seconds; 0.0 when it does not say."""
    with path.open("rb") as file:
        for box in walk(file):
            if box.kind == b"mvhd":
                return _length(_bytes(file, box.body, 32))
    return 0.0


def walk(file: BinaryIO) -> Iterator[Box]:
    """Every box that frames the film, those within others after them."""
    end = file.seek(0, os.SEEK_END)
    left = MOST_BOXES
    waiting: list[tuple[int, int, tuple[Box, ...]]] = [(0, end, ())]
    while waiting and left > 0:
        at, until, within = waiting.pop(0)
        while left > 0 and (box := _box(file, at, until, within)):
            left -= 1
            yield box
            if box.kind in FRAMES and len(within) < DEEPEST:
                waiting.append((box.body, box.end, (*within, box)))
            at = box.end


def _box(file: BinaryIO, at: int, until: int, within: tuple[Box, ...]) -> Box | None:
    head = _bytes(file, at, 16)
    size, body = int.from_bytes(head[:4]), at + 8
    if size == 1:
        size, body = int.from_bytes(head[8:16]), at + 16
    elif size == 0:
        size = until - at
    if len(head) < 8 or size < body - at or at + size > until:
        return None
    return Box(head[4:8], at, body, at + size, within)


def _bytes(file: BinaryIO, at: int, many: int) -> bytes:
    file.seek(at)
    return file.read(many)


def _is_notes(file: BinaryIO, box: Box) -> bool:
    """Whether a track holds neither pictures nor sound but what was measured meanwhile, such as the way one went."""
    if box.kind != b"trak":
        return False
    for media in _inside(file, box, b"mdia"):
        for handler in _inside(file, media, b"hdlr"):
            return _bytes(file, handler.body + 8, 4) in (b"meta", b"mdta", b"gpmd", b"camm")
    return False


def _inside(file: BinaryIO, outer: Box, kind: bytes) -> Iterator[Box]:
    at = outer.body
    for _ in range(64):
        box = _box(file, at, outer.end, ())
        if box is None:
            return
        if box.kind == kind:
            yield box
        at = box.end


def _blank(file: BinaryIO, start: int, end: int) -> None:
    file.seek(start)
    while start < end:
        start += file.write(bytes(min(PIECE, end - start)))


def _length(head: bytes) -> float:
    """The duration in a movie header: version 1 has wider numbers."""
    scale, lasts = (head[20:24], head[24:32]) if head[:1] == b"\x01" else (head[12:16], head[16:20])
    if lasts.strip(b"\xff") == b"":
        return 0.0
    return int.from_bytes(lasts) / max(1, int.from_bytes(scale))
