"""R32: guessing from fifty addresses for hours and days, through restarts and a clock that jumps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import delete, insert, select

from micronet.base import clock
from micronet.base.db import db, writing
from micronet.base.limits import Attempt
from micronet.circles import words
from micronet.config import Settings
from micronet.people.crockford import fresh, grouped
from micronet.welcome import join
from tests.world import Visit
from torture import stage
from torture.trial import Outcome, Trial

ADDRESSES = 50
BEGINS = datetime(2027, 3, 1, 12, tzinfo=UTC)
EACH_HOUR = {"code": 100, "words": join.PER_HOUR}
EACH_DAY = {"code": 2_400, "words": join.PER_DAY}
EACH_ADDRESS = 10
JUMPS = timedelta(days=-30), timedelta(minutes=-61), timedelta(seconds=-1)
REFUSED = 429


def run(size: int, folder: Path) -> Outcome:
    """`size` hours; every third begins with a restart, and within each the clock jumps back."""
    outcome = Outcome({"hours": 0, "tries": 0, "refused": 0})
    by_day: Counter[tuple[int, str]] = Counter()
    with stage.house(folder) as settings:
        for hour in range(size):
            with stage.application(settings) as app:
                begun = BEGINS + timedelta(hours=hour, seconds=hour)
                taken = _hour(app, begun, outcome)
                outcome.broken += judge(taken, hour, by_day)
                outcome.broken += _jumped(app, begun + timedelta(minutes=59))
            if hour % 3 == 0:
                outcome.broken += _restarted(settings, begun + timedelta(minutes=59))
            outcome.counted["hours"] += 1
    return outcome


def guesses() -> dict[str, Callable[[Any], Any]]:
    """A wrong guess at each door, never the same twice."""
    return {
        "code": lambda browser: browser.post("/recover", data={"code": fresh(8)}),
        "link": lambda browser: browser.post("/link", data={"code": grouped(fresh(8))}),
        "words": lambda browser: browser.post("/join", data={"words": " ".join(words.draw())}),
    }


def _browser(app: Flask, address: int) -> Visit:
    browser = Visit(app, app.response_class, use_cookies=False)
    browser.environ_base.update({"HTTP_SEC_FETCH_SITE": "same-origin", "REMOTE_ADDR": f"10.2.0.{address}"})
    return browser


def _hour(app: Flask, begun: datetime, outcome: Outcome) -> Counter[tuple[str, int]]:
    """Everyone guesses until they are refused, over the hour; gives what was let through, by door and address."""
    taken: Counter[tuple[str, int]] = Counter()
    for address in range(ADDRESSES):
        browser = _browser(app, address)
        with clock.frozen(begun + timedelta(minutes=address)):
            for door, guess in guesses().items():
                while guess(browser).status_code != REFUSED:
                    taken["words" if door == "words" else "code", address] += 1
                outcome.counted["refused"] += 1
    outcome.counted["tries"] += taken.total()
    return taken


def judge(taken: Counter[tuple[str, int]], hour: int, by_day: Counter[tuple[int, str]]) -> list[str]:
    """Every limit that was passed. `by_day` goes on counting."""
    broken = [f"address {at} tried {what} {n} times in an hour" for (what, at), n in taken.items() if n > EACH_ADDRESS]
    for what in EACH_HOUR:
        all_of_it = sum(number for (door, _at), number in taken.items() if door == what)
        by_day[hour // 24, what] += all_of_it
        if all_of_it > EACH_HOUR[what]:
            broken.append(f"{what} tried {all_of_it} times in hour {hour}")
        if by_day[hour // 24, what] > EACH_DAY[what]:
            broken.append(f"{what} tried {by_day[hour // 24, what]} times in a day")
    if hour == 0 and not taken.total():
        broken.append("nobody could try anything")
    return broken


def _jumped(app: Flask, now: datetime) -> list[str]:
    """A clock that was set back gives nobody further tries. Each jump is from the same state of things: tries that were
    brought home to a wrong time have had their window once the clock is right again, which is not tried here.
    """
    broken = []
    for jump in JUMPS:
        with _as_it_was(app), clock.frozen(now + jump):
            let = [door for door, guess in guesses().items() if guess(_browser(app, 7)).status_code != REFUSED]
        broken += [f"{door} could be tried again when the clock went back by {-jump}" for door in let]
    return broken


@contextmanager
def _as_it_was(app: Flask) -> Iterator[None]:
    """Afterwards the same tries are known as before."""
    with app.app_context():
        before = [dict(row._mapping) for row in db.session.execute(select(*Attempt.__table__.columns))]
    yield
    with app.app_context(), writing():
        db.session.execute(delete(Attempt))
        db.session.execute(insert(Attempt), before)


def _restarted(settings: Settings, now: datetime) -> list[str]:
    """Another start of the same house knows what was tried before."""
    with stage.application(settings) as app, clock.frozen(now):
        let = [door for door, guess in guesses().items() if guess(_browser(app, 251)).status_code != REFUSED]
    return [f"{door} could be tried again after a restart" for door in let]


TRIAL = Trial("R32", "Fifty who guess get no more tries than one may, restarts and clocks or not", run,
              small=3, full=168, unit="hours")  # fmt: skip
