"""Someone's place in the circle: what they do here, letting them in again, handing over, removing."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from micronet.activity.record import CIRCLE, record
from micronet.base.db import commit
from micronet.base.errors import Invalid, NotFound
from micronet.base.text import cut
from micronet.base.walls import unscoped
from micronet.circles.access import find, memberships
from micronet.circles.faces import face
from micronet.circles.inside import is_inside, person_of
from micronet.circles.models import Membership
from micronet.circles.roles import can, must_outrank, outranks
from micronet.members import actions, leaving, wording
from micronet.members.blueprint import blueprint
from micronet.members.forms import RoleForm
from micronet.members.frame import come_in, dressed, forgets
from micronet.members.people import may_change
from micronet.people import spoken
from micronet.people.guards import fresh, me
from micronet.people.models import Person
from micronet.web import strip
from micronet.web.render import go, page


def other(circle_id: str, member_id: str) -> Membership:
    """Someone who is inside now. Raises NotFound."""
    found = find(Membership, circle_id, member_id, to=me())
    if not is_inside(found):
        raise NotFound
    return found


@blueprint.get("/circles/<id:circle_id>/members/<id:member_id>/place")
def place(circle_id: str, member_id: str) -> Response:
    """Everything a host may do about someone."""
    member = come_in(circle_id, "circle.look")
    who = other(circle_id, member_id)
    if not may_change(member, who):
        return go("members.about", circle_id=circle_id)
    form = RoleForm(role=who.role)
    form.allow()
    return page("members/place.html", **_context(member, who, form))


def _context(member: Membership, who: Membership, form: RoleForm | None = None) -> dict[str, Any]:
    return dressed(
        member, who=who, face=face(who), form=form, hints=wording.role_hints(), can=can, outranks=outranks(member, who)
    )


@blueprint.post("/circles/<id:circle_id>/members/<id:member_id>/role")
def role(circle_id: str, member_id: str) -> Response:
    """Have someone do something else here."""
    member = come_in(circle_id, "member.role")
    who = other(circle_id, member_id)
    form = RoleForm()
    form.allow()
    try:
        if form.is_good():
            actions.give_role(member, who, form.role.data)
            commit()
            strip.say(_("%(name)s’s place has changed.", name=who.nickname))
            return go("members.about", circle_id=circle_id)
    except Invalid as problem:
        form.blame(problem)
    return page("members/place.html", status=422, **_context(member, who, form))


@blueprint.route("/circles/<id:circle_id>/members/<id:member_id>/host", methods=["GET", "POST"])
@fresh
def hand_over(circle_id: str, member_id: str) -> Response:
    """Ask, then hand the circle over."""
    member = come_in(circle_id, "circle.hand_over")
    who = other(circle_id, member_id)
    if request.method != "POST":
        return page("members/hand_over.html", **_context(member, who))
    actions.hand_over(member, who)
    commit()
    strip.say(_("%(name)s hosts %(circle)s now.", name=who.nickname, circle=member.circle.name))
    return go("members.about", circle_id=circle_id)


@blueprint.route("/circles/<id:circle_id>/members/<id:member_id>/removal", methods=["GET", "POST"])
@fresh
def remove(circle_id: str, member_id: str) -> Response:
    """Ask, then end someone's membership: their open pages lose the circle at once."""
    member = come_in(circle_id, "member.remove")
    who = other(circle_id, member_id)
    must_outrank(member, who)
    if request.method != "POST":
        return page("members/remove.html", **_context(member, who))
    leaving.remove(member, who, forgets=forgets())
    commit()
    strip.say(_("%(name)s is no longer in %(circle)s.", name=who.nickname, circle=member.circle.name))
    return go("members.about", circle_id=circle_id)


@blueprint.post("/circles/<id:circle_id>/members/<id:member_id>/code")
@fresh
def code(circle_id: str, member_id: str) -> Response:
    """A code to read aloud to someone who lost every key. Shown on this answer and never again."""
    member = come_in(circle_id, "member.code")
    who = other(circle_id, member_id)
    must_outrank(member, who)
    person = person_of(who)
    said = spoken.make(person, by=cut(member.nickname, 40))
    _tell(person, member)
    commit()
    return page("members/code.html", said=said, **_context(member, who))


def _tell(person: Person, member: Membership) -> None:
    """Every circle of theirs hears of it, since the code opens all of them; only this one hears from whom."""
    with unscoped("whoever makes a code for someone is not in all their circles"):
        for one in memberships(person):
            by = member if one.circle_id == member.circle_id else None
            record("member.code_made", by=by, circle_id=one.circle_id, signal=CIRCLE, subject_id=one.id)
