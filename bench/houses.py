"""The filled houses, made once and kept in .bench/; what writes gets a copy."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench.fill import fill
from micronet.base.sqlite import sqlite3

ROOT = Path(__file__).resolve().parent.parent / ".bench"
DAY = 24 * 3600
"""Seconds after which a house is filled anew: its moments are to be of these days."""


def house(circles: int) -> Path:
    """The folder of a house of so many circles; nobody writes in it."""
    folder = ROOT / str(circles)
    ready = folder / "ready"
    if not ready.exists() or time.time() - ready.stat().st_mtime > DAY:
        shutil.rmtree(folder, ignore_errors=True)
        ROOT.mkdir(exist_ok=True)
        print(f"filling a house of {circles:,} circles", flush=True)
        fill(folder, circles)
        ready.touch()
    return folder


@contextmanager
def copy(circles: int) -> Iterator[Path]:
    """A copy to write in."""
    folder = ROOT / f"{circles}-copy"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(house(circles), folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def wake(folder: Path) -> None:
    """Say of every device that it was seen just now, so that no reading request has to note it."""
    with closing(sqlite3.connect(folder / "micronet.db")) as link:
        now = "strftime('%Y-%m-%d %H:%M:%f000', 'now')"
        people = "select person_id from device"
        link.execute(f"update device set seen_at = {now}")
        link.execute(f"update membership set looked_at = {now} where person_id in ({people})")
        link.commit()


if __name__ == "__main__":
    for size in sys.argv[1:]:
        house(int(size))
