"""What people do, each by the product's own forms, and what the model makes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from micronet.base.ids import new_id
from micronet.moments.ids import offspring
from torture.canary_browser import Answer, Browser
from torture.canary_model import HOSTS, LOOKS, Circle, Member, Said, marks
from torture.canary_reads import PARTIAL, Ask
from torture.canary_walk import Walk

DONE = frozenset({303, 204, 200})
FITTING = ("love", "hug", "thinking")


class Acts(Walk):
    """The walk with things to do. An act gives False when nobody could do it just now."""

    # --- doing

    def browser_of(self, member: Member) -> Browser | None:
        """A device of theirs that is signed in."""
        mine = [one for one in self.browsers if one.person is member.person and one.in_()]
        return self.rng.choice(mine) if mine else None

    def actor(
        self, roles: frozenset[str] = LOOKS, circle: Circle | None = None, to: Said | None = None
    ) -> tuple[Member, Browser] | None:
        """Someone of such a role, with a device, and who sees what they are to act on."""
        wanted = to.circle if to else circle
        circles = [wanted] if wanted else self.model.circles
        inside = [one for here in circles for one in here.inside(self.model.now) if one.role in roles]
        inside = [one for one in inside if to is None or to.there_for(one)]
        self.rng.shuffle(inside)
        return next(((one, browser) for one in inside if (browser := self.browser_of(one))), None)

    def do(
        self, browser: Browser, circle: Circle | None, path: str, then: Callable[[], Any] = int, **form: Any
    ) -> Answer | None:
        """Send a form that must be taken; `then` tells the model. The notice on the next page is looked at too."""
        at = f"/circles/{circle.id}{path}" if circle else path
        ask = Ask(at, DONE, method="POST", form=form, circle=circle)
        if "/moments/" in path and self.rng.random() < 0.5:
            ask.headers = dict(PARTIAL)
        before = set(self.may(browser, circle))
        answer = self.ask(browser, "POST", at, form, **ask.headers)
        if answer.status in DONE:
            then()
        self.changed()
        if not self.hold(browser, ask, answer, before):
            return None
        if browser.in_():
            self.put(browser, Ask("/me/keys", frozenset({200})), before | self.may(browser, circle))
        return answer

    # --- saying

    def share(self) -> bool:
        who = self.actor()
        if who is None:
            return False
        me, browser = who
        others = [one for one in self.model.mine(me.person) if one.role in LOOKS and one is not me]
        chosen = [me, *(one for one in others if self.rng.random() < 0.15)]
        id, text, kind = new_id(), self.canary("Moment"), self.rng.choice(("note", "win", "setback", "question"))
        made = [(one, id if one is me else offspring(id, one.circle.id)) for one in chosen]
        meant = self.meant(me) if len(chosen) == 1 else {}
        named, way = frozenset(meant.get("people", ())), meant.get("seen_by", "circle")
        seen_by = "some" if way == "me" else way

        def then() -> None:
            for one, its in made:
                one.circle.moments.append(Said(its, one, text, self.model.now, kind, seen_by=seen_by, named=named))
                self.model.note(its)

        ids = [one.circle.id for one in chosen]
        form = {"fresh": id, "words": text, "kind": kind, "circles": ids} | meant
        return bool(self.do(browser, me.circle, "/moments", then, **form))

    def meant(self, me: Member) -> dict[str, Any]:
        """What the form says of who sees it: mostly nothing, which is the whole circle."""
        others = [one.id for one in me.circle.inside(self.model.now) if one is not me and one.role in LOOKS]
        if not others or self.rng.random() < 0.5:
            return {}
        way = self.rng.choice(("some", "all_but", "me"))
        people = self.rng.sample(others, self.rng.randint(1, min(3, len(others)))) if way != "me" else []
        day = self.model.now + timedelta(days=200)  # longer than any walk
        return {"seen_by": way, "people": people, "until": f"{day:%Y-%m-%d}" if way == "all_but" else ""}

    def open_up(self) -> bool:
        """Its author shows the whole circle what was for some."""
        hidden = [one for here in self.model.circles for one in here.moments if one.seen_by != "circle" and one.there()]
        said = self.rng.choice(hidden) if hidden else None
        browser = self.browser_of(said.by) if said and said.by.inside(self.model.now) else None
        if said is None or browser is None or said.by.role not in LOOKS:
            return False
        return bool(self.do(browser, said.circle, f"{at(said)}/open", lambda: setattr(said, "seen_by", "circle")))

    def pick(self, replies: bool = False) -> Said | None:
        """A moment or reply that is there to see."""
        moments = [one for circle in self.model.circles for one in circle.moments if one.there()]
        if replies:
            moments = [one for moment in moments for one in moment.replies if one.there()]
        return self.rng.choice(moments[-12:]) if moments else None

    def reply(self) -> bool:
        said = self.pick()
        who = self.actor(to=said) if said else None
        if said is None or who is None:
            return False
        id, text = new_id(), self.canary("Reply")

        def then() -> None:
            said.replies.append(Said(id, who[0], text, self.model.now, under=said))
            self.model.note(id)

        return bool(self.do(who[1], said.circle, f"/moments/{said.id}/replies", then, fresh=id, words=text))

    def react(self) -> bool:
        said = self.pick()
        who = self.actor(to=said) if said else None
        if said is None or who is None or said.by is who[0]:
            return False
        feeling = self.rng.choice(FITTING)
        return bool(self.do(who[1], said.circle, f"/moments/{said.id}/reactions", feeling=feeling))

    def edit(self) -> bool:
        said = self.pick(self.rng.random() < 0.5)
        browser = self.browser_of(said.by) if said and said.by.inside(self.model.now) else None
        if said is None or browser is None or said.by.role not in LOOKS:
            return False
        text = self.canary("Edited")
        return bool(self.do(browser, said.circle, f"{at(said)}/edit", lambda: setattr(said, "text", text), words=text))

    def take_back(self) -> bool:
        """Its author takes it back, or a host takes it away; perhaps they think better of it, or think too long."""
        said = self.pick(self.rng.random() < 0.5)
        who = self.actor(to=said) if said else None
        if said is None or who is None or not (said.by is who[0] or who[0].role in HOSTS):
            return False
        if not self.do(who[1], said.circle, f"{at(said)}/remove", lambda: gone(said, who[0], self.model.now)):
            return False
        self.look_around(15)
        roll = self.rng.random()
        if roll < 0.4:
            self.tick(5)
            return bool(self.do(who[1], said.circle, f"{at(said)}/restore", lambda: back(said)))
        self.tick(40)
        if roll < 0.7:
            self.sweep()
            said.lost = True
            self.changed()
        late = Ask(f"/circles/{said.circle.id}{at(said)}/restore", frozenset({404}), method="POST", form={})
        late.circle = said.circle
        return self.put(who[1], late)

    def status(self) -> bool:
        who = self.actor()
        if who is None:
            return False
        me, browser = who
        others = [one for one in self.model.mine(me.person) if one.role in LOOKS and one is not me]
        chosen, text = [me, *(one for one in others if self.rng.random() < 0.3)], self.canary("Line")

        def then() -> None:
            for one in chosen:
                one.line, one.line_until = text, self.model.now + timedelta(hours=4)

        ids = [one.circle.id for one in chosen]
        return bool(self.do(browser, me.circle, "/status", then, emoji="", text=text, clears="4h", circles=ids))

    def hush(self) -> bool:
        who = self.actor()
        return bool(who and self.do(who[1], who[0].circle, "/status/remove", lambda: setattr(who[0], "line", "")))

    def wave(self) -> bool:
        who = self.actor()
        others = [one for one in who[0].circle.inside(self.model.now) if one is not who[0]] if who else []
        if who is None or not others:
            return False
        return bool(self.do(who[1], who[0].circle, f"/members/{self.rng.choice(others).id}/waves"))

    def profile(self) -> bool:
        who = self.actor(LOOKS | {"guest"})
        if who is None:
            return False
        me, nickname, town = who[0], self.canary("Nick"), self.canary("Town")

        def then() -> None:
            me.circle.log |= marks(me.nickname)
            me.nickname, me.town = nickname, town

        sent = {"nickname": nickname, "town": town, "paint": "sage"}
        done = bool(self.do(who[1], me.circle, "/me", then, **sent))
        if self.rng.random() < 0.4 and me.circle:
            self.hang(me)
            self.changed()
        return done

    def furnish_circle(self) -> bool:
        who = self.actor(HOSTS)
        if who is None:
            return False
        circle, part = who[0].circle, self.rng.choice(("name", "rules"))
        text = self.canary(part)
        field = "rule_1" if part == "rules" else "name"
        return bool(self.do(who[1], circle, f"/settings/{part}", lambda: setattr(circle, part, text), **{field: text}))

    def call_oneself(self) -> bool:
        who = self.actor(LOOKS | {"guest"})
        if who is None:
            return False
        person, name = who[0].person, self.canary("Name")
        return bool(self.do(who[1], None, "/me/name", lambda: setattr(person, "name", name), name=name))


def at(said: Said) -> str:
    """Its address within the circle."""
    return f"/moments/{said.under.id}/replies/{said.id}" if said.under else f"/moments/{said.id}"


def gone(said: Said, by: Member, now: Any) -> None:
    said.removed_at, said.removed_by = now, by


def back(said: Said) -> None:
    said.removed_at = said.removed_by = None
