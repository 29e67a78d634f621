"""Every surface that can be read, and what the model says of an answer: its status, what it may and must tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from torture.canary_browser import Browser
from torture.canary_model import (
    HOSTS,
    INVITES,
    LOOKS,
    Circle,
    Invite,
    Member,
    Model,
    Post,
    Said,
    marks,
    may_revoke,
    spoken,
)

AWAY = frozenset({303, 401})
"""Sent to the door, to make a key or to prove it."""
PARTIAL = {"hx_request": "true", "hx_request_type": "partial"}
JSON = {"accept": "application/json"}


@dataclass
class Ask:
    """A request, and what the model says of its answer."""

    path: str
    status: frozenset[int]
    must: set[str] = field(default_factory=set)
    may: set[str] = field(default_factory=set)
    """Besides what anyone may know of themselves and, in a circle, of it."""
    method: str = "GET"
    form: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    circle: Circle | None = None


Rule = Callable[[Member], int]


def looks(member: Member) -> int:
    return 200 if member.role in LOOKS else 403


def hosts(member: Member) -> int:
    return 200 if member.role in HOSTS else 403


def anyone(_member: Member) -> int:
    return 200


def asks(member: Member) -> int:
    """The question at the door is a setting of circles with a purpose."""
    return 403 if member.role not in HOSTS else 200 if member.circle.kind == "purpose" else 404


def invites(member: Member) -> int:
    return 200 if member.role in INVITES else 403


def gate(model: Model, browser: Browser, member: Member | None, then: Rule, *, fresh: bool = False) -> frozenset[int]:
    """The status: first the door, then the key, then the circle, then the rule."""
    if not browser.in_():
        return AWAY
    if fresh and (model.now - browser.proved_at).total_seconds() >= 300:
        return AWAY
    return frozenset({404}) if member is None else frozenset({then(member)})


def walls_of(model: Model, me: Member) -> set[str]:
    """What the windows say."""
    return {mark for one in me.circle.inside(model.now) for mark in marks(one.nickname, one.town, model.line(one))}


def about(model: Model, me: Member) -> set[str]:
    """Who is inside, and who is expected."""
    cards = {mark for card in me.circle.invites if card.open(model.now) for mark in marks(card.for_name)}
    names = {mark for one in me.circle.inside(model.now) for mark in marks(one.nickname)}
    return cards | names | marks(me.circle.name, me.circle.rules)


def begun(me: Member) -> set[str]:
    """What the list of one's letters tells: the last of each thread."""
    last = [there[-1] for post in me.circle.post if me in post.members and (there := post.there())]
    return {mark for letter in last for mark in marks(letter.text)}


PAGES: dict[str, tuple[Rule, Callable[[Model, Member], set[str]]]] = {
    "": (looks, lambda model, me: walls_of(model, me) | spoken(me.circle.moments, me) | marks(me.circle.name)),
    "/about": (looks, about),
    "/log": (hosts, lambda model, me: me.circle.log),
    "/me": (anyone, lambda model, me: marks(me.nickname, me.town)),
    "/moments/new": (looks, lambda model, me: marks(me.circle.name)),
    "/status": (looks, lambda model, me: marks(me.circle.name)),
    "/reading": (anyone, lambda model, me: set()),
    "/invites": (invites, lambda model, me: set()),
    "/picture": (hosts, lambda model, me: set()),
    "/settings/name": (hosts, lambda model, me: marks(me.circle.name)),
    "/settings/rules": (hosts, lambda model, me: marks(me.circle.rules)),
    "/settings/seats": (hosts, lambda model, me: set()),
    "/settings/question": (asks, lambda model, me: marks(me.circle.question)),
    "/letters": (looks, lambda model, me: begun(me)),
    "/letters/new": (looks, lambda model, me: set()),
    "/pulse": (anyone, lambda model, me: set()),
    "/pulse?v=1": (anyone, lambda model, me: set()),
    "/live": (anyone, lambda model, me: set()),
}
BLOCKS = {
    "windows": lambda model, me: walls_of(model, me) - marks(me.nickname),
    "moments": lambda model, me: spoken(me.circle.moments, me),
    "hello": lambda model, me: marks(me.nickname),
}


def page(model: Model, browser: Browser, circle: Circle, suffix: str) -> Ask:
    """One of the pages that name nothing but the circle."""
    me, (rule, must) = model.standing(browser.person, circle), PAGES[suffix]
    status = gate(model, browser, me, rule)
    return answer(circle, suffix, status, must(model, me) if me else set())


def block(model: Model, browser: Browser, circle: Circle, name: str) -> Ask:
    """A block of the board, as htmx asks for it."""
    me = model.standing(browser.person, circle)
    status = gate(model, browser, me, looks)
    made = answer(circle, "", status, BLOCKS[name](model, me) if me else set())
    made.headers = PARTIAL | {"hx_target": f"section#{name}"}
    return made


def month(model: Model, browser: Browser, circle: Circle) -> Ask:
    """Looking back: what was shared in this month."""
    me, now = model.standing(browser.person, circle), model.now
    said = [one for one in circle.moments if one.there_for(me) and one.at.day < 28 and (one.at.month == now.month)]
    return answer(circle, f"/{now.year}/{now.month}", gate(model, browser, me, looks), spoken(said, me))


def leave(model: Model, browser: Browser, circle: Circle) -> Ask:
    me = model.standing(browser.person, circle)
    return answer(circle, "/leave", gate(model, browser, me, anyone, fresh=True), set())


