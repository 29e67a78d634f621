"""R4: whoever is out is out: every address they were ever given is asked without pause while they are removed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

from micronet.base.db import db
from micronet.circles.models import Membership
from tests import database
from tests.serve.house import served
from torture.canary_browser import Browser
from torture.canary_model import Circle, Member, marks
from torture.canary_world import House
from torture.replay import Line, Replay
from torture.trial import Outcome, Trial

BEFORE, AFTER, CLOSED_WITHIN = 0.6, 0.5, 2.0
"""Seconds of asking before and after, and in which a stream must have ended."""


class Scene(House):
    """A circle with a host and something in it, in a house that is really served."""

    def furnish(self) -> None:
        self.ada = self.person("Ada", keeper=True)
        self.host = self.browser(self.ada)

    def room(self) -> tuple[Circle, Member, Browser]:
        """A circle of its own, someone in it, and their device."""
        circle = self.circle("family")
        self.join(self.ada, circle, "host")
        member = self.join(self.person("Ben"), circle, "member")
        self.hang(member)
        return circle, member, self.browser(member.person)


Way = Callable[[Scene, Line, Circle, Member, Browser], float]
"""Puts someone out; gives when that was answered."""


def removed(scene: Scene, line: Line, circle: Circle, member: Member, _browser: Browser) -> float:
    scene.prove(scene.host)
    return line.done(scene.host, f"/circles/{circle.id}/members/{member.id}/removal")


def left(scene: Scene, line: Line, circle: Circle, member: Member, _browser: Browser) -> float:
    """By another device of theirs."""
    other = scene.browser(member.person)
    return line.done(other, f"/circles/{circle.id}/leave", words="keep")


def signed_out(scene: Scene, line: Line, _circle: Circle, member: Member, browser: Browser) -> float:
    other = scene.browser(member.person)
    return line.done(other, f"/me/devices/{browser.device}/remove")


def closed(scene: Scene, line: Line, circle: Circle, member: Member, _browser: Browser) -> float:
    """By the host, once nobody else could host it: the one who asks is a guest by then."""
    with scene.scene():
        db.session.query(Membership).filter_by(circle_id=circle.id, id=member.id).update({"role": "guest"})
    scene.prove(scene.host)
    return line.done(scene.host, f"/circles/{circle.id}/leave", sure="yes")


def stay_ended(scene: Scene, _line: Line, circle: Circle, member: Member, _browser: Browser) -> float:
    """A guest's time is over; nobody does anything."""
    ends = datetime.now(UTC) + timedelta(seconds=0.7)
    with scene.scene():
        row = db.session.query(Membership).filter_by(circle_id=circle.id, id=member.id)
        row.update({"role": "guest", "ends_at": ends})
    sleep(0.75)
    return monotonic()


WAYS: tuple[Way, ...] = (removed, left, signed_out, stay_ended, closed)


def addresses(circle: Circle, member: Member) -> list[str]:
    """Everything they were ever given an address of."""
    now = datetime.now(UTC)
    pages = ("", "#windows", "#moments", "#hello", "/about", "/me", "/pulse", "/pulse?v=0", "/status", "/reading")
    own = [f"/members/{member.id}", f"/pictures/{member.photo}", f"/pictures/{member.photo}!", "/moments/new", "/leave"]
    return [f"/circles/{circle.id}{rest}" for rest in (*pages, *own, f"/{now.year}/{now.month}")]


def once(scene: Scene, port: int, way: Way, outcome: Outcome) -> None:
    """One person put out, and what they were answered."""
    circle, member, browser = scene.room()
    replay = Replay(port, browser, addresses(circle, member), f"/circles/{circle.id}/live")
    with replay:
        sleep(BEFORE)
        out = way(scene, Line(port), circle, member, browser)
        sleep(AFTER)
        replay.wait_for_streams(out + CLOSED_WITHIN)
    told = marks(circle.name, member.nickname, scene.model.pictures[member.photo], circle.rules)
    before, after = replay.split(out)
    outcome.counted["answers before"] += len(before)
    outcome.counted["answers after"] += len(after)
    outcome.counted["streams"] += len(replay.closed)
    name = way.__name__
    if not any(one.status == 200 and one.tells(told) for one in before) or not after:
        outcome.broken.append(f"{name}: nothing was seen before, or nothing asked after")
    for one in after:
        if one.status < 300 or one.status == 304 or one.tells(told):
            outcome.broken.append(f"{name}: {one.path} {one.status}, asked {one.began - out:.3f} s after")
    for at in replay.closed:
        late = (at - out) if at else 99.0
        outcome.counted["slowest stream, s"] = max(outcome.counted["slowest stream, s"], round(late, 2))
        if late > CLOSED_WITHIN:
            outcome.broken.append(f"{name}: a stream stayed open for {late:.1f} s")


def run(size: int, folder: Path) -> Outcome:
    """`size` people put out of one served house, in every way there is."""
    outcome = Outcome(dict.fromkeys(("answers before", "answers after", "streams", "slowest stream, s"), 0))
    with database.fresh() as address:
        scene = Scene(folder / "house", address.get("MICRONET_DATABASE", ""), 4, datetime.now(UTC))
        try:
            scene.furnish()
            with served(folder / "house", **address) as house:
                for turn in range(size):
                    scene.tick((datetime.now(UTC) - scene.model.now).total_seconds())
                    once(scene, house.port, WAYS[turn % len(WAYS)], outcome)
        finally:
            scene.close()
    return outcome


TRIAL = Trial("R4", "whoever is out is out at once", run, small=10, full=500, unit="people put out")
