"""R22: hostile files sent as photos: refused with a word, within their limits, and nothing of them is left."""

from __future__ import annotations

import resource
import time
from itertools import cycle, islice
from pathlib import Path

from micronet.base import pictures
from torture.hostile import corpus, picture
from torture.trial import Outcome, Trial

LONGEST = 30.0
"""Seconds for one, whatever it is, on a machine that does other things too."""
MOST_MB = 60
"""What the process that sends them may grow by: making them is not counted, and what it did before neither."""


def run(size: int, folder: Path) -> Outcome:
    """`size` files, class after class."""
    broken: list[str] = []
    longest, files = 0.0, list(corpus().items())
    before = _peak()
    for name, data in islice(cycle(files), size):
        begun = time.monotonic()
        broken += [f"{name}: {problem}" for problem in _send(data, folder)]
        longest = max(longest, time.monotonic() - begun)
    grown = _peak() - before
    broken += [f"one took {longest:.0f} s"] * (longest > LONGEST)
    broken += [f"the parent grew by {grown:.0f} MB"] * (grown > MOST_MB)
    if _send(picture(), folder) == []:
        broken.append("the control was not noticed: a good photo was refused as well")
    told = {"refused": size - len(broken), "classes": len(files), "longest_s": round(longest, 1), "grown_mb": grown}
    return Outcome({name: round(number, 1) for name, number in told.items()}, broken)


def _peak() -> float:
    """The most memory this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _send(data: bytes, folder: Path) -> list[str]:
    """What is wrong with how a file was taken."""
    path, into = folder / "sent", folder / "made"
    into.mkdir(exist_ok=True)
    path.write_bytes(data)
    try:
        pictures.sizes(path, into)
    except pictures.Refused as refused:
        wrong = [] if refused.problem else ["no word for it"]
    except Exception as problem:
        wrong = [repr(problem)]
    else:
        wrong = ["it was taken for a photo"]
    wrong += ["something of it is left"] * any(into.iterdir()) if not wrong else []
    for left in into.iterdir():
        left.unlink()
    return wrong


TRIAL = Trial(
    "R22", "Hostile files sent as photos are refused and leave nothing", run, small=33, full=400, unit="files"
)
