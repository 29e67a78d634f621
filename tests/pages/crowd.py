"""A house full of life: a family of twelve in many scripts, a purpose circle, moments of every kind, invites."""

from __future__ import annotations

import os
from datetime import timedelta
from itertools import count

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from micronet.activity import polled
from micronet.activity.models import Moment
from micronet.activity.polls import PollOption
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.base.ids import new_id
from micronet.board import actions as board
from micronet.circles import invites
from micronet.circles.models import Membership
from micronet.letters import actions as letters
from micronet.members import peace, reporting
from micronet.members.reporting import Subject
from micronet.moments import actions, polling, talk
from micronet.people import door, sessions
from micronet.people.models import Passkey, Person
from tests.pages.enclosed import enclose
from tests.world import World

OTHERS = (
    ("عبد الرحمن بن محمد الهاشمي", "Asia/Riyadh", "sage"),
    ("中村 美咲", "Asia/Tokyo", "duckegg"),
    ("Wolfeschlegelsteinhausenbergerdorff-Featherst", "Europe/Berlin", "primrose"),
    ("أم كلثوم", "Africa/Cairo", "heather"),
    ("Иван", "Asia/Novosibirsk", "oat"),
    ("नीलम", "Asia/Kolkata", "apricot"),
    ("June", "America/Vancouver", "sky"),
    ("Theo", "Australia/Adelaide", "plaster"),
    ("Nana Ruth", "Europe/London", "sage"),
    ("👩‍👩‍👧‍👦 Moss", "Pacific/Chatham", "oat"),
)
LINES = (
    ("🫖", "Kettle on."), ("", "في الطريق إلى البيت، عشر دقائق."), ("❄️", "雪がやみました。犬は元気です。"),
    ("", "Ninety words would not be enough to say what the bus driver did, so here are eigh"[:80]),
)  # fmt: skip
WORDS = (
    ("note", "The first swallows are back over the yard. Photograph to follow when I find my glasses."),
    ("win", "Passed the hearing test, and the driving test in the same week."),
    ("setback", "The results weren’t what we hoped for.\n\nWe’ll know more on Tuesday."),
    ("question", "Who has Grandad’s recipe for the plum cake? https://example.org/" + "plum/" * 30),
    ("note", "لم أنم جيدًا، لكن القهوة ممتازة هذا الصباح."),
    ("note", "LlanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochLlanfairpwllgwyngyllgogerychwyrndrobwllllant"),
)
ADDRESSES = count(1)


class Box:
    """Something that is known by its id alone."""

    def __init__(self, id: str) -> None:
        self.id = id


