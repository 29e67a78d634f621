"""Leaving a circle, and closing it behind the last one."""

from __future__ import annotations

from flask import Response, request
from flask_babel import gettext as _

from micronet.base.db import commit
from micronet.base.errors import Invalid
from micronet.circles.faces import face
from micronet.circles.models import Membership
from micronet.circles.roles import HOST, must
from micronet.members import leaving
from micronet.members.blueprint import blueprint
from micronet.members.forms import LeaveForm
from micronet.members.frame import come_in, dressed, forgets
from micronet.members.uploads import throw_away
from micronet.people.guards import fresh, me
from micronet.web import strip
from micronet.web.render import go, page


@blueprint.route("/circles/<id:circle_id>/leave", methods=["GET", "POST"])
@fresh
def leave(circle_id: str) -> Response:
    """Ask what should become of what I shared, and who hosts after me; then go."""
    member = come_in(circle_id, "member.leave")
    others = leaving.successors(member)
    if member.role == HOST and not others:
        return _close(member)
    form, status = _form(member, others), 200
    if request.method == "POST":
        try:
            if form.is_good():
                return _leave(member, form, others)
            status = 422
        except Invalid as problem:
            form.blame(problem)
            status = problem.status
    faces = {one.id: face(one) for one in others}
    return page("members/leave.html", "form", status, **dressed(member, form=form, others=faces))


def _form(member: Membership, others: list[Membership]) -> LeaveForm:
    """Only a host is asked who comes after."""
    form = LeaveForm()
    form.words.offer({"keep": _("Leave it here, under my name"), "take": _("Take it all along")})
    if member.role == HOST:
        form.successor.offer({one.id: one.nickname for one in others})
        form.successor.missing = _("Someone has to host %(circle)s after you. Name one.", circle=member.circle.name)
    else:
        del form.successor
    return form


def _leave(member: Membership, form: LeaveForm, others: list[Membership]) -> Response:
    chosen = form.successor.data if form.successor else None
    successor = next((one for one in others if one.id == chosen), None)
    take_along = form.words.data == "take"
    photo = leaving.leave(member, take_along=take_along, successor=successor, forgets=forgets())
    commit()
    throw_away(member.circle_id, photo)
    strip.say(_("You’ve left %(circle)s.", circle=member.circle.name))
    return go("home.show")


def _close(member: Membership) -> Response:
    """The last one out is told what that means, and says so once more."""
    must(member, "circle.close")
    name, circle_id = member.circle.name, member.circle_id
    wrong = ""
    if request.method == "POST":
        if request.form.get("sure") == "yes":
            files = leaving.close(member)
            commit()
            throw_away(circle_id, *files)
            strip.say(_("%(circle)s is closed. Nothing of it is kept.", circle=name))
            return go("home.show")
        wrong = _("Tick the box if you mean it.")
    return page("members/close.html", "form", 422 if wrong else 200, **dressed(member, wrong=wrong, mine=me().name))
