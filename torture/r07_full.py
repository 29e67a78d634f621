"""R7: the disk is full, again and again, and writing on it fails now and then. Reading goes on, nothing is lost."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from micronet.base import clock
from micronet.base.db import writing
from micronet.base.ids import new_id
from micronet.base.sqlite import sqlite3
from micronet.people import sessions
from micronet.people.models import Person
from tests.database import POSTGRES
from tests.serve.house import House, served, wait_for
from torture.acks import Acks
from torture.audit import audit, strays
from torture.browser import Answer, Browser
from torture.failing import failing_disk
from torture.household import Household, Resident, furnish, within
from torture.mounts import small_disk, why_not
from torture.pictures import photographs, squares
from torture.trial import Outcome, Trial

DISK = 160
"""Megabytes. The house calls a disk full that has 64 left."""
MOST_WRITES = 400
RECOVERS = 5.0
FULL = "The house is full."


def run(cycles: int, folder: Path) -> Outcome:
    """Both halves: a disk that is full, and one that fails."""
    if POSTGRES:
        return Outcome(skipped="it fills the disk of an SQLite house")
    if reason := why_not():
        return Outcome(skipped=reason)
    full = FullDisk(folder)
    full.run(cycles)
    counted, broken = failing_disk(folder / "failing", 1.5 * cycles)
    return Outcome({"cycles": cycles, **full.counted, **counted}, full.broken + broken)


class FullDisk:
    """One house on a small disk, through all its cycles."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.acks, self.photos = folder / "instance", Acks(), photographs()
        self.counted = {"refused": 0, "read meanwhile": 0, "signed out": 0, "acknowledged": 0}
        self.slowest = 0.0
        self.broken: list[str] = []

    def run(self, cycles: int) -> None:
        """Fill and free, then look through what is left."""
        with small_disk(self.folder, DISK):
            self.house = furnish(self.folder, many=2)
            leavers = more_devices(self.house, cycles)
            with served(self.folder) as running:
                with Browser(running.port, self.house.people[0]) as self.writer:
                    for number, leaver in enumerate(leavers):
                        self.cycle(running, leaver, truncate=number % 3 != 2)
                self.broken += running.faults
                running.stop()
            self.broken += audit(self.house, self.acks, squares(self.photos))
            self.broken += [f"half a file: {path.name}" for path in strays(self.house) if path.suffix]
        self.counted |= {"acknowledged": len(self.acks), "slowest recovery (s)": round(self.slowest, 2)}

    def cycle(self, running: House, leaver: Resident, *, truncate: bool) -> None:
        """Fill the disk, try everything, free it."""
        if not all(self.write(kind).is_taken for kind in WRITES):
            self.broken.append("a write was refused while there was room")
        long_away(self.house, truncate=truncate)
        ballast = fill(self.folder)
        try:
            self.refuse_all()
            self.read_all(running)
            self.sign_out(running, leaver)
            self.refuse_all()
        finally:
            ballast.unlink()
        seconds = wait_for(lambda: self.write("moment").is_taken, 30)
        self.slowest = max(self.slowest, seconds)
        if seconds > RECOVERS:
            self.broken.append(f"writing went on {seconds:.1f} s after there was room again")

    def refuse_all(self) -> None:
        """Write until it is refused: what is there already may be written over."""
        for kind in WRITES:
            answers = (self.write(kind) for _ in range(MOST_WRITES))
            refused = next((answer for answer in answers if not answer.is_taken), None)
            if refused is None:
                self.broken.append(f"{kind}: never refused on a full disk")
            elif refused.status != 507 or FULL not in refused.text:
                self.broken.append(f"{kind}: refused with {refused.status}: {refused.text[-200:]}")
            elif kind in ("moment", "reply", "line") and self.typed not in refused.text:
                self.broken.append(f"{kind}: what was typed is not in the page that refuses it")
            else:
                self.counted["refused"] += 1

    def write(self, kind: str) -> Answer:
        """One form of this kind, with words that nobody sent before."""
        key, self.typed = new_id(), f"{kind} typed at {new_id()}"
        answer = WRITES[kind](self, key)
        ledger_key = key if kind in ("moment", "reply") else self.house.people[0].member_id
        what = "brick" if kind == "photo" else self.typed
        (self.acks.acknowledge if answer.is_taken else self.acks.doubt)(kind, ledger_key, what)
        return answer

    def read_all(self, running: House) -> None:
        """Everyone reads everything, after having been away for long."""
        moment = next(iter(self.acks.of("moment")))
        for who in self.house.people:
            with Browser(running.port, who) as browser:
                for path in ("", f"/moments/{moment}", "/moments/new", "/about", "/status"):
                    self.read(browser, self.house.path(path))
                for path in ("/me", "/me/devices"):
                    self.read(browser, path)
        with Browser(running.port) as stranger:
            self.read(stranger, "/welcome")

    def read(self, browser: Browser, path: str) -> None:
        status = browser.get(path).status
        self.counted["read meanwhile"] += 1
        if status != 200:
            self.broken.append(f"reading {path} on a full disk: {status}")

    def sign_out(self, running: House, leaver: Resident) -> None:
        """It works, and the door is shut behind them."""
        with Browser(running.port, leaver) as browser, Browser(running.port, leaver) as same:
            answer = browser.post("/me/sign-out")
            shut = same.get("/me").status == 303
        if not (answer.is_taken and shut):
            self.broken.append(f"signing out on a full disk: {answer.status}, the door is {'shut' if shut else 'open'}")
        self.counted["signed out"] += shut


