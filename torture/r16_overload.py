"""R16: far more clients at once than the house can answer. Each gets its answer or is told to come again, and soon."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from pathlib import Path

from micronet.base.ids import new_id
from tests.database import POSTGRES
from tests.serve.house import House, served
from torture.acks import Acks
from torture.audit import audit
from torture.browser import Answer, Browser, NoAnswer
from torture.household import Household, Resident, furnish
from torture.trial import Outcome, Trial

CLIENTS = 64, 256
WRITES = 0.25
"""How many of the requests write."""
CALM = 1.0
"""Seconds that an ordinary page may take on a busy machine."""
RECOVERS = 5.0
LONGEST = 15.0
"""Seconds in which everyone has an answer of some kind, on a busy machine."""
GROWTH = (2 * 16 + 2 * 12 + 32) * 1024
"""Kilobytes that the web process may grow by while it is overrun: the page caches of two connections, what is kept of
pieces and of whole answers, and a page for each of 256 clients. Crowds of 256 one after the other fill all that by the
sixth, at 72 MB, and the thirtieth finds it no larger."""
BREATH = 0.05


def run(seconds: int, folder: Path) -> Outcome:
    """So many seconds at each number of clients, then look through the house."""
    if POSTGRES:
        return Outcome(skipped="its audit looks into an SQLite file")
    home, acks = furnish(folder / "instance"), Acks()
    counted: dict[str, float] = {"seconds": seconds}
    broken: list[str] = []
    with served(home.folder) as house:
        Crowd(home, house, acks, 8).press(1)
        before = memory(house)
        for many in CLIENTS:
            crowd = Crowd(home, house, acks, many)
            crowd.press(seconds)
            broken += crowd.broken[:10] + calm_again(house, home, counted)
            counted |= {f"answers to {many}": crowd.statuses.total(), f"come again to {many}": crowd.statuses[503]}
            counted[f"slowest of {many} (s)"] = round(crowd.slowest, 2)
            if crowd.slowest > LONGEST:
                broken.append(f"one of {many} clients waited {crowd.slowest:.1f} s")
        grown = memory(house) - before
        house.stop()
    if grown > GROWTH:
        broken.append(f"the web process grew by {grown} KB")
    broken += audit(home, acks)
    return Outcome(counted | {"acknowledged": len(acks), "grown by (KB)": grown}, broken)


class Crowd:
    """Many clients, each asking again as soon as it has an answer."""

    def __init__(self, home: Household, house: House, acks: Acks, many: int) -> None:
        self.home, self.house, self.acks, self.many = home, house, acks, many
        self.statuses: Counter[int] = Counter()
        self.broken: list[str] = []
        self.slowest = 0.0
        self.lock = threading.Lock()

    def press(self, seconds: float) -> None:
        """All at once, for so long; returns when the last has its answer."""
        ends = time.monotonic() + seconds
        everyone = [self.home.people[number % len(self.home.people)] for number in range(self.many)]
        threads = [threading.Thread(target=self._ask_on, args=(who, ends), daemon=True) for who in everyone]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(seconds + 60)

    def _ask_on(self, who: Resident, ends: float) -> None:
        chance = random.Random(new_id())
        with Browser(self.house.port, who, timeout=45) as browser:
            while time.monotonic() < ends:
                begun = time.monotonic()
                try:
                    answer = self._write(browser) if chance.random() < WRITES else browser.get(self.home.path())
                except NoAnswer as problem:
                    with self.lock:
                        self.broken.append(str(problem))
                    continue
                self._note(answer, time.monotonic() - begun)

    def _write(self, browser: Browser) -> Answer:
        id = new_id()
        self.acks.doubt("moment", id, f"moment {id}")
        answer = browser.post(self.home.path("/moments"), fresh=id, words=f"moment {id}")
        if answer.is_taken:
            self.acks.acknowledge("moment", id, f"moment {id}")
        return answer

    def _note(self, answer: Answer, seconds: float) -> None:
        with self.lock:
            self.statuses[answer.status] += 1
            self.slowest = max(self.slowest, seconds)
            if answer.status == 503 and not answer.headers.get("Retry-After", "").isdigit():
                self.broken.append("a 503 that does not say when to come again")
            elif answer.status not in (200, 303, 503):
                self.broken.append(f"an answer {answer.status}: {answer.text[-200:]}")
        if answer.status == 503:
            time.sleep(BREATH)


def calm_again(house: House, home: Household, counted: dict[str, float]) -> list[str]:
    """Wait until three pages in a row come as usual; how long that took is counted."""
    begun, in_row = time.monotonic(), 0
    with Browser(house.port, home.people[0]) as browser:
        while in_row < 3 and time.monotonic() - begun < 60:
            asked = time.monotonic()
            fine = browser.get(home.path()).status == 200 and time.monotonic() - asked < CALM
            in_row = in_row + 1 if fine else 0
    took = time.monotonic() - begun
    counted["slowest return to calm (s)"] = round(max(took, counted.get("slowest return to calm (s)", 0)), 2)
    return [f"pages came as usual only {took:.1f} s after the crowd had gone"] if took > RECOVERS else []


def memory(house: House) -> int:
    """Kilobytes of the web worker that are its own (PSS)."""
    total = 0
    for pid in house.family():
        rollup = Path(f"/proc/{pid}/smaps_rollup")
        if "web_server" in Path(f"/proc/{pid}/cmdline").read_text():
            total += next(int(line.split()[1]) for line in rollup.read_text().splitlines() if line.startswith("Pss:"))
    return total


TRIAL = Trial("R16", "far too many at once are answered or told to come again", run, 4, 120, "seconds")
