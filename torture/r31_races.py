"""R31: fifty at the same instant want what only one may have: one gets it, and no cap is ever passed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from micronet.base.db import db, writing
from micronet.base.limits import Attempt
from micronet.circles import invites
from micronet.circles.inside import in_force
from micronet.circles.models import Circle, Membership
from micronet.people import codes, links, spoken
from micronet.people.models import Device, Person
from micronet.welcome import recover
from tests.world import World
from torture import stage
from torture.trial import Outcome, Trial

MANY = 50
FREE = 3
"""Seats that are left when fifty come at once."""


def run(size: int, folder: Path) -> Outcome:
    """Each race in turn, `size` rounds in all."""
    outcome = Outcome({"rounds": 0, "tries": 0, "won": 0})
    with stage.world(folder) as cast:
        crowd = _crowd(cast)
        for number in range(size):
            race = RACES[number % len(RACES)]
            wanted, statuses = race(cast, crowd)
            won = sum(status in (302, 303) for status in statuses)
            outcome.counted["rounds"] += 1
            outcome.counted["tries"] += len(statuses)
            outcome.counted["won"] += won
            outcome.broken += judge(f"{race.__name__[1:]} {number}", wanted, won, statuses)
        outcome.broken += _over_cap()
    return outcome


def judge(what: str, wanted: int, won: int, statuses: list[int]) -> list[str]:
    """What is wrong with a round: too many or too few won, or somebody met a fault."""
    told = dict(Counter(statuses))
    wrong = [f"{what}: {won} won where {wanted} may: {told}"] if won != wanted else []
    return wrong + [f"{what}: somebody met a fault: {told}"] * any(status >= 500 for status in statuses)


def _crowd(cast: World) -> list[Person]:
    with writing():
        return [cast.person(f"Person {number}") for number in range(MANY)]


def at_once(clients: list[FlaskClient], act: Callable[[FlaskClient], Any]) -> list[int]:
    """The act by each, all let go at the same instant; gives the statuses."""
    gate = Barrier(len(clients))

    def run_one(client: FlaskClient) -> int:
        gate.wait()
        return int(act(client).status_code)

    with ThreadPoolExecutor(len(clients)) as threads:
        statuses = list(threads.map(run_one, clients))
    db.session.rollback()
    db.session.expire_all()
    return statuses


def _circle(cast: World, cap: int) -> tuple[Circle, Membership]:
    """A circle of Ada's own for one round."""
    circle = cast.circle("Races", kind="purpose", cap=cap)
    return circle, cast.join(cast.ada, circle, "host")


def _strangers(cast: World) -> list[FlaskClient]:
    """Browsers of nobody, each at an address of its own."""
    clients = [cast.as_(None) for _ in range(MANY)]
    for number, client in enumerate(clients):
        client.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
    return clients


def _one_card(cast: World, crowd: list[Person]) -> tuple[int, list[int]]:
    """One card in fifty hands."""
    with writing():
        _, ada = _circle(cast, 48)
        card = invites.make(ada, for_name="Ruth", role="member", pepper=cast.app.config["SECRETS"].pepper)
    clients = [cast.as_(person) for person in crowd]
    for client in clients:
        client.post("/join", data={"token": card.token})
    return 1, at_once(clients, lambda client: client.post("/join/in"))


def _last_seats(cast: World, crowd: list[Person]) -> tuple[int, list[int]]:
    """Fifty cards, and seats for three."""
    with writing() as session:
        circle, ada = _circle(cast, 1 + FREE)
        circle.cap = 48
        cards = [_card(cast, circle, ada) for _ in crowd[:47]]
        session.flush()
        circle.cap = 1 + FREE
    clients = [cast.as_(person) for person in crowd[:47]]
    for client, token in zip(clients, cards, strict=True):
        client.post("/join", data={"token": token})
    return FREE, at_once(clients, lambda client: client.post("/join/in"))


def _card(cast: World, circle: Circle, ada: Membership) -> str:
    """The link of one card, made as if twenty a day were no limit."""
    kept, invites.A_DAY = invites.A_DAY, MANY
    try:
        return invites.make(ada, for_name="Ruth", role="member", pepper=cast.app.config["SECRETS"].pepper).token
    finally:
        invites.A_DAY = kept


def _spare_key(cast: World, _crowd: list[Person]) -> tuple[int, list[int]]:
    """One spare key from paper, typed by fifty."""
    with writing():
        code = codes.make(cast.ben)[0]
    return _typed(cast, "/recover", code)


def _read_aloud(cast: World, _crowd: list[Person]) -> tuple[int, list[int]]:
    """One code read aloud, typed by fifty."""
    with writing():
        code = spoken.make(cast.ben)
    return _typed(cast, "/recover", code)


def _knock(cast: World, _crowd: list[Person]) -> tuple[int, list[int]]:
    """One code for a new device, brought by fifty browsers: it is the first one's."""
    with writing():
        offer = links.offer(cast.ben)
    return _typed(cast, "/link", offer.code)


def _typed(cast: World, path: str, code: str) -> tuple[int, list[int]]:
    """One code may be tried five times while it stands: that is lifted, so that all fifty reach for it."""
    _forget_tries()
    kept, recover.TRIES = recover.TRIES, MANY
    try:
        return 1, at_once(_strangers(cast), lambda client: client.post(path, data={"code": code}))
    finally:
        recover.TRIES = kept


def _forget_tries() -> None:
    with writing() as session:
        session.execute(delete(Attempt))


def _entry(cast: World, _crowd: list[Person]) -> tuple[int, list[int]]:
    """A device that was let in enters, fifty times at once; it is let in once."""
    before = _devices(cast)
    _forget_tries()
    with writing():
        offer = links.offer(cast.ben)
    [client, *_rest] = _strangers(cast)
    client.post("/link", data={"code": offer.code})
    with writing():
        links.confirm(cast.ben, offer.id)
    cookie = client.get_cookie("page")
    copies = _strangers(cast)
    for copy in copies:
        copy.set_cookie("page", cookie.value if cookie else "")
    statuses = at_once(copies, lambda one: one.post("/link/enter"))
    grown = _devices(cast) - before
    return (1 if grown == 1 else -grown), statuses


def _devices(cast: World) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Device).where(Device.person_id == cast.ben.id)) or 0


def _over_cap() -> list[str]:
    """Circles in which more sit than there are seats."""
    rows = select(Circle.id, Circle.cap, func.count()).join(Membership, Membership.circle_id == Circle.id)
    full = rows.where(in_force()).group_by(Circle.id, Circle.cap).having(func.count() > Circle.cap)
    return [f"{row[2]} sit in a circle of {row[1]}" for row in db.session.execute(full)]


RACES = _one_card, _last_seats, _spare_key, _read_aloud, _knock, _entry
TRIAL = Trial("R31", "Of fifty at the same instant exactly one gets what one may have, and no cap is passed", run,
              small=30, full=500)  # fmt: skip
