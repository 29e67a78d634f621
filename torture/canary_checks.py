"""What a walk meets too seldom, asked on purpose: old sessions, used cards, full circles, tries, private feelings."""

from __future__ import annotations

import re
from datetime import timedelta

from micronet.base.db import db
from micronet.circles.models import Circle as CircleRow
from micronet.circles.models import Invite as Row
from micronet.people.models import Device, DeviceLink, DoorNote, Passkey
from torture.canary_browser import Browser
from torture.canary_kept import BAD, GONE, NO, Kept
from torture.canary_model import HOSTS, Invite
from torture.canary_reads import AWAY, Ask

CODE = re.compile(r"\b([0-9A-Z]{3,5})[- \u2011\u00a0]([0-9A-Z]{3,5}(?:[- \u2011\u00a0][0-9A-Z]{3,5})?)\b")


class Checked(Kept):
    """A furnished house, and every check on it. Breaches are kept as those of a walk."""

    def checks(self) -> None:
        """All of them, each in the house that the one before has left."""
        first = (self.sessions, self.origins, self.others_things, self.links, self.feelings, self.waves, self.cards)
        then = (
            self.places,
            self.plain,
            self.codes,
            self.tries,
            self.setup,
            self.circles,
            self.kept,
            self.taken_back,
            self.stream,
        )
        for check in (*first, *then):
            if not self.broken:
                check()
                self.changed()

    def change(self, browser: Browser, **values: object) -> None:
        with self.scene():
            db.session.query(Device).filter_by(id=browser.device).update(values)

    def sessions(self) -> None:
        """A device that is over its time, or was left alone too long, or may only make a key, opens nothing."""
        _me, browser = self.host()
        now = self.model.now
        alone = {"seen_at": now - timedelta(days=91)}, {"shared": True, "seen_at": now - timedelta(minutes=31)}
        for values in ({"ends_at": now}, *alone, {"only_enrols": True}):
            old = self.browser(_me.person)
            self.get(old, "/me/keys", frozenset({200}))
            self.change(old, **values)
            self.get(old, "/me", AWAY)
            self.browsers.remove(old)
        two = self.browser(_me.person)
        self.post(browser, "/me/devices/others/remove", frozenset({303}))
        self.get(two, "/me", AWAY)
        self.browsers.remove(two)

    def origins(self) -> None:
        _me, browser = self.host()
        for site in ("cross-site", "same-site", "none"):
            form = {"name": self.canary("Forged")}
            ask = Ask("/me/name", frozenset({403}), method="POST", form=form, headers={"sec_fetch_site": site})
            self.put(browser, ask)

    def others_things(self) -> None:
        """Devices, keys, notes of somebody else."""
        mine, browser = self.host()
        other = next(one for one in self.browsers if one.in_() and one.person is not mine.person)
        with self.scene() as _:
            db.session.add(note := DoorNote(person_id=other.person.id, kind="codes.new", device_id=other.device))
            db.session.flush()
            note_id = note.id
        for rest in ("read", "refuse"):
            self.post(browser, f"/me/notes/{note_id}/{rest}", NO)
        self.post(browser, f"/me/devices/{other.device}/remove", NO)
        with self.scene():
            key = db.session.query(Passkey).filter_by(person_id=other.person.id).first().id
        self.post(browser, f"/me/keys/{key}/name", NO, name="Mine")
        self.get(browser, f"/me/keys/{key}/remove", NO)
        self.get(other, "/me/devices", frozenset({200}))

    def links(self) -> None:
        """A new device waits for the one that offered, and nobody else sees or confirms the offer."""
        mine, browser = self.host()
        self.post(browser, "/me/devices/new", frozenset({200}))
        with self.scene():
            link = db.session.query(DeviceLink).filter_by(person_id=mine.person.id).one().id
        other = next(one for one in self.browsers if one.in_() and one.person is not mine.person)
        self.get(other, f"/me/devices/links/{link}", NO)
        self.post(other, f"/me/devices/links/{link}/confirm", GONE)
        self.post(other, f"/me/devices/links/{link}/refuse", frozenset({303}))
        self.get(browser, f"/me/devices/links/{link}", frozenset({200}))
        self.post(browser, f"/me/devices/links/{link}/confirm", GONE)

    def feelings(self) -> None:
        """Who felt what under a moment is for whoever shared it, and for who felt it."""
        circle = self.model.circles[0]
        author, felt, third = circle.members[0], circle.members[1], circle.members[2]
        ben, ada, dora = (self.browser(one.person) for one in (author, felt, third))
        id = self.say(author, ben, self.canary())
        self.do(ada, circle, f"/moments/{id}/reactions", feeling="hug")
        for browser, sees in ((ben, True), (ada, True), (dora, False)):
            page = self.ask(browser, "GET", f"/circles/{circle.id}/moments/{id}")
            self.answers += 1
            if ('class="faces"' in page.text) is not sees:
                self.broken.append(f"seed {self.seed}: a feeling is {'hidden' if sees else 'told'}")

    def waves(self) -> None:
        """A wave is told to the one it is for."""
        circle = self.model.circles[0]
        to, by, third = circle.members[0], circle.members[1], circle.members[2]
        self.do(self.browser(by.person), circle, f"/members/{to.id}/waves")
        for member, sees in ((to, True), (third, False)):
            page = self.ask(self.browser(member.person), "GET", f"/circles/{circle.id}")
            self.answers += 1
            if ('class="waves"' in page.text) is not sees:
                self.broken.append(f"seed {self.seed}: a wave is {'hidden' if sees else 'told'}")

    def cards(self) -> None:
        """A card opens once, for a week, unless it is taken back or its maker has gone, and is held for two hours."""
        for fate in ("used", "revoked", "expired", "left", "held"):
            card, browser = self._card(), self._outsider()
            held = fate == "held" and self.post(browser, "/join", frozenset({303}), token=card.token)
            if fate == "used":
                with self.scene():
                    db.session.query(Row).filter_by(id=card.id).update({"used_at": self.model.now})
            elif fate == "revoked":
                self.do(self.host()[1], card.by.circle, f"/invites/{card.id}/revoke")
            else:
                self.tick({"expired": 8 * 86400, "held": 3 * 3600}.get(fate, 1))
            if fate == "left":
                self._sent_away(card)
            self.changed()
            self.get(browser, "/join/card", GONE) if held else self.post(browser, "/join", GONE, token=card.token)

    def _card(self) -> Invite:
        circle = self.model.circles[0]
        known = len(circle.invites)
        while len(circle.invites) == known:
            self.invite()
        return circle.invites[-1]

    def _outsider(self) -> Browser:
        person = self.person("Stranger")
        return self.browser(person)

    def _sent_away(self, card: Invite) -> None:
        """A card by someone who is then removed."""
        member = self.join(self.person("Guestlist"), card.by.circle, "member")
        with self.scene():
            db.session.query(Row).filter_by(id=card.id).update({"by_id": member.id})
        _me, host = self.host()
        self.do(host, member.circle, f"/members/{member.id}/removal", lambda: setattr(member, "gone", True))

    def places(self) -> None:
        """Nobody is promised a seat that is not there, and nobody sits down on one that was taken meanwhile."""
        card, browser = self._card(), self._outsider()
        self.post(browser, "/join", frozenset({303}), token=card.token)
        with self.scene():
            db.session.query(CircleRow).filter_by(id=card.by.circle.id).update({"cap": 2})
        self.post(self.host()[1], f"/circles/{card.by.circle.id}/invites", BAD, for_name="Nobody", role="member")
        self.post(browser, "/join/in", BAD, answer="x")
        with self.scene():
            db.session.query(CircleRow).filter_by(id=card.by.circle.id).update({"cap": 40})

    def codes(self) -> None:
        """A code that was read aloud opens once, within ten minutes."""
        _me, host = self.host()
        other = next(one for one in _me.circle.inside(self.model.now) if one.role not in HOSTS)
        for wait, status in ((0, frozenset({200, 303})), (601, BAD)):
            self.prove(host)
            page = self.ask(host, "POST", f"/circles/{_me.circle.id}/members/{other.id}/code", {})
            code = CODE.search(re.sub(r"<[^>]+>", " ", page.text))
            assert code, page.status
            self.tick(wait)
            stranger = Browser(None, f"10.8.0.{wait % 200}")
            self.post(stranger, "/recover", status, code=code[1] + code[2])
            self.post(Browser(None, "10.8.1.1"), "/recover", BAD, code=code[1] + code[2])

    def plain(self) -> None:
        """Using one's key makes nobody a host."""
        me, _host = self.host()
        ben, other = (self.join(self.person(name), me.circle, "member") for name in ("Plain", "Other"))
        browser = self.browser(ben.person)
        self.prove(browser)
        for rest in ("code", "removal", "host", "role"):
            path = f"/circles/{me.circle.id}/members/{other.id}/{rest}"
            self.post(browser, path, frozenset({403}), role="co_host")

    def tries(self) -> None:
        """The eleventh guess within an hour is not even looked at."""
        browser = Browser(None, "10.7.7.7")
        for turn in range(11):
            self.post(browser, "/recover", BAD if turn < 10 else frozenset({429}), code=f"ABCD{turn:02}")

    def setup(self) -> None:
        """A kept house is set up by nobody."""
        browser = Browser(None, "10.7.7.8")
        self.get(browser, "/setup", GONE)
        self.post(browser, "/setup", GONE, token="guess")
        self.post(browser, "/setup/options", GONE, name="Eve")

    def circles(self) -> None:
        """What is ticked for one circle goes to that one alone."""
        person = next(one for one in self.model.people if len(self.model.mine(one)) > 1)
        browser = next(one for one in self.browsers if one.person is person and one.in_())
        me = next(one for one in self.model.mine(person) if one.role not in ("guest",))
        words = self.canary("Here only")
        self.say(me, browser, words)
        for other in self.model.mine(person):
            if other.circle is not me.circle:
                self.put(browser, Ask(f"/circles/{other.circle.id}", frozenset({200, 403}), circle=other.circle))
