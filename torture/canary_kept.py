"""Checks on what outlives its time: boards that are kept, words taken back, streams and places of who has gone."""

from __future__ import annotations

from micronet.base.db import db
from micronet.base.ids import new_id
from micronet.circles.models import Membership
from torture import canary_reads as reads
from torture.canary_browser import Browser
from torture.canary_doors import Doors
from torture.canary_model import LOOKS, Circle, Member, Said
from torture.canary_reads import Ask

NO, GONE, BAD = frozenset({404}), frozenset({410}), frozenset({422})
Statuses = frozenset[int]


class Kept(Doors):
    """Half of the checks, and what all of them use."""

    def post(self, browser: Browser, path: str, status: Statuses, **form: str) -> bool:
        return self.put(browser, Ask(path, status, method="POST", form=form, may=self.model.known))

    def get(self, browser: Browser, path: str, status: Statuses) -> bool:
        return self.put(browser, Ask(path, status, may=self.model.known))

    def host(self) -> tuple[Member, Browser]:
        """The host of the first circle, who has used their key."""
        found = self.actor(frozenset({"host"}), self.model.circles[0])
        assert found
        self.prove(found[1])
        return found

    def say(self, by: Member, browser: Browser, words: str) -> str:
        """Share a moment in their circle alone."""
        id, circle = new_id(), by.circle
        self.model.note(id)
        then = lambda: circle.moments.append(Said(id, by, words, self.model.now))  # noqa: E731
        self.do(browser, circle, "/moments", then, fresh=id, words=words, kind="note", circles=[circle.id])
        return id

    def taken_back(self) -> None:
        """What was taken back is nobody's, and only who took it may bring it back."""
        me, host = self.host()
        ben = next(one for one in me.circle.inside(self.model.now) if one.role in LOOKS and one is not me)
        browser = self.browser(ben.person)
        said = me.circle.moments[-1] if self.say(ben, browser, self.canary()) else None
        assert said
        self.get(host, f"/circles/{me.circle.id}/moments/{said.id}", frozenset({200}))
        then = lambda: vars(said).update(removed_at=self.model.now, removed_by=ben)  # noqa: E731
        self.do(browser, me.circle, f"/moments/{said.id}/remove", then)
        for one in (host, browser):
            for suffix in ("", "/edit"):
                self.put(one, reads.moment(self.model, one, me.circle, said, bool(suffix)))
            self.put(one, reads.page(self.model, one, me.circle, ""))
            self.put(one, reads.block(self.model, one, me.circle, "moments"))
        self.post(host, f"/circles/{me.circle.id}/moments/{said.id}/restore", NO)

    def kept(self) -> None:
        """A board that is kept is never old, nor another's; a device that may only make a key is given none."""
        me, _host = self.host()
        ben = next(one for one in me.circle.inside(self.model.now) if one.role in LOOKS and one is not me)
        both = [(one, self.browser(one.person)) for one in (me, ben)]
        for turn in range(3):
            for member, browser in (*both, *both, *both):
                ask = reads.page(self.model, browser, me.circle, "")
                answer = self.ask(browser, "GET", ask.path)
                self.hold(browser, ask, answer)
                if f"<bdi>{member.nickname}</bdi>.</b>" not in answer.text:
                    self.broken.append(f"seed {self.seed}: {member.nickname} was given the board of another")
                pulse = reads.page(self.model, browser, me.circle, "/pulse")
                pulse.headers = {"if_none_match": '"0"'}
                self.put(browser, pulse)
            self.say(*both[turn % 2], self.canary("News"))
            for _member, browser in both:
                browser.cookies.pop("page", None)
        child = self.browser(ben.person, only_enrols=True)
        self.put(child, reads.page(self.model, child, me.circle, ""))
        self.browsers.remove(child)
        self._board_of_who_left(me.circle)

    def _board_of_who_left(self, circle: Circle) -> None:
        """Kept, and then not theirs any more; nobody says anything in between."""
        member = self.join(self.person("Leaver"), circle, "member")
        browser = self.browser(member.person)
        for gone in (False, False, False, True):
            if gone:
                with self.scene():
                    row = db.session.query(Membership).filter_by(circle_id=circle.id, id=member.id)
                    row.update({"left_at": self.model.now})
                member.gone = True
            self.changed()
            self.put(browser, reads.page(self.model, browser, circle, ""))

    def stream(self) -> None:
        """Open pages of who is removed lose the circle at the next signal."""
        me, host = self.host()
        member = self.join(self.person("Listener"), me.circle, "member")
        browser = self.browser(member.person)
        with self.listening(browser, f"/circles/{me.circle.id}/live") as heard:
            self.do(host, me.circle, f"/members/{member.id}/removal", lambda: setattr(member, "gone", True))
            said = heard.get(timeout=10)
            self.answers += 1
            if b"event: gone" not in said:
                self.broken.append(f"seed {self.seed}: a stream goes on after the removal: {said!r}")
        self.changed()
        self.once_there(member, browser, host)

    def once_there(self, member: Member, browser: Browser, host: Browser) -> None:
        """Who has gone finds nothing of what they had, and nobody does anything with their place."""
        circle, model = member.circle, self.model
        self.hang(member)
        for tag in ("", member.photo):
            self.put(browser, reads.picture(model, browser, circle, member.photo, tag))
        for suffix in ("", "/pulse", "/about", "/me"):
            self.put(browser, reads.page(model, browser, circle, suffix))
        for rest in ("", "/place", "/host", "/removal"):
            self.put(host, reads.someone(model, host, circle, member, rest))
        for rest in ("waves", "role", "host", "removal", "code"):
            self.post(host, f"/circles/{circle.id}/members/{member.id}/{rest}", NO, role="member")
