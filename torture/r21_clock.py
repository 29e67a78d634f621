"""R21: the clock jumps. Nothing breaks, nothing is taken twice, nobody is locked out, no session ends or revives by it.

The house runs in this process with the clock of `torture.clocks`. A clock faked beneath a process (libfaketime) also
moves the one that counts seconds, which no machine's does: the web server would think its worker had hung for years.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from micronet import config, create_app
from micronet.base.db import db, hang_up
from micronet.base.walls import unscoped
from micronet.instance import prepare
from tests import database
from tests.world import World
from torture.clock_house import JumpingHouse
from torture.clocks import jumping
from torture.trial import Outcome, Trial

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SWEEPS = 0.4
"""How often the jobs run while the clock is wrong."""


def targets(chance: random.Random) -> Iterator[tuple[str, datetime]]:
    """Where the clock jumps to and back, for ever; the right time goes on meanwhile. Ada and Ben live in London."""
    now = START
    while True:
        wrong = [
            ("ten years on", now + timedelta(days=3653)),
            ("thirty days back", now - timedelta(days=30)),
            ("into the hour lost in spring", datetime(2027, 3, 28, 1, 0, 1, tzinfo=UTC)),
            ("into the hour there is twice in autumn", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
            ("to the 29th of February", datetime(2028, 2, 29, 12, 0, tzinfo=UTC)),
            ("to just before three", now.replace(hour=2, minute=59, second=58)),
            ("to three o’clock", now.replace(hour=3, minute=0, second=0)),
            ("to a machine without a battery", datetime(2000, 1, 1, 12, 0, tzinfo=UTC)),
        ]
        chance.shuffle(wrong)
        for name, at in wrong:
            yield name, at
            now += timedelta(hours=chance.randint(3, 7))
            yield "right again", now


def run(jumps: int, folder: Path) -> Outcome:
    """So many jumps, and after each everything is tried."""
    chance = random.Random(21)
    with database.fresh() as where, jumping(START):
        settings = config.load({"MICRONET_INSTANCE": str(folder / "instance")} | where)
        prepare(settings)
        app = create_app(settings)
        with app.app_context(), unscoped("the trials look everywhere"):
            try:
                house = JumpingHouse(World(app))
                for _jump, (name, at) in zip(range(jumps), targets(chance), strict=False):
                    house.jump(name, at, sweeps=chance.random() < SWEEPS)
            finally:
                db.session.remove()
                hang_up()
    return Outcome({"jumps": jumps, **house.counted}, house.broken)


TRIAL = Trial("R21", "no jump of the clock breaks, repeats, ends or revives anything", run, 20, 200, "jumps")
