"""Invitations: made, brought by whoever stands outside, used or taken back."""

from __future__ import annotations

import re
from datetime import timedelta

from micronet.base.db import db
from micronet.circles.models import Membership
from torture.canary_browser import Browser
from torture.canary_model import HOSTS, INVITES, Circle, Invite, Member, Person, marks
from torture.canary_post import Letters
from torture.canary_reads import Ask

TOKEN = re.compile(r"/join#([\w-]+)")


class Cards(Letters):
    """The acts at the door."""

    def invite(self) -> bool:
        """Make a card; perhaps it is used, taken back, or runs out."""
        who = self.actor(INVITES)
        if who is None or who[0].circle.is_full(self.model.now):
            return False
        me, name, role = who[0], self.canary("For"), self.rng.choice(("member", "supported"))
        made = self.do(
            who[1], me.circle, "/invites", lambda: me.circle.log.update(marks(name)), for_name=name, role=role
        )
        if made is None or "location" not in made.headers:
            return False
        id = made.headers["location"].rsplit("/", 1)[-1]
        page = self.ask(who[1], "GET", made.headers["location"])
        token = TOKEN.search(page.text)
        card = Invite(id, me, name, role, token[1] if token else "", self.model.now + timedelta(days=7))
        self.model.note(id, name)
        me.circle.invites.append(card)
        self.changed()
        return self.hold(who[1], Ask(made.headers["location"], frozenset({200}), circle=me.circle), page)

    def revoke(self) -> bool:
        cards = [card for circle in self.model.circles for card in circle.invites if card.open(self.model.now)]
        card = self.rng.choice(cards) if cards else None
        who = self.actor(HOSTS, card.by.circle) if card else None
        if card is None or who is None:
            return False
        return bool(self.do(who[1], card.by.circle, f"/invites/{card.id}/revoke", lambda: setattr(card, "over", True)))

    def join_in(self) -> bool:
        """Someone who is outside brings a card, open or not, looks through the window and comes in."""
        cards = [card for circle in self.model.circles for card in circle.invites]
        card = self.rng.choice(cards[-4:]) if cards else None
        outside = [b for b in self.browsers if b.in_() and card and not self.model.standing(b.person, card.by.circle)]
        if card is None or not outside:
            return False
        browser, circle, opens = self.rng.choice(outside), card.by.circle, card.open(self.model.now)
        status, may = (frozenset({303}), self.model.at_door(card)) if opens else (frozenset({410}), set())
        if not self.put(browser, Ask("/join", status, method="POST", form={"token": card.token})):
            return False
        look = Ask("/join/card", frozenset({200 if opens else 410}), may & marks(circle.name, card.for_name), may)
        look.must -= marks(card.for_name)
        self.put(browser, look)
        if circle.picture or circle.members:
            face = self.rng.choice([one.photo for one in circle.members if one.photo] or [card.id])
            shown = any(one.photo == face and one.inside(self.model.now) for one in circle.members)
            status = frozenset({(200 if shown else 404) if opens else 410})
            self.put(browser, Ask(f"/join/pictures/{face}", status, may=marks(face, self.model.pictures.get(face))))
        if not opens:
            return self.put(browser, Ask("/join/in", frozenset({410}), method="POST", form={"answer": "x"}))
        return self._come_in(browser, card, circle)

    def _come_in(self, browser: Browser, card: Invite, circle: Circle) -> bool:
        said, seen = self.canary("Answer"), self.model.at_door(card)
        answer = self.ask(browser, "POST", "/join/in", {"answer": said})
        ask = Ask("/join/in", frozenset({303}), method="POST", form={"answer": said}, may=seen)
        if answer.status == 303:
            card.over = True
            self._welcome(browser.person, card, circle, said if circle.question else "")
        self.changed()
        held = self.hold(browser, ask, answer, seen)
        self.put(browser, Ask("/me/keys", frozenset({200})), seen)
        return held

    def _welcome(self, person: Person, card: Invite, circle: Circle, answer: str) -> None:
        with self.scene():
            id = db.session.query(Membership).filter_by(circle_id=circle.id, person_id=person.id).one().id
        before = next((one for one in circle.members if one.id == id), None)
        member = before or Member(id, person, circle, card.role, person.name)
        if before is None:
            circle.members.append(member)
            self.model.note(id)
        member.role, member.gone, member.ends_at, member.answer = card.role, False, None, answer