def _photo(trial: FullDisk, _key: str) -> Answer:
    fields = {"nickname": "Writer 0", "town": "", "paint": "sage"}
    return trial.writer.send(trial.house.path("/me"), trial.photos["brick"], **fields)


def _reply(trial: FullDisk, key: str) -> Answer:
    moment = next(iter(trial.acks.of("moment")))
    return trial.writer.post(trial.house.path(f"/moments/{moment}/replies"), fresh=key, words=trial.typed)


WRITES: dict[str, Callable[[FullDisk, str], Answer]] = {
    "moment": lambda trial, key: trial.writer.post(trial.house.path("/moments"), fresh=key, words=trial.typed),
    "reply": _reply,
    "line": lambda trial, _key: trial.writer.post(trial.house.path("/status"), text=trial.typed, clears="4h"),
    "photo": _photo,
}


def more_devices(house: Household, many: int) -> list[Resident]:
    """So many more devices of the second person, to be signed out one after the other."""
    who = house.people[1]
    with within(house.folder), writing() as session:
        person = session.get(Person, who.person_id)
        secrets = [sessions.start(person, f"Old telephone {number}", shared=False)[1] for number in range(many)]
    return [Resident(who.name, who.person_id, who.member_id, secret) for secret in secrets]


def long_away(house: Household, *, truncate: bool) -> None:
    """Everyone was last here two hours ago, so each first page would note it. `truncate` leaves no room in the log."""
    then = (clock.now() - timedelta(hours=2)).strftime("%Y-%m-%d %H:%M:%S.%f")
    with closing(sqlite3.connect(house.database, timeout=10)) as connection:
        connection.execute("update device set seen_at = ?", [then])
        connection.execute("update membership set looked_at = ?", [then])
        connection.commit()
        if truncate:
            connection.execute("pragma wal_checkpoint(truncate)").fetchall()


def fill(folder: Path) -> Path:
    """A file that takes all the room there is."""
    ballast = folder / "ballast"
    with ballast.open("wb") as file:
        size = 0
        while free := shutil.disk_usage(folder).free:
            os.posix_fallocate(file.fileno(), size, free)
            size += free
            time.sleep(0.01)
    return ballast


TRIAL = Trial("R7", "a full or failing disk loses nothing, refuses plainly and is read from", run, 5, 100, "cycles")
