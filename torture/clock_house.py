"""The house of R21, and what must hold of it whatever its clock says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask.testing import FlaskClient

from micronet.base import clock, limits
from micronet.base.dates import local_day
from micronet.base.db import db, writing
from micronet.base.errors import Gone, TooMany
from micronet.base.ids import new_id
from micronet.people import challenges, codes, links, sessions, spoken
from micronet.people.models import Device, Person
from tests.world import World
from torture.clocks import set_to

ZONE = "Europe/London"
WINDOW = 3600
TRIES = 5
REPLAYED = 40
PAGES = "", "/moments/new", "/about", "/status", "/me"
OWN = "/me", "/me/devices", "/me/keys", "/share"


@dataclass
class Session:
    """A browser that someone signed in with, and how long it may hold by the rules."""

    client: FlaskClient
    person: Person
    ends: datetime
    seen: datetime
    is_over: bool = False

    def may_hold(self) -> bool:
        """Whether it holds now. What was over once stays over, and going back in time makes nobody idle."""
        now = clock.now()
        self.is_over = self.is_over or now >= self.ends or now >= self.seen + sessions.OWN_IDLE
        self.seen = max(self.seen, now)
        return not self.is_over


class JumpingHouse:
    """Ada and Ben go on living in it while its clock jumps."""

    def __init__(self, world: World) -> None:
        self.world, self.name = world, ""
        self.counted: dict[str, float] = {"answers": 0, "spent": 0, "replays": 0, "sessions ended": 0}
        self.broken: list[str] = []
        self.sessions = [self.sign_in(world.ada), self.sign_in(world.ben)]
        self.replays: list[Callable[[], object]] = []
        self.newest_id = new_id()
        self.proved: tuple[Device, datetime] | None = None

    def sign_in(self, person: Person) -> Session:
        """A browser of their own, until 400 days from now."""
        now = clock.now()
        return Session(self.world.as_(person), person, now + sessions.OWN_ENDS, now)

    def wrong(self, what: str) -> None:
        self.broken.append(f"{self.name}, {clock.now():%Y-%m-%d %H:%M:%S}: {what}")

    def jump(self, name: str, at: datetime, *, sweeps: bool) -> None:
        """Set the clock, then try everything. With `sweeps` the jobs have had their minute there."""
        self.name = name
        set_to(at)
        db.session.remove()
        if sweeps:
            self.sweep()
        self.visit()
        self.say()
        self.ids()
        self.spend()
        self.prove()
        self.limit()

    def sweep(self) -> None:
        """What the jobs do each minute."""
        for session in self.sessions:
            session.is_over = session.is_over or clock.now() >= session.ends
        for room in self.world.app.extensions["rooms"]:
            for work in room.sweeps:
                with writing():
                    work()

    def visit(self) -> None:
        """Every browser that ever was, once; who is out signs in anew."""
        for session in list(self.sessions):
            was_over, may = session.is_over, session.may_hold()
            status = session.client.get("/me").status_code
            if (status == 200) is not may:
                self.wrong(f"a session that {'holds' if may else 'is over'} was answered {status}")
            if session.is_over and not was_over:
                self.counted["sessions ended"] += 1
                self.sessions.append(self.sign_in(session.person))
        live = [one for one in self.sessions if not one.is_over]
        self.sessions = [one for one in self.sessions if one.is_over][-10:] + live
        for session in live:
            for path in [*(self.world.path(rest) for rest in PAGES), *OWN]:
                self.answer(session.client.get(path), path)

    def answer(self, given: object, what: str, wanted: tuple[int, ...] = (200, 303, 302)) -> None:
        """Note an answer; any but these is a breach."""
        self.counted["answers"] += 1
        status = given.status_code  # type: ignore[attr-defined]
        if status not in wanted:
            self.wrong(f"{what}: {status}")

    def say(self) -> None:
        """Two moments, a reply, a line and a wave; the moments stand in the order they were shared."""
        ada, ben = (self.live(person) for person in (self.world.ada, self.world.ben))
        first, second = new_id(), new_id()
        for id in (first, second):
            self.answer(
                ada.post(self.world.path("/moments"), data={"fresh": id, "words": f"moment {id}"}), "share", (303,)
            )
        under = self.world.path(f"/moments/{first}")
        self.answer(ben.post(f"{under}/replies", data={"words": "Coming."}), "reply", (303,))
        self.answer(ben.post(self.world.path("/status"), data={"text": "Baking.", "clears": "4h"}), "line", (303,))
        self.answer(ben.post(self.world.path(f"/members/{self.world.ada_here.id}/waves")), "wave", (303,))
        self.answer(ben.get(under), "moment", (200,))
        self.answer(ada.get(self.world.path("/log")), "log", (200,))
        today = local_day(clock.now(), ZONE)
        page = ben.get(self.world.path(f"/{today.year}/{today.month}"))
        self.answer(page, "month", (200,))
        at = [page.text.find(f"moment {id}") for id in (second, first)]
        if at != sorted(at) or -1 in at:
            self.wrong(f"two moments of one minute stand at {at} in their month")

    def live(self, person: Person) -> FlaskClient:
        return next(one.client for one in reversed(self.sessions) if one.person is person and not one.is_over)

    def ids(self) -> None:
        """Within one process ids only grow."""
        before, self.newest_id = self.newest_id, new_id()
        if self.newest_id <= before:
            self.wrong("an id is older than the one before it")

    def spend(self) -> None:
        """Use one of everything that may be used once; nothing that was used is ever taken again."""
        for again in self.replays:
            self.counted["replays"] += 1
            if again():
                self.wrong("something was taken twice")
        for kind, use in self.fresh().items():
            if not use():
                self.wrong(f"a fresh {kind} was refused")
            self.replays.append(use)
            self.counted["spent"] += 1
        del self.replays[:-REPLAYED]

    def fresh(self) -> dict[str, Callable[[], object]]:
        """One of each, just made."""
        ada = db.session.get(Person, self.world.ada.id)
        assert ada is not None
        with writing():
            paper, said, asked = codes.make(ada)[0], spoken.make(ada), challenges.put("torture", "browser")
            offered = links.offer(ada)
            links.knock(offered.code, "browser", "Telephone")
            links.confirm(ada, offered.id)
        return {
            "spare key": lambda: written(lambda: codes.redeem(paper)),
            "spoken code": lambda: written(lambda: spoken.redeem(said)),
            "challenge": lambda: challenges.spend(asked, "torture", "browser"),
            "device link": lambda: written(lambda: links.enter(offered.id, "browser")),
        }

    def prove(self) -> None:
        """A key that was used before the jump is no proof after it."""
        if self.proved is not None:
            device, at = self.proved
            if abs(clock.now() - at) > timedelta(hours=1) and sessions.is_fresh(device):
                self.wrong(f"a key used at {at} still counts as used just now")
        self.proved = Device(proved_at=clock.now()), clock.now()

    def limit(self) -> None:
        """So many tries and no more; and nobody is locked out for longer than the window. The bucket is left full."""
        self.use_up()
        set_to(clock.now() + timedelta(seconds=WINDOW + 2))
        if (taken := self.use_up()) != TRIES:
            self.wrong(f"{taken} tries were left after the whole window")

    def use_up(self) -> int:
        """Try until it is too much. Gives how often one could."""
        for taken in range(TRIES + 1):
            if wait := self.waits():
                if wait > WINDOW + 1:
                    self.wrong(f"after {taken} tries one must wait {wait} seconds")
                return taken
        self.wrong("there is no limit")
        return TRIES + 1

    def waits(self) -> int:
        """Try once; gives the seconds to wait if that was too much."""
        try:
            limits.spend("torture", "everyone", most=TRIES, seconds=WINDOW)
            return 0
        except TooMany as problem:
            return problem.retry_after


def written(use: Callable[[], object]) -> object:
    """What it gives, in a transaction of its own; None when it is gone."""
    try:
        with writing():
            return use()
    except Gone:
        return None
