"""The half of R7 in which writing to the disk fails now and then: libfiu under the whole house."""

from __future__ import annotations

import time
from pathlib import Path

from micronet.base.jobs import queue
from micronet.config import Settings
from tests.serve.house import served
from torture.acks import Acks
from torture.audit import audit
from torture.browser import Browser
from torture.household import furnish
from torture.pictures import photographs, squares
from torture.writers import let_in, send_home

LIBRARIES = [Path("/usr/lib/fiu/fiu_run_preload.so"), Path("/usr/lib/fiu/fiu_posix_preload.so")]
POINTS = ("posix/io/rw/pwrite", "posix/io/sync/fdatasync", "posix/io/sync/fsync")
CHANCE = 0.02
READS = 0.05
"""Seconds between two pages of somebody who only reads."""


def failing_disk(folder: Path, seconds: float) -> tuple[dict[str, float], list[str]]:
    """Write for so long on a disk where two writes in a hundred fail. Gives what was counted and every breach."""
    if not all(library.exists() for library in LIBRARIES):
        return {}, []
    folder.mkdir()
    home, acks, photos = furnish(folder / "instance"), Acks(), photographs()
    queue(Settings(instance=home.folder)).storage.close()  # its file, like the house's, is there before anything fails
    enable = "\n".join(f"enable_random name={point},probability={CHANCE}" for point in POINTS)
    faulty = {"LD_PRELOAD": " ".join(map(str, LIBRARIES)), "FIU_ENABLE": enable}
    with served(home.folder, **faulty) as house:
        writers = let_in(home, house.port, acks, photos)
        ends, pages = time.monotonic() + seconds, []
        with Browser(house.port, home.people[0]) as reader:
            while time.monotonic() < ends:
                pages.append(reader.get(home.path()).status)
                time.sleep(READS)
        broken = send_home(writers)
        house.stop()
        broken += [fault for fault in house.faults if "unexpected" in fault]  # who may not start is started again
    refused = sum(writer.refused for writer in writers)
    broken += [f"reading on a failing disk: {status}" for status in set(pages) - {200}]
    broken += audit(home, acks, squares(photos))
    if not refused:
        broken.append("void: no write ever failed")
    return {"failed writes": refused, "taken on a failing disk": len(acks), "read": len(pages)}, broken
