"""R6: the power is cut while people write. Every row and file that was acknowledged is there when it comes back.

A file system in a file is shut down as a power cut would do it: what was not on disk yet never gets there.
"""

from __future__ import annotations

import fcntl
import os
import random
import shutil
import struct
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from micronet.base.sqlite import sqlite3
from tests.database import POSTGRES
from tests.serve.house import HOME, end
from torture.audit import sound
from torture.household import Household, furnish
from torture.mounts import mounted, run, why_not
from torture.power_writers import CONTROL
from torture.trial import Outcome, Trial

SHUTDOWN, AT_ONCE = 0x8004587D, struct.pack("I", 2)
"""The ioctl that shuts ext4 and XFS down, and the flag that says: without writing anything more."""
SIZES = {"ext4": 96, "xfs": 320}
"""Megabytes; files with holes."""
WRITES_FOR = (0.25, 0.7)
WRITERS = 3
KINDS = {"moment": "moment", "reply": "reply", "photo": "picture"}


def run_cuts(cuts: int, folder: Path) -> Outcome:
    """By turns on each file system there is."""
    if POSTGRES:
        return Outcome(skipped="it cuts the power under an SQLite file")
    if reason := why_not() or no_loops(folder):
        return Outcome(skipped=reason)
    kinds = [kind for kind in SIZES if shutil.which(f"mkfs.{kind}")]
    parts = [cuts // len(kinds) + (number < cuts % len(kinds)) for number in range(len(kinds))]
    counted: dict[str, float] = defaultdict(float, cuts=cuts)
    broken = [
        line for kind, part in zip(kinds, parts, strict=True) for line in Disk(folder / kind, kind).run(part, counted)
    ]
    if not counted["lost by the control"]:
        broken.append("void: synchronous=NORMAL lost nothing either")
    return Outcome(dict(counted), broken)


def no_loops(folder: Path) -> str:
    """Why a file cannot be mounted here; empty when it can."""
    try:
        with plugged(image(folder / "probe", "ext4"), folder / "there"):
            return ""
    except (subprocess.CalledProcessError, OSError):
        return "needs loop devices and mkfs.ext4"


def image(path: Path, kind: str) -> Path:
    """A file with an empty file system in it."""
    with path.open("wb") as file:
        file.truncate(SIZES[kind] * 1024 * 1024)
    run(f"mkfs.{kind}", "-q", path)
    return path


@contextmanager
def plugged(disk: Path, at: Path) -> Iterator[Path]:
    """The file system of this file, mounted; the loop device goes with it."""
    with mounted(at, "-o", "loop", disk):
        yield at


def cut(at: Path) -> None:
    """No power any more."""
    number = os.open(at, os.O_RDONLY)
    try:
        fcntl.ioctl(number, SHUTDOWN, AT_ONCE)
    finally:
        os.close(number)


class Disk:
    """One disk with a house on it, through many cuts."""

    def __init__(self, folder: Path, kind: str) -> None:
        folder.mkdir()
        self.kind, self.at, self.ledger = kind, folder / "mounted", folder / "ledger"
        self.folder = folder
        self.disk = image(folder / "image", kind)
        self.chance = random.Random(kind)
        self.read = self.lit = 0
        """Bytes of the ledger that were read, and that stood in it when the power went. A processor without power
        acknowledges nothing; ours goes on for a moment, and ext4 may call a write good that it is just giving up.
        """
        self.noted: dict[str, set[str]] = defaultdict(set)

    def run(self, cuts: int, counted: dict[str, float]) -> list[str]:
        """Cut, mount, look; gives every breach."""
        with plugged(self.disk, self.at):
            house = furnish(self.at / "instance", many=WRITERS)
            os.sync()
        broken = []
        with self.writers(house) as writers:
            for number in range(cuts):
                with plugged(self.disk, self.at):
                    self.write_until_dark(writers)
                with plugged(self.disk, self.at):
                    broken += [f"{self.kind}, cut {number + 1}: {line}" for line in self.look(house, counted)]
        counted["acknowledged"] += sum(map(len, self.noted.values()))
        counted["photographs"] += len(self.noted["photo"])
        return broken

    @contextmanager
    def writers(self, house: Household) -> Iterator[subprocess.Popen[str]]:
        """The process that forks writers; it has loaded everything already."""
        people = [one.person_id for one in house.people]
        command = [sys.executable, "-m", "torture.power_writers", str(self.ledger), house.circle_id, *people]
        complaints = (self.folder / "complaints").open("w")
        process = subprocess.Popen(
            command, cwd=HOME, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()
            complaints.close()

    def write_until_dark(self, writers: subprocess.Popen[str]) -> None:
        """Let them write for a while after the first word, then cut the power."""
        assert writers.stdin
        assert writers.stdout
        before = self.ledger.stat().st_size if self.ledger.exists() else 0
        print(self.at / "instance", file=writers.stdin, flush=True)
        child = int(writers.stdout.readline())
        until = time.monotonic() + 20
        while not self._moments_since(before) and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(self.chance.uniform(*WRITES_FOR))
        self.lit = self.ledger.stat().st_size
        cut(self.at)
        end(child)
        writers.stdout.readline()

    def _moments_since(self, before: int) -> bool:
        with suppress(FileNotFoundError), self.ledger.open("rb") as file:
            file.seek(before)
            return b"moment" in file.read()
        return False

    def look(self, house: Household, counted: dict[str, float]) -> Iterator[str]:
        """What is missing now that the power is back, of all that was ever acknowledged."""
        self._read_ledger()
        with closing(sqlite3.connect(house.database)) as connection:
            yield from sound(connection)
            for kind, table in KINDS.items():
                there = {row[0] for row in connection.execute(f"select id from {table}")}
                yield from (f"lost: {kind} {id}" for id in self.noted[kind] - there)
            rows = connection.execute("select id, size from picture").fetchall()
        shelf = house.folder / "files" / house.circle_id[-2:] / house.circle_id
        sizes = {path.name: path.stat().st_size for path in shelf.glob("*")}
        yield from (f"half-done: picture {id} of {size} bytes" for id, size in rows if sizes.get(id) != size)
        counted["lost by the control"] += self._control()

    def _read_ledger(self) -> None:
        written = self.ledger.read_bytes()
        for line in written[self.read : self.lit].decode().splitlines():
            kind, _, id = line.partition(" ")
            self.noted[kind].add(id)
        self.read = len(written)

    def _control(self) -> int:
        """How many rows the control lost."""
        try:
            with closing(sqlite3.connect(self.at / CONTROL)) as connection:
                there = {row[0] for row in connection.execute("select id from row")}
        except sqlite3.Error:  # not even its table is there
            there = set()
        return len(self.noted.pop("control", set()) - there)


TRIAL = Trial("R6", "no power cut takes a row or file that was acknowledged", run_cuts, 10, 300, "cuts")