def moment(model: Model, browser: Browser, circle: Circle, said: Said, edit: bool = False) -> Ask:
    """A moment, or the form to say it in other words; `said` may be of another circle."""
    me = model.standing(browser.person, circle)
    there = said.circle is circle and said.there_for(me)

    def rule(me: Member) -> int:
        if looks(me) != 200 or not there:
            return looks(me) if looks(me) != 200 else 404
        return 403 if edit and said.by is not me else 200

    path, must = f"/moments/{said.id}", marks(said.text)
    if edit:
        return answer(circle, f"{path}/edit", gate(model, browser, me, rule), must)
    return answer(circle, path, gate(model, browser, me, rule), must | spoken([said], me))


def reply(model: Model, browser: Browser, circle: Circle, said: Said, under: Said) -> Ask:
    """The form to say a reply in other words, under a moment that may be another."""
    me = model.standing(browser.person, circle)
    there = said.circle is circle and said.there_for(me) and said.under is under

    def rule(me: Member) -> int:
        if looks(me) != 200 or not there:
            return looks(me) if looks(me) != 200 else 404
        return 403 if said.by is not me else 200

    path = f"/moments/{under.id}/replies/{said.id}/edit"
    return answer(circle, path, gate(model, browser, me, rule), marks(said.text))


def thread(model: Model, browser: Browser, circle: Circle, post: Post, letter: Said | None = None) -> Ask:
    """A thread, or the form to say one letter of it in other words; it may be of another circle."""
    me, here = model.standing(browser.person, circle), post in circle.post

    def rule(me: Member) -> int:
        if looks(me) != 200 or not here or me not in post.members or not post.there():
            return looks(me) if looks(me) != 200 else 404
        if letter is None:
            return 200
        return 404 if not letter.there() else 200 if letter.by is me else 403

    status = gate(model, browser, me, rule)
    if letter is not None:
        return answer(circle, f"/letters/{post.id}/{letter.id}/edit", status, marks(letter.text))
    if me in post.members and here and status == {404} and not post.lost():
        status |= {200}  # nothing is left in it, and it waits to be swept
    must = {mark for one in post.there()[-50:] for mark in marks(one.text)}
    return answer(circle, f"/letters/{post.id}", status, must if post.there() else set())


def someone(model: Model, browser: Browser, circle: Circle, who: Member, rest: str) -> Ask:
    """A page about a member of this circle or of another."""
    me = model.standing(browser.person, circle)
    here, inside = who.circle is circle, who.circle is circle and who.inside(model.now)

    def person(me: Member) -> int:
        return looks(me) if looks(me) != 200 else 404 if not here else 200 if inside else 303

    def place(me: Member) -> int:
        may = who is not me and (me.role == "host" or (me.role == "co_host" and who.role not in HOSTS))
        return looks(me) if looks(me) != 200 else 404 if not inside else 200 if may else 303

    def host(me: Member) -> int:
        return 403 if me.role != "host" else 200 if inside else 404

    def removal(me: Member) -> int:
        if me.role not in HOSTS or not inside:
            return 403 if me.role not in HOSTS else 404
        return 200 if outranks(me, who) else 403

    rule = {"": person, "/place": place, "/host": host, "/removal": removal}[rest]
    status = gate(model, browser, me, rule, fresh=rest in ("/host", "/removal"))
    must = marks(who.nickname)
    if rest == "" and 200 in status:
        must |= marks(who.town, model.line(who)) | spoken((one for one in circle.moments if one.by is who), me)
    return answer(circle, f"/members/{who.id}{rest}", status, must)


def outranks(me: Member, who: Member) -> bool:
    return who is not me and who.role != "host" and (me.role == "host" or who.role != "co_host")


def card(model: Model, browser: Browser, circle: Circle, invite: Invite) -> Ask:
    me, here = model.standing(browser.person, circle), invite.by.circle is circle

    def rule(me: Member) -> int:
        if me.role not in INVITES:
            return 403
        return 404 if not (here and may_revoke(me, invite)) else 200 if invite.open(model.now) else 303

    made = answer(circle, f"/invites/{invite.id}", gate(model, browser, me, rule), marks(invite.for_name))
    made.may = marks(invite.for_name, invite.id) if me and here and may_revoke(me, invite) else set()
    return made


def picture(model: Model, browser: Browser, circle: Circle, id: str, etag: str = "") -> Ask:
    """A picture, perhaps asked for with the tag of a copy that somebody else was given."""
    me = model.standing(browser.person, circle)
    mine = {me.photo, circle.picture} if me else set()
    seen = {id for id in (circle.picture, *(one.photo for one in circle.members)) if id}

    def rule(me: Member) -> int:
        if id not in (seen if me.role in LOOKS else mine):
            return 404
        return 304 if etag == id else 200

    made = answer(circle, f"/pictures/{id}", gate(model, browser, me, rule), marks(model.pictures.get(id)))
    if etag:
        made.headers = {"if_none_match": f'"{etag}"'}
    made.may = made.must | (marks(id) if made.status & {200, 304} else set())
    return made


def home(model: Model, browser: Browser, path: str) -> Ask:
    """The pages of one's own."""
    mine = model.mine(browser.person)
    status, must = gate(model, browser, mine[0] if mine else None, anyone), set()
    if browser.in_():
        status = frozenset({200})
        if path in ("/", "/share"):
            status = frozenset({303}) if len(mine) == 1 or (path == "/share") else status
            status = frozenset({200, 303}) if path == "/share" else status
            must = {mark for one in mine for mark in marks(one.circle.name)} if path == "/" else set()
        elif path == "/me":
            must = marks(browser.person.name if browser.person else "")
    made = Ask(path, status, must)
    made.may = model.news(browser.person) if path == "/" else set()
    return made


def answer(circle: Circle, suffix: str, status: frozenset[int], must: set[str]) -> Ask:
    return Ask(f"/circles/{circle.id}{suffix}", status, must if 200 in status else set(), circle=circle)
