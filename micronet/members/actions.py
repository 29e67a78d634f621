"""The verbs of a circle from the inside: start it, furnish it, change who does what in it."""

from __future__ import annotations

from flask_babel import gettext as _

from micronet.activity.record import CIRCLE, record
from micronet.base.db import db
from micronet.base.errors import Invalid
from micronet.base.ids import new_id
from micronet.base.text import cut
from micronet.base.walls import at_door_of
from micronet.circles.models import NAME_LENGTH, Circle, Membership
from micronet.circles.roles import CO_HOST, GIVEN, HOST, must
from micronet.circles.seats import FEWEST, hold, seats
from micronet.people.models import Person


def start(person: Person, *, kind: str, name: str, cap: int, paint: str, rules: str, question: str) -> Membership:
    """A new circle with `person` as its host. The question is asked in purpose circles only. Flushes."""
    asked = question if kind == "purpose" else ""
    circle = Circle(id=new_id(), kind=kind, name=name, cap=cap, paint=paint, rules=rules, question=asked)
    at_door_of(circle.id)
    db.session.add(circle)
    db.session.flush()
    nickname = cut(person.name, NAME_LENGTH)
    member = Membership(circle_id=circle.id, person_id=person.id, role=HOST, nickname=nickname)
    member.circle = circle
    db.session.add(member)
    db.session.flush()
    record("circle.started", by=member, circle_id=circle.id, signal=CIRCLE)
    return member


def rename(member: Membership, name: str) -> None:
    """Call the circle `name`. Raises Forbidden."""
    _change(member, "circle.renamed", name=name)


def repaint(member: Membership, paint: str) -> None:
    """Paint the circle's walls. Raises Forbidden."""
    _change(member, "circle.repainted", paint=paint)


def write_rules(member: Membership, rules: str) -> None:
    """Put these lines, at most three, in place of the rules before. Raises Forbidden."""
    _change(member, "circle.rules_written", rules=rules)


def ask(member: Membership, question: str) -> None:
    """Ask this of whoever joins; empty asks nothing. Raises Forbidden, Invalid outside purpose circles."""
    must(member, "circle.settings")
    if member.circle.kind != "purpose":
        raise Invalid(_("Only circles with a purpose ask a question at the door."), "question")
    _change(member, "circle.question_asked", question=question)


def set_cap(member: Membership, cap: int, *, most: int) -> None:
    """Let the circle hold `cap` people; `most` is what its kind may hold on this machine.

    Raises Forbidden, and Invalid when people inside and invitations on their way would no longer fit.
    """
    must(member, "circle.settings")
    taken = seats(hold(member.circle_id))
    if cap < taken.fewest:
        told = _("That’s fewer than are inside or invited. It takes at least %(fewest)s.", fewest=taken.fewest)
        raise Invalid(told, "cap")
    if cap > max(most, FEWEST):
        raise Invalid(_("This kind of circle holds %(most)s people and no more.", most=most), "cap")
    _change(member, "circle.resized", cap=cap)


def show_picture(member: Membership, picture_id: str | None) -> str | None:
    """Make this the circle's picture, or none. Gives the id of the one before, which nothing shows now."""
    before: str | None = member.circle.picture_id
    _change(member, "circle.pictured", picture_id=picture_id)
    return before


def _change(member: Membership, verb: str, **values: str | int | None) -> None:
    must(member, "circle.settings")
    for name, value in values.items():
        setattr(member.circle, name, value)
    db.session.flush()
    record(verb, by=member, circle_id=member.circle_id, signal=CIRCLE)


def give_role(member: Membership, other: Membership, role: str) -> None:
    """Have `other` do something else here. Raises Forbidden, and Invalid for the host and for roles not given."""
    must(member, "member.role")
    if other.role == HOST:
        raise Invalid(_("Someone has to host. Hand the circle over to somebody first."), "role")
    if role not in GIVEN:
        raise Invalid(_("Choose one of the answers shown."), "role")
    if other.role == role:
        return
    other.role, other.ends_at = role, None
    db.session.flush()
    record("member.role_given", by=member, circle_id=member.circle_id, signal=CIRCLE, subject_id=other.id, detail=role)


def hand_over(member: Membership, other: Membership) -> None:
    """Make `other` the host; the one before helps to host. Raises Forbidden, and Invalid for oneself or a guest."""
    must(member, "circle.hand_over")
    if other.id == member.id or other.role == "guest":
        raise Invalid(_("Choose someone else who lives here."), "successor")
    member.role = CO_HOST
    other.role, other.ends_at = HOST, None
    db.session.flush()
    record("circle.handed_over", by=member, circle_id=member.circle_id, signal=CIRCLE, subject_id=other.id)


def present_oneself(member: Membership, *, nickname: str, town: str, paint: str) -> None:
    """Change how this circle sees `member`. Raises Forbidden."""
    must(member, "member.profile")
    before, member.nickname, member.town, member.paint = member.nickname, nickname, town, paint
    db.session.flush()
    renamed = cut(before, 30) if before != nickname else ""
    record("member.presented", by=member, circle_id=member.circle_id, signal=CIRCLE, detail=renamed)


def show_photo(member: Membership, picture_id: str | None) -> str | None:
    """Make this the member's picture, or none. Gives the id of the one before, which nothing shows now."""
    must(member, "member.profile")
    before, member.photo_id = member.photo_id, picture_id
    db.session.flush()
    return before
