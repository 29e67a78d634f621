"""The walk: one act after another, and after each a handful of questions by everyone, each answer held to the model."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from torture import canary_reads as reads
from torture.canary_browser import Answer, Browser
from torture.canary_forged import forged
from torture.canary_model import CANARY, END, ID, Circle, Said, marks
from torture.canary_reads import Ask
from torture.canary_world import House

QUESTIONS = 60
"""Answers looked at between two acts."""
EVERYONES = re.compile("/pictures/|/pulse")
"""Answers that are the same to all who may have them."""
OWN_PAGES = ("/", "/me", "/me/devices", "/me/keys", "/share", "/circles/new")
MOST_BREACHES = 8
THINGS = ("moment", "moment", "edit", "reply", "member", "member", "card", "picture", "picture", "month", "leave")
OWN = 0.2
"""The share of questions that are about a circle of one's own: those answers cost more."""


Copy = tuple[str, Browser, set[str]]


class Walk(House):
    """Counts every answer that was held to the model, and keeps every breach in words."""

    def __init__(self, folder: Path, address: str, seed: int) -> None:
        super().__init__(folder, address, seed)
        self.seed, self.answers, self.steps = seed, 0, 0
        self.broken: list[str] = []
        self.most, self.questions, self.own = MOST_BREACHES, QUESTIONS, OWN
        self.kinds: Counter[str] = Counter()
        self._may: dict[tuple[int, int], set[str]] = {}
        self._nothing: dict[tuple[int, bool], bytes] = {}
        self.copies: dict[str, list[Copy]] = {}
        """Answers that came with a tag, by address: the tag, whose it was, and what it told."""
        self.only_leaks = False
        """Whether to look at nothing but what an answer tells: for houses with one wall down."""

    # --- the model's word, kept while nothing changes

    def changed(self) -> None:
        """Something happened: what everyone may know is worked out anew."""
        self._may.clear()
        self._nothing.clear()

    def tick(self, seconds: float) -> None:
        super().tick(seconds)
        if hasattr(self, "_may"):
            self.changed()

    def may(self, browser: Browser, circle: Circle | None) -> set[str]:
        """What an answer to this browser, about this circle, may tell."""
        key = id(browser), id(circle)
        if key not in self._may:
            person = browser.person if browser.in_() else None
            self._may[key] = self.model.own(person) | self.model.within(self.model.standing(person, circle))
        return self._may[key]

    # --- holding answers to it

    def tells(self, answer: Answer) -> set[str]:
        """The marks of the house that stand in an answer."""
        body = answer.body
        if answer.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        said = body.decode("utf-8", "replace")
        for name in ("location", "hx-redirect", "etag"):
            said += " " + answer.headers.get(name, "")
        found = set(CANARY.findall(said)) | {one[-END:] for one in ID.findall(said)}
        return found & self.model.known

    def hold(self, browser: Browser, ask: Ask, answer: Answer, more: Iterable[str] = ()) -> bool:
        """Whether the answer is what the model says; if not, it is kept in words."""
        self.answers += 1
        self.kinds[f"{answer.status}"] += 1
        told = self.tells(answer)
        allowed = self.may(browser, ask.circle) | ask.may
        too_much = told - allowed - set(more) - sent(ask)
        if too_much:
            return self.breach(browser, ask, answer, f"tells {sorted(too_much)}")
        if self.only_leaks:
            return True
        if answer.status not in ask.status:
            return self.breach(browser, ask, answer, f"is not one of {sorted(ask.status)}")
        if answer.status == 200 and ask.must - told:
            return self.breach(browser, ask, answer, f"lacks {sorted(ask.must - told)}")
        return answer.status != 404 or self._like_nothing(browser, ask, answer)

    def _like_nothing(self, browser: Browser, ask: Ask, answer: Answer) -> bool:
        """Every missing thing looks alike to one browser."""
        if ask.method != "GET" or "accept" in ask.headers or "content-encoding" in answer.headers:
            return True
        usual = self._nothing.setdefault((id(browser), "hx_request" in ask.headers), answer.body)
        return usual == answer.body or self.breach(browser, ask, answer, "looks unlike other missing things")

    def breach(self, browser: Browser, ask: Ask, answer: Answer, what: str) -> bool:
        who = browser.person.name if browser.person else "nobody"
        where = f"seed {self.seed}, answer {self.answers}"
        self.broken.append(f"{where}: {ask.method} {ask.path} {ask.headers or ''} by {who}: {answer.status} {what}")
        return False

    def put(self, browser: Browser, ask: Ask, more: Iterable[str] = ()) -> bool:
        """Ask, and hold the answer to the model."""
        kept = self._copies(browser, ask)
        answer = self.ask(browser, ask.method, ask.path, ask.form, **ask.headers)
        if answer.status == 304 and kept and 200 in ask.status:
            return self._still_good(browser, ask, answer, *kept)
        if ask.method == "GET" and answer.status == 200 and (tag := answer.headers.get("etag")):
            self.copies.setdefault(address(ask), []).append((tag, browser, self.tells(answer)))
        return self.hold(browser, ask, answer, more)

    def _copies(self, browser: Browser, ask: Ask) -> Copy | None:
        """Ask whether a copy is still good: one's own, or one that somebody else was given."""
        there = self.copies.get(address(ask), [])[-4:]
        if not there or ask.method != "GET" or "if_none_match" in ask.headers or self.rng.random() < 0.3:
            return None
        kept = self.rng.choice(there)
        ask.headers = ask.headers | {"if_none_match": kept[0]}
        return kept

    def _still_good(
        self, browser: Browser, ask: Ask, answer: Answer, _tag: str, whose: Browser, told: set[str]
    ) -> bool:
        """ "Not changed" is true, and said to nobody but whose copy it is."""
        self.answers += 1
        self.kinds["304"] += 1
        if whose.person is not browser.person and not EVERYONES.search(ask.path):
            return self.breach(browser, ask, answer, f"for a copy of {whose.person}")
        if told - self.may(browser, ask.circle) - ask.may or ask.must - told:
            return self.breach(browser, ask, answer, "for a copy that is not good any more")
        return True

    def turns(self, circle: Circle) -> None:
        """The board by members and others in turns, thrice each: what is kept of it is never stale, nor another's."""
        inside = [one for one in self.browsers if one.in_() and self.model.standing(one.person, circle)]
        chosen = self.rng.sample(self.browsers, min(2, len(self.browsers)))
        for browser in 3 * [*chosen, *self.rng.sample(inside, min(2, len(inside)))]:
            for suffix in ("", "/pulse?v=1"):
                self.put(browser, reads.page(self.model, browser, circle, suffix))

    # --- questions

    def question(self) -> Ask:
        """Something anyone might ask, with ids of any circle."""
        roll, browser = self.rng.random(), self.asker
        mine = [one.circle for one in self.model.mine(browser.person)]
        others = [one for one in self.model.circles if one not in mine]
        circle = self.rng.choice(mine if mine and (not others or self.rng.random() < self.own) else others)
        if roll < 0.04:
            return reads.home(self.model, browser, self.rng.choice(OWN_PAGES))
        if roll < 0.22:
            return forged(self, browser, circle)
        if roll < 0.45:
            return reads.page(self.model, browser, circle, self.rng.choice(list(reads.PAGES)))
        if roll < 0.55:
            return reads.block(self.model, browser, circle, self.rng.choice(list(reads.BLOCKS)))
        return self._about_a_thing(browser, circle)

    def _about_a_thing(self, browser: Browser, circle: Circle) -> Ask:
        rng, model = self.rng, self.model
        near = circle if rng.random() < 0.7 else rng.choice(model.circles)
        kind = rng.choice(
            (
                "moment",
                "moment",
                "edit",
                "reply",
                "thread",
                "thread",
                "member",
                "member",
                "card",
                "picture",
                "month",
                "leave",
            )
        )
        if kind in ("moment", "edit") and near.moments:
            return reads.moment(model, browser, circle, self.late(near), kind == "edit")
        if kind == "reply" and (said := [one for moment in near.moments for one in moment.replies]):
            one = rng.choice(said)
            under = one.under if rng.random() < 0.8 else rng.choice(near.moments)
            return reads.reply(model, browser, circle, one, under or one)
        if kind == "thread" and near.post:
            post = rng.choice(near.post[-6:])
            return reads.thread(model, browser, circle, post, rng.choice((None, None, *post.letters[-1:])))
        if kind == "card" and near.invites:
            return reads.card(model, browser, circle, rng.choice(near.invites))
        if kind == "picture" and model.pictures:
            hung = [one.photo for one in near.members if one.photo] if rng.random() < 0.7 else []
            id = rng.choice(hung or list(model.pictures))
            return reads.picture(model, browser, circle, id, rng.choice(("", id, id)))
        if kind == "month":
            return reads.month(model, browser, circle)
        if kind == "leave":
            return reads.leave(model, browser, circle)
        who, rest = rng.choice(near.members), rng.choice(("", "", "/place", "/host", "/removal"))
        return reads.someone(model, browser, circle, who, rest)

    def late(self, circle: Circle) -> Said:
        """A moment, mostly one of the latest."""
        return self.rng.choice(circle.moments[-4:] if self.rng.random() < 0.7 else circle.moments)

    def look_around(self, many: int) -> None:
        """Questions by everyone, in turns."""
        for _ in range(many):
            self.asker = self.rng.choice(self.browsers)
            ask = self.question()
            if not ask.headers and ask.method == "GET" and not ask.path.endswith("/live"):
                roll = self.rng.random()
                if roll < 0.03:
                    ask.headers = {"accept_encoding": "gzip"}
                elif roll < (0.8 if 404 in ask.status else 0.25):
                    ask.headers, ask.must = dict(reads.PARTIAL), set()
                    ask.status |= {204} if 303 in ask.status else set()
            self.put(self.asker, ask)
            if len(self.broken) >= self.most:
                return


def address(ask: Ask) -> str:
    """What an answer depends on besides who asks."""
    return " ".join((ask.path, *(f"{name}={ask.headers[name]}" for name in sorted(ask.headers))))


def sent(ask: Ask) -> set[str]:
    """What someone sent may come back to them."""
    values = (ask.form or {}).values()
    return marks(*(word for value in values for word in ([value] if isinstance(value, str) else value)))
