"""R23: hostile files sent to a served house, many at once: each gets its sentence, nothing of them stays, pages go on.

The web process may not grow with them: it never opens a picture. In between goes a good photo, which must be shown.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path

from micronet.base.ids import new_id
from tests.database import POSTGRES
from tests.serve.house import House, served
from torture.browser import Answer, Browser
from torture.hostile import corpus, picture
from torture.household import Household, Resident, furnish
from torture.r16_overload import memory
from torture.trial import Outcome, Trial

AT_ONCE = 4
GROWTH = 40 * 1024
"""Kilobytes that the web process may grow by: what is kept of pages fills up, as in R16. One bomb would be 400 MB."""
PATIENCE = 240.0
"""Seconds until the last has its sentence, on a busy machine."""
SLOW = 5.0
"""Seconds that a page may take meanwhile, on a busy machine."""


def run(size: int, folder: Path) -> Outcome:
    """`size` files, class after class, by four people at once."""
    if POSTGRES:
        return Outcome(skipped="what it looks at does not hang on the database")
    home = furnish(folder / "instance", AT_ONCE)
    files = list(islice(cycle(corpus().items()), size))
    outcome = Outcome({"sent": size, "pages": 0})
    with served(home.folder) as house:
        _ask_page(home, house, outcome)
        before = memory(house)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            hands = [pool.submit(_send_all, home, house, home.people[at], files[at::AT_ONCE]) for at in range(AT_ONCE)]
            while not all(hand.done() for hand in hands):
                _ask_page(home, house, outcome)
        ids = [one for hand in hands for one in hand.result()]
        outcome.broken += _sentences(home, house, ids) + _good_one(home, house)
        grown = memory(house) - before
    outcome.counted |= {"refused": len(ids), "grown by (KB)": grown}
    outcome.broken += [f"the web process grew by {grown} KB"] * (grown > GROWTH)
    return Outcome(outcome.counted, outcome.broken + _left(home, good_files=2))


Sent = tuple[str, str, Resident]
"""The class of a file, the id it has, and who sent it."""


def _send_all(home: Household, house: House, who: Resident, files: Iterable[tuple[str, bytes]]) -> list[Sent]:
    """One after the other, as a page sends them."""
    with Browser(house.port, who, timeout=60) as browser:
        return [(name, _send(home, browser, data), who) for name, data in files]


def _send(home: Household, browser: Browser, data: bytes) -> str:
    """A file in one piece; gives its id."""
    id = new_id()
    told = browser.post(home.path("/uploads"), id=id, what="photo", size=str(len(data)), name="a.jpg")
    if told.status == 200:
        browser.put(home.path(f"/uploads/{id}?at=0"), data)
    return id if told.status == 200 else f"{told.status} {told.text[:80]}"


def _ask_page(home: Household, house: House, outcome: Outcome) -> None:
    begun = time.monotonic()
    with Browser(house.port, home.people[0]) as browser:
        status = browser.get(home.path()).status
    took = time.monotonic() - begun
    outcome.counted["pages"] += 1
    if status != 200 or took > SLOW:
        outcome.broken.append(f"a page answered {status} after {took:.1f} s")


def _sentences(home: Household, house: House, sent: list[Sent]) -> list[str]:
    """What is wrong with how they were refused. An empty file is refused before it is one."""
    ends, broken = time.monotonic() + PATIENCE, []
    for name, id, who in sent:
        if name == "nothing" and id.startswith("4"):
            continue
        with Browser(house.port, who) as browser:
            while (told := _told(browser.get(home.path(f"/uploads/{id}")))).get("state") in ("waiting", "arriving"):
                if time.monotonic() > ends:
                    break
                time.sleep(0.2)
        if told.get("state") != "refused" or not told.get("say"):
            broken.append(f"{name}: {told.get('state')}, {told.get('say')!r}")
    return broken


def _told(answer: Answer) -> dict[str, str]:
    if answer.status != 200:
        return {"state": str(answer.status)}
    found: dict[str, str] = json.loads(answer.text)
    return found


def _good_one(home: Household, house: House) -> list[str]:
    """The control: a photo that is one is taken, so it is not that nothing is."""
    ends = time.monotonic() + 60
    with Browser(house.port, home.people[0]) as browser:
        id = _send(home, browser, picture())
        while time.monotonic() < ends:
            if _told(browser.get(home.path(f"/uploads/{id}"))).get("state") == "ready":
                return []
            time.sleep(0.2)
    return ["the control was not noticed: a good photo was not taken"]


def _left(home: Household, good_files: int) -> list[str]:
    """What lies on the disk besides the sizes of the good photo."""
    lying = [path for name in ("incoming", "files") for path in (home.folder / name).rglob("*") if path.is_file()]
    return [f"{len(lying) - good_files} files are left"] * (len(lying) != good_files)


TRIAL = Trial("R23", "Hostile files by the dozen: sentences, and nothing else", run, small=33, full=660, unit="files")
