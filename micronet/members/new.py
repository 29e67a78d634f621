"""Starting a circle."""

from __future__ import annotations

from flask import Response, current_app, request

from micronet.base.db import begin_write, commit, rollback
from micronet.base.errors import Invalid
from micronet.circles import pictures
from micronet.circles.models import Membership
from micronet.circles.serving import storage
from micronet.members import actions, wording
from micronet.members.blueprint import blueprint
from micronet.members.forms import NewCircle
from micronet.members.uploads import square
from micronet.people.guards import late, me
from micronet.web.render import go, page

ICONS = {"family": "house-line", "friends": "users-three", "purpose": "star"}


@blueprint.route("/circles/new", methods=["GET", "POST"])
@late
def new() -> Response:
    """A form for a new circle; whoever fills it in hosts the circle and lands on its empty board."""
    form = NewCircle()
    caps = current_app.config["SETTINGS"].caps
    form.allow(caps)
    status = 200
    if request.method == "POST":
        try:
            if form.is_good():
                member = _start(form, square(form.photo.data))
                return go("board.show", circle_id=member.circle_id)
            status = 422
        except Invalid as problem:
            rollback()
            form.blame(problem)
            status = problem.status
    paint = form.paint.data if not form.paint.errors else "plaster"
    hints = {kind: wording.holds(cap) for kind, cap in caps.items()}
    return page("members/new.html", "form", status, form=form, paint=paint, hints=hints, icons=ICONS, caps=caps)


def _start(form: NewCircle, picture: bytes | None) -> Membership:
    """Make the circle and, if there is one, hang its picture: one transaction."""
    begin_write()
    kind = form.kind.data
    told = {"name": form.name.data, "paint": form.paint.data, "rules": form.rules, "question": form.question.data}
    cap = form.cap.data or form.caps[kind]
    member = actions.start(me(), kind=kind, cap=cap, **told)
    if picture is not None:
        member.circle.picture_id = pictures.hang(storage(), member.circle_id, picture).id
    commit()
    return member
