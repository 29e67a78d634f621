"""Writers: people who go on posting whatever happens to the house, each thing until it is acknowledged."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterable

from micronet.base.ids import new_id
from torture.acks import Acks
from torture.browser import Answer, Browser, NoAnswer
from torture.household import Household, Resident

FEELINGS = ("love", "hug", "laugh", "well_done", "lovely", "thinking")
PAUSE = 0.05


class Writer(threading.Thread):
    """One person with a browser. What they are at when told to stop, they finish."""

    def __init__(self, house: Household, me: Resident, port: int, acks: Acks, photos: dict[str, bytes]) -> None:
        super().__init__(daemon=True, name=me.name)
        self.house, self.me, self.acks, self.photos = house, me, acks, photos
        self.browser = Browser(port, me)
        self.chance = random.Random(me.name)
        self.stopping = threading.Event()
        self.tries = self.refused = 0
        self.odd: list[str] = []
        """Answers that no writer should ever see."""
        self.mine: list[str] = []
        self.felt: set[str] = set()
        self.waved: set[str] = set()

    def run(self) -> None:
        ways: list[Callable[[], None]] = [self.share, self.reply, self.feel, self.say, self.wave, self.show_face]
        while not self.stopping.is_set():
            self.chance.choices(ways, (40, 30, 15, 10, 4, 1 if self.photos else 0))[0]()

    def share(self) -> None:
        id = new_id()
        words = f"moment {id} of {self.me.name}"
        self._insist("moment", id, words, lambda: self.browser.post(self.at("/moments"), fresh=id, words=words))
        self.mine.append(id)

    def reply(self) -> None:
        under = self._some_moment()
        if under is None:
            return
        id = new_id()
        words = f"reply {id} of {self.me.name}"
        path = self.at(f"/moments/{under}/replies")
        self._insist("reply", id, words, lambda: self.browser.post(path, fresh=id, words=words))

    def feel(self) -> None:
        """Sent once: the same feeling sent twice takes it back."""
        under = self._some_moment()
        if under is None or under in self.felt or under in self.mine:
            return
        self.felt.add(under)
        feeling = self.chance.choice(FEELINGS)
        key = (under, self.me.member_id)
        self._once(
            "feeling", key, feeling, lambda: self.browser.post(self.at(f"/moments/{under}/reactions"), feeling=feeling)
        )

    def say(self) -> None:
        line = f"line {new_id()}"
        self._insist(
            "line", self.me.member_id, line, lambda: self.browser.post(self.at("/status"), text=line, clears="4h")
        )

    def wave(self) -> None:
        others = [one.member_id for one in self.house.people if one != self.me and one.member_id not in self.waved]
        if not others:
            return
        to = self.chance.choice(others)
        self.waved.add(to)
        self._insist("wave", (self.me.member_id, to), "", lambda: self.browser.post(self.at(f"/members/{to}/waves")))

    def show_face(self) -> None:
        """Another photograph of me."""
        name, picture = self.chance.choice(sorted(self.photos.items()))
        fields = {"nickname": self.me.name, "town": "", "paint": "sage"}
        self._insist("photo", self.me.member_id, name, lambda: self.browser.send(self.at("/me"), picture, **fields))

    def at(self, rest: str) -> str:
        return self.house.path(rest)

    def _some_moment(self) -> str | None:
        known = list(self.acks.of("moment"))
        return str(self.chance.choice(known[-200:])) if known else None

    def _insist(self, kind: str, key: object, what: str, send: Callable[[], Answer]) -> None:
        """Send the same again until it is taken, as an outbox does."""
        self.acks.doubt(kind, key, what)  # type: ignore[arg-type]
        while not self.stopping.is_set():
            if self._is_taken(send):
                self.acks.acknowledge(kind, key, what)  # type: ignore[arg-type]
                return
            time.sleep(PAUSE)

    def _once(self, kind: str, key: object, what: str, send: Callable[[], Answer]) -> None:
        self.acks.doubt(kind, key, what)  # type: ignore[arg-type]
        if self._is_taken(send):
            self.acks.acknowledge(kind, key, what)  # type: ignore[arg-type]

    def _is_taken(self, send: Callable[[], Answer]) -> bool:
        self.tries += 1
        try:
            answer = send()
        except NoAnswer:
            return False
        self.refused += answer.status in (503, 507)
        if not answer.is_taken and answer.status not in (429, 503, 507):
            self.odd.append(f"{self.name}: an answer {answer.status}: {answer.text[-300:]}")
        return answer.is_taken


def let_in(house: Household, port: int, acks: Acks, photos: dict[str, bytes]) -> list[Writer]:
    """A writer for each of the people, writing from now on."""
    writers = [Writer(house, one, port, acks, photos) for one in house.people]
    for writer in writers:
        writer.start()
    return writers


def send_home(writers: Iterable[Writer]) -> list[str]:
    """Let them finish. Gives every odd answer they had."""
    writers = list(writers)
    for writer in writers:
        writer.stopping.set()
    for writer in writers:
        writer.join(30)
        writer.browser.close()
    still = [f"{writer.name} never came to an end" for writer in writers if writer.is_alive()]
    return still + [line for writer in writers for line in writer.odd]
