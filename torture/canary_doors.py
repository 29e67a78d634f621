"""Coming and going: invitations, roles, removal, leaving, closing, signing out; and the walk as a whole."""

from __future__ import annotations

from micronet.base.db import db
from micronet.circles.models import Membership
from torture.canary_cards import Cards
from torture.canary_model import HOSTS, LOOKS, Circle, Member, Said, marks
from torture.canary_reads import Ask, outranks

KEPT_CIRCLES = 7


class Doors(Cards):
    """Everything one can do."""

    def give_role(self) -> bool:
        who = self.actor(frozenset({"host"}))
        others = [one for one in who[0].circle.inside(self.model.now) if one is not who[0]] if who else []
        if who is None or not others:
            return False
        other, role = self.rng.choice(others), self.rng.choice(("co_host", "member", "supported"))

        def then() -> None:
            other.role, other.ends_at = role, None if role != other.role else other.ends_at

        return bool(self.do(who[1], other.circle, f"/members/{other.id}/role", then, role=role))

    def hand_over(self) -> bool:
        who = self.actor(frozenset({"host"}))
        others = [one for one in who[0].circle.inside(self.model.now) if one.role in LOOKS - {"host"}] if who else []
        if who is None or not others:
            return False
        other = self.rng.choice(others)
        self.prove(who[1])

        def then() -> None:
            who[0].role, other.role = "co_host", "host"

        return bool(self.do(who[1], other.circle, f"/members/{other.id}/host", then))

    def remove(self) -> bool:
        who = self.actor(HOSTS)
        others = [one for one in who[0].circle.inside(self.model.now) if outranks(who[0], one)] if who else []
        if who is None or not others or len(who[0].circle.inside(self.model.now)) < 3:
            return False
        other = self.rng.choice(others)
        self.prove(who[1])
        return bool(self.do(who[1], other.circle, f"/members/{other.id}/removal", lambda: left(other)))

    def leave(self) -> bool:
        """Keeping or taking along what was shared; a host names who comes after, and the last one closes."""
        who = self.actor(LOOKS | {"guest"})
        if who is None:
            return False
        me, browser = who
        others = [one for one in me.circle.inside(self.model.now) if one is not me and one.role != "guest"]
        self.prove(browser)
        if me.role == "host" and not others:
            return bool(self.do(browser, me.circle, "/leave", lambda: close(me.circle), sure="yes"))
        after, words = self.rng.choice(others) if me.role == "host" else None, self.rng.choice(("keep", "take"))

        def then() -> None:
            if after:
                after.role = "host"
            if words == "take":
                take_along(me)
            left(me)

        successor = {"successor": after.id} if after else {}
        return bool(self.do(browser, me.circle, "/leave", then, words=words, **successor))

    def start_circle(self) -> bool:
        """A new circle, while there are not too many; its host is whoever asks."""
        browsers = [one for one in self.browsers if one.in_()]
        if not browsers or sum(not one.closed for one in self.model.circles) >= KEPT_CIRCLES:
            return False
        browser, name, rule = self.rng.choice(browsers), self.canary("New"), self.canary("Rule")
        form = {"name": name, "kind": "family", "paint": "sage", "rule_1": rule}
        made = self.ask(browser, "POST", "/circles/new", form)
        if made.status == 303:
            id = made.headers["location"].rsplit("/", 1)[-1]
            with self.scene():
                row = db.session.query(Membership).filter_by(circle_id=id).one().id
                nickname = db.session.query(Membership).filter_by(circle_id=id).one().nickname
            circle = Circle(id, name, rules=rule, seats=12)
            circle.members.append(Member(row, browser.person, circle, "host", nickname))
            self.model.circles.append(circle)
            self.model.note(id, row)
        self.changed()
        return self.hold(browser, Ask("/circles/new", frozenset({303}), method="POST", form=form), made)

    def take_guest(self) -> bool:
        """A stay that ends by itself, for someone who was never inside."""
        circles = [one for one in self.model.circles if not one.closed]
        circle = self.rng.choice(circles) if circles else None
        strangers = [p for p in self.model.people if circle and all(one.person is not p for one in circle.members)]
        if circle is None or not strangers:
            return False
        self.join(self.rng.choice(strangers), circle, "guest")
        self.changed()
        return True

    def make_code(self) -> bool:
        """A code to read aloud: the one it is for is told by whom."""
        who = self.actor(HOSTS)
        others = [one for one in who[0].circle.inside(self.model.now) if outranks(who[0], one)] if who else []
        if who is None or not others:
            return False
        other = self.rng.choice(others)
        self.prove(who[1])
        told = lambda: other.person.private.update(marks(who[0].nickname))  # noqa: E731
        return bool(self.do(who[1], other.circle, f"/members/{other.id}/code", told))

    def sign_out(self) -> bool:
        """One device of mine signs out another; a fresh one takes its place, so that nobody stays outside."""
        browsers = [one for one in self.browsers if one.in_()]
        if not browsers:
            return False
        browser = self.rng.choice(browsers)
        other = self.browser(browser.person)
        done = self.do(browser, None, f"/me/devices/{other.device}/remove", lambda: setattr(other, "ended", True))
        ended = [one for one in self.browsers if one.ended]
        for one in ended[:-2]:
            self.browsers.remove(one)
        return bool(done)

    def use_key(self) -> bool:
        """Someone's device is proved: grave pages open for five minutes."""
        browsers = [one for one in self.browsers if one.in_()]
        self.prove(self.rng.choice(browsers))
        self.changed()
        return True

    def wait(self) -> bool:
        """Time goes by; the house is tidied up."""
        self.tick(self.rng.choice((600, 3600, 4 * 3600, 9 * 3600)))
        self.sweep()
        for circle in self.model.circles:
            for said in [*circle.moments, *under(circle)]:
                said.lost = said.lost or said.removed_at is not None
        self.changed()
        return True

    # --- all of it

    def walk(self, answers: int) -> None:
        """Until so many answers were held to the model, or too much broke."""
        acts = [getattr(self, name) for name, weight in OFTEN.items() for _ in range(weight)]
        if not self.browsers:
            self.furnish()
        while self.answers < answers and len(self.broken) < self.most:
            self.steps += 1
            self.tick(self.rng.randint(5, 400))
            act = self.rng.choice(acts)
            if act():
                self.kinds[act.__name__] += 1
                if self.rng.random() < 0.2:
                    self.turns(self.rng.choice(self.model.circles))
            self.look_around(min(self.questions, max(1, answers - self.answers)))