class Crowd(World):
    """The cast and ten more. `family` is full of life, `elsewhere` asks a question at its door, `dawn` is new."""

    bare: Flask
    """A second house, which nobody keeps yet."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        with writing():
            self.members = [self.ada_here, self.ben_here, *(self._move_in(*one) for one in OTHERS)]
            self.family.rules = (
                "We ring before eight only if it’s good news.\nPhotographs stay in the house.\nNobody has to answer."
            )
            self.elsewhere.kind, self.elsewhere.cap, self.elsewhere.question = "purpose", 48, "What brings you here?"
            self.dawn = self.circle("First light")
            self.join(self.cleo, self.dawn, "host")
            self.join(self.ada, self.elsewhere)
            self.stranger = self.person("Tove")
            self._talk()
            self._write()
            self._ask_for_peace()
            self._invite()
            self._settle()

    def as_(self, person: Person | None, **headers: str) -> FlaskClient:
        """As in the small world, also from where no application is at work; each from an address of its own."""
        with self.app.app_context():
            client = super().as_(person, **headers)
        client.environ_base["REMOTE_ADDR"] = f"10.0.0.{next(ADDRESSES)}"
        return client

    def _move_in(self, name: str, zone: str, paint: str) -> Membership:
        town = {"Asia/Tokyo": "金沢市", "Europe/London": "Llanfairpwllgwyngyllgogerychwyrndrobwll"}.get(zone, "")
        someone = self.person(name, zone=zone, here_at=clock.ago(hours=len(name) * 3))
        if zone == "Europe/Berlin":
            self.wolf, someone.locale, someone.theme, someone.text_size = someone, "de", "dark", 3
        role = {"Nana Ruth": "supported", "June": "co_host"}.get(name, "member")
        member = self.join(someone, self.family, role, paint=paint, town=town)
        member.invited_by = self.ada_here.id
        return member

    def _talk(self) -> None:
        """Lines in windows, moments of every kind, words and feelings under them, one of last month."""
        tonight = clock.ahead(hours=5)
        for member, (emoji, text) in zip(self.members[1:], LINES, strict=False):
            board.say(member, emoji=emoji, text=text, clears_at=tonight)
        for member in self.members[2:5]:
            board.wave(member, self.ada_here, zone="UTC")
        self.moments = [self._share(*one) for one in zip(self.members[1:], WORDS, strict=False)]
        self.mine = self._share(self.ada_here, ("note", "Bread is in the oven."))
        self.old = self._share(self.ben_here, ("note", "The snow came up to the door."), days=70)
        self.asked_all, self.settled = self._ask("Which day shall we eat together?"), self._ask("اللون؟", secret=True)
        polling.end(self.settled, polled.poll_of(self.settled, to=self.ben), self.ben_here)
        feelings = ("love", "hug", "thinking")
        for turn, member in enumerate(self.members[2:]):
            talk.react(self.mine, member, feelings[turn % 3])
        for member in self.members[1:5]:
            self.reply = talk.reply(self.mine, member, id=new_id(), text="Save me the crust, please.")
        self.my_reply = talk.reply(self.moments[0], self.ada_here, id=new_id(), text="In March?")
        self.talked = self.moments[0]
        self.pictured = self._share(self.ben_here, ("note", "The whole of it."))
        enclose(self.pictured, self.ben_here)
        db.session.flush()

    def _write(self) -> None:
        """Letters: to somebody whose name is written from the right, to half the house, and to one who left."""
        _ada, _ben, first, misaki, wolf, *others = self.members
        self.post = Box(letters.begin(first, [self.ada_here], id=new_id(), text=WORDS[4][1]).thread_id)
        self.my_letter = letters.begin(self.ada_here, [first], id=new_id(), text=WORDS[5][1] + "\n\n" + WORDS[3][1])
        letters.edit(self.my_letter, self.ada_here, text=self.my_letter.text + "!")
        letters.begin(first, [self.ada_here], id=new_id(), text="شكرًا.").created_at -= timedelta(days=40)
        self.round = Box(
            letters.begin(wolf, [self.ada_here, first, misaki, *others], id=new_id(), text="All.").thread_id
        )
        gone = self.join(self.person("Rolf"), self.family)
        self.closed = Box(letters.begin(wolf, [gone], id=new_id(), text=WORDS[0][1]).thread_id)
        gone.left_at = clock.now()

    def _ask_for_peace(self) -> None:
        """Ada neither meets Иван nor is met by him; three have asked the hosts, and one of them was answered."""
        self.hushed_here = self.members[6]
        peace.mute(self.ada_here, self.hushed_here, 7)
        peace.block(self.ada_here, self.hushed_here)
        asks = (
            (self.moments[2], "هذا ليس صحيحًا."),
            (self.moments[3], ""),
            (None, "He rings at four.\n\nAgain."),
        )
        for thing, words in asks:
            what = Subject("moment", thing.id) if thing else Subject()
            made = reporting.report(self.ben_here, self.members[9], what, id=new_id(), words=words)
        reporting.settle(made, self.ada_here)
        db.session.flush()

    def _share(self, by: Membership, said: tuple[str, str], days: float = 0) -> Moment:
        kind, text = said
        made = actions.share(by, id=new_id(), kind=kind, text=text, advice=True)
        made.created_at -= timedelta(days=days)
        db.session.flush()
        return made

    def _ask(self, question: str, *, secret: bool = False) -> Moment:
        """A poll of Ben's that everybody but Ada has answered."""
        said = {
            "options": ["Friday", "السبت", "x" * 80],
            "many": True,
            "secret": secret,
            "ends_at": clock.ahead(days=3),
        }
        made = polling.ask(self.ben_here, id=new_id(), question=question, **said)
        poll = polled.poll_of(made, to=self.ben)
        options = db.session.scalars(select(PollOption.id).where(PollOption.moment_id == made.id)).all()
        for turn, member in enumerate(self.members[1:]):
            polling.vote(poll, member, [options[turn % 2]])
        return made

    def _invite(self) -> None:
        """One seat is kept for Granny Sol; the cards of the others are shown by the pages themselves."""
        self.family.cap = 14
        pepper = self.app.config["SECRETS"].pepper
        self.card = invites.make(self.ada_here, for_name="Granny Sol", role="member", pepper=pepper)
        self.waiting = self.card.invite
        self.asked = invites.make(self.cleo_there, for_name="Fumiko", role="member", pepper=pepper)

    def _settle(self) -> None:
        """What Ada's own pages list: keys, devices, and what happened at her door."""
        host = self.app.config["SETTINGS"].hostname
        for name in ("Telefon von Ada", "مفتاح"):
            key = Passkey(
                credential_id=os.urandom(16), public_key=b"-", rp_id=host, name=name, synced=True, may_sync=True
            )
            key.person_id = self.ada.id
            db.session.add(key)
        self.key = key
        phone, _secret = sessions.start(self.ada, "Safari (iPhone)", shared=False)
        sessions.start(self.ada, "Edge (Windows)", shared=True)
        door.tell(self.ada, "device.new", phone.name, phone)
        door.tell(self.ada, "codes.new")
