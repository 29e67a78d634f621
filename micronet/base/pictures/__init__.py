"""Pictures from hostile files: decoded in a child process with limits, rebuilt from pixels, saved as WebP.

Nothing of the original file survives but its pixels: no place, no camera, no comment. See `child` for the work itself.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from micronet.base.errors import Invalid

MEDIA_TYPE = "image/webp"
MOST_BYTES = 30 * 1024 * 1024
"""Of a photo, as it is sent."""
WIDTHS = (1920, 960, 480)
SECONDS = 60
"""After which a child is given up, however little it has done. What it computes is limited by `child`."""
HOME = Path(__file__).parents[3]
PASSED_ON = {"PATH", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR"}
"""Of our environment, what a child gets: no secret of the house."""


class Refused(Invalid):
    """A file that is no usable picture. `problem` is a word: empty, too_big, too_many_pixels, not_a_picture, broken."""

    def __init__(self, problem: str) -> None:
        super().__init__()
        self.problem = problem


@dataclass(frozen=True)
class Size:
    """One WebP that was made, as a file."""

    path: Path
    width: int
    height: int


@dataclass(frozen=True)
class Made:
    """What became of a photo. `sizes` from wide to narrow; `width` and `height` are those of the photo, upright.

    `taken_at` is what its camera noted, without a zone where the camera noted none. `has_place` says that it knew
    where it was; where that is was not even read.
    """

    sizes: tuple[Size, ...]
    width: int
    height: int
    placeholder: str
    taken_at: datetime | None
    has_place: bool


def sizes(path: Path, into: Path, widths: tuple[int, ...] = WIDTHS) -> Made:
    """The sizes of the photo at `path`, as files in the folder `into`. None is wider than the photo itself.

    Of a picture that moves, the first frame. Raises Refused, for good; OSError for what may go well another time.
    """
    told = _work(path, into, "sizes", *widths)
    found = tuple(Size(into / one["name"], one["width"], one["height"]) for one in told["sizes"])
    taken_at = datetime.fromisoformat(told["taken_at"]) if told["taken_at"] else None
    return Made(found, told["width"], told["height"], told["placeholder"], taken_at, told["has_place"])


def square(data: bytes, side: int) -> bytes:
    """The middle of a picture as a WebP square of `side` pixels. Raises Refused for what is no usable picture."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "sent")
        path.write_bytes(data)
        told = _work(path, Path(folder), "square", side)
        return Path(folder, told["sizes"][0]["name"]).read_bytes()


def fit(data: bytes, width: int) -> tuple[bytes, int, int]:
    """The whole picture as a WebP, at most `width` pixels wide, with its width and height. Raises Refused."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "sent")
        path.write_bytes(data)
        made = sizes(path, Path(folder), (width,)).sizes[0]
        return made.path.read_bytes(), made.width, made.height


def _work(path: Path, into: Path, *order: object) -> dict[str, Any]:
    """Have a child do it; gives what it tells."""
    size = path.stat().st_size
    if not size:
        raise Refused("empty")
    if size > MOST_BYTES:
        raise Refused("too_big")
    command = [sys.executable, "-m", "micronet.base.pictures.child", str(into.resolve()), *map(str, order)]
    environment = {name: value for name, value in os.environ.items() if name in PASSED_ON}
    with path.open("rb") as file:
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and our own module
                command, stdin=file, capture_output=True, timeout=SECONDS, check=False, cwd=HOME, env=environment
            )
        except subprocess.TimeoutExpired:
            raise Refused("broken") from None
    return _told(done.returncode, done.stdout)


def _told(code: int, said: bytes) -> dict[str, Any]:
    """What a child said. One that crashed, or used up its limits, had a picture that nobody should open again."""
    if code == -getattr(signal, "SIGKILL", 9):
        raise OSError("a picture's child was killed from outside")
    if code:
        raise Refused("broken")
    told: dict[str, Any] = json.loads(said)
    if problem := told.get("problem"):
        raise Refused(problem)
    if trouble := told.get("trouble"):
        raise OSError(trouble, os.strerror(trouble))
    return told
