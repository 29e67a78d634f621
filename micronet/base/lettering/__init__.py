"""Words on bands of paper above and below a picture, in whatever script they are written.

It is done in a child process with limits: the picture may be anybody's, and fonts and shaping are native code.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass

from micronet.base.errors import Invalid

SECONDS = 10
UNDRAWN = 3
"""What the child says, in one number, of letters that no font at hand has."""


@dataclass(frozen=True)
class Caption:
    """What stands above and below; colours as `#rrggbb`. A line that is empty takes no room."""

    top: str
    bottom: str
    paper: str
    ink: str


@dataclass(frozen=True)
class Size:
    """One width of the finished picture, as WebP."""

    width: int
    height: int
    data: bytes


class Undrawn(Invalid):
    """There are letters in it that we have no font for. `letters` are some of them."""

    def __init__(self, letters: str) -> None:
        super().__init__()
        self.letters = letters


def write_on(picture: bytes, caption: Caption, widths: tuple[int, ...]) -> list[Size]:
    """The picture with its words, in each of these widths (pixels), without anything else of the file it came from.

    Takes about a third of a second. Raises Undrawn, and Invalid for what is no usable picture.
    """
    asked = json.dumps(asdict(caption) | {"widths": widths}).encode()
    command = [sys.executable, "-m", "micronet.base.lettering.child"]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own module
            command, input=asked + b"\n" + picture, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Invalid from None
    if done.returncode == UNDRAWN:
        raise Undrawn(json.loads(done.stdout))
    if done.returncode or not done.stdout:
        raise Invalid
    return _sizes(done.stdout)


def _sizes(answer: bytes) -> list[Size]:
    """A line of JSON with width, height and length of each, and then their bytes."""
    head, _, rest = answer.partition(b"\n")
    found = []
    for width, height, length in json.loads(head):
        found.append(Size(width, height, rest[:length]))
        rest = rest[length:]
    return found
