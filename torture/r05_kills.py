"""R5: the house is killed at random instants while eight people write, and starts anew. What it acknowledged stays."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

from tests.database import POSTGRES
from tests.serve.house import House, alive, free_port, wait_for
from torture.acks import Acks
from torture.audit import audit
from torture.browser import Browser, NoAnswer
from torture.household import furnish
from torture.pictures import photographs, squares
from torture.trial import Outcome, Trial
from torture.writers import let_in, send_home

FIRST_PAGE = 20.0
"""Seconds to the first page after a kill; three are aimed at where nothing else runs."""
LONGEST_LIFE = 0.5


def run(kills: int, folder: Path) -> Outcome:
    """Kill all of it and only the web process, by turns."""
    if POSTGRES:
        return Outcome(skipped="it looks into an SQLite file")
    home, acks, photos = furnish(folder / "instance"), Acks(), photographs()
    house = Kept(folder / "instance")
    chance, waits = random.Random(5), []
    writers = let_in(home, house.port, acks, photos)
    try:
        for number in range(kills):
            time.sleep(chance.uniform(0, LONGEST_LIFE))
            waits.append(house.kill_all() if number % 2 else house.kill_web())
        wait_for(lambda: house.one.child("micronet.jobs"), 30)
        broken = send_home(writers)
        code = house.one.stop()
    finally:
        send_home(writers)
        house.end()
    broken += [f"the house stopped with exit code {code}"] if code else []
    broken += [f"the first page came {wait:.1f} s after a kill" for wait in waits if wait > FIRST_PAGE]
    broken += audit(home, acks, squares(photos))
    tries = sum(writer.tries for writer in writers)
    return Outcome(
        {"kills": kills, "acknowledged": len(acks), "tries": tries, "slowest first page (s)": round(max(waits), 2)},
        broken,
    )


class Kept:
    """A house that stands up again after every blow, on the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.one = House(folder, self.port)
        self.until_a_page(0)

    def kill_all(self) -> float:
        """The whole of it at once; gives the seconds until it shows a page."""
        self.end()
        self.one = House(self.folder, self.port)
        return self.until_a_page(0)

    def kill_web(self) -> float:
        """Only the web server and its worker; its supervisor starts it anew."""
        web = self.one.child("micronet.web_server")
        if not web:
            return 0.0
        os.killpg(web, signal.SIGKILL)
        return self.until_a_page(web)

    def until_a_page(self, gone: int) -> float:
        """Wait for the door to open, by another process than the one that is `gone`."""
        return wait_for(lambda: not (gone and alive(gone)) and self._answers(), 60, lambda: self.one.complained)

    def _answers(self) -> bool:
        with Browser(self.port, timeout=30) as browser:
            try:
                return browser.get("/welcome").status == 200
            except NoAnswer:
                return False

    def end(self) -> None:
        """Kill whatever runs of it."""
        self.one.end()


TRIAL = Trial(
    "R5", "nothing acknowledged is lost, doubled or half-done when the house is killed", run, 20, 1000, "kills"
)
