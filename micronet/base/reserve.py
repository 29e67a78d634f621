"""Room kept free for the hour when the disk is full.

The reserve is a file of nothing in the instance folder. It makes way for the few acts that must not fail, such as
signing out, and takes back as much as is left; each minute the jobs see to it that it is whole.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

NAME = "reserve"
MOST = 32 * 1024 * 1024
SHARE = 16
"""On a small disk the reserve is this part of it."""


def keep(folder: Path, part: int = 2) -> None:
    """Make the reserve whole, of one `part`th of what is free at most. It stays small where there is no room."""
    path, disk = folder / NAME, shutil.disk_usage(folder)
    there = path.stat().st_size if path.exists() else 0
    wanted = min(MOST, disk.total // SHARE, there + disk.free // part)
    if wanted <= there:
        return
    with suppress(OSError):  # someone else took the room meanwhile
        _fill(path, wanted)


def _fill(path: Path, size: int) -> None:
    """Have `size` bytes of the disk, not only a file that says so."""
    number = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(number, 0, size)
        else:
            os.write(number, bytes(size))
    finally:
        os.close(number)


def free(folder: Path) -> bool:
    """Give its room back to the disk; False when there is none to give."""
    try:
        (folder / NAME).unlink()
    except OSError:
        return False
    return True