OFTEN = {
    "share": 8, "open_up": 1, "reply": 6, "react": 3, "edit": 4, "take_back": 5, "status": 4, "hush": 1, "wave": 2,
    "profile": 2, "furnish_circle": 2, "call_oneself": 1, "invite": 4, "revoke": 1, "join_in": 5, "give_role": 3,
    "hand_over": 1, "letter": 6, "mend_letter": 4, "remove": 2, "leave": 2, "start_circle": 2, "take_guest": 2,
    "make_code": 1, "sign_out": 2, "use_key": 4, "wait": 3,
}  # fmt: skip


def left(member: Member) -> None:
    """Their line and their cards go with them."""
    member.gone, member.line = True, ""
    for card in member.circle.invites:
        card.over = card.over or card.by is member


def close(circle: Circle) -> None:
    circle.closed = True


def take_along(member: Member) -> None:
    """All they said is gone for good, and what hangs under it; so is their picture, their town, their answer."""
    for moment in member.circle.moments:
        moment.lost = moment.lost or moment.by is member
        for reply in moment.replies:
            reply.lost = reply.lost or reply.by is member
    for letter in (one for post in member.circle.post for one in post.letters):
        letter.lost = letter.lost or letter.by is member
    member.photo = member.town = member.answer = ""


def under(circle: Circle) -> list[Said]:
    """Replies and letters."""
    replies = [one for moment in circle.moments for one in moment.replies]
    return [*replies, *(one for post in circle.post for one in post.letters)]
