"""How a circle sees me: nickname, picture, colour, town. Nothing of it shows in my other circles."""

from __future__ import annotations

from flask import Response, request
from flask_babel import gettext as _

from micronet.base.db import begin_write, commit, rollback
from micronet.base.errors import Invalid
from micronet.circles import pictures
from micronet.circles.models import Membership
from micronet.circles.serving import storage
from micronet.members import actions
from micronet.members.blueprint import blueprint
from micronet.members.forms import Profile
from micronet.members.frame import come_in, dressed
from micronet.members.uploads import square, throw_away
from micronet.people.guards import late
from micronet.web import strip
from micronet.web.render import go, page


@blueprint.route("/circles/<id:circle_id>/me", methods=["GET", "POST"])
@late
def profile(circle_id: str) -> Response:
    """My own page in this circle, with everything in one form."""
    member = come_in(circle_id, "member.profile")
    form, status = Profile(), 200
    if request.method != "POST":
        form.process(data={"nickname": member.nickname, "town": member.town, "paint": member.paint})
    else:
        try:
            if form.is_good():
                _save(circle_id, form, square(form.photo.data))
                strip.say(_("That’s how they see you now."))
                return go("members.profile", circle_id=circle_id)
            status = 422
        except Invalid as problem:
            rollback()
            form.blame(problem)
            status, member = problem.status, come_in(circle_id, "member.profile")
    return page("members/profile.html", "form", status, **dressed(member, form=form, shown_paint=_paint(form)))


def _paint(form: Profile) -> str:
    return form.paint.data if form.paint.data and not form.paint.errors else ""


def _save(circle_id: str, form: Profile, photo: bytes | None) -> None:
    """Everything in one transaction; the file before it goes when that is on disk."""
    begin_write()
    member = come_in(circle_id, "member.profile")
    before = _photo(member, photo) if photo is not None else None
    actions.present_oneself(member, nickname=form.nickname.data, town=form.town.data, paint=form.paint.data)
    commit()
    throw_away(circle_id, before)


def _photo(member: Membership, data: bytes | None) -> str | None:
    """Show another picture of me, or none. Gives the id of the file to throw away."""
    fresh = pictures.hang(storage(), member.circle_id, data).id if data is not None else None
    before = actions.show_photo(member, fresh)
    pictures.take_down(member.circle_id, before)
    return before


@blueprint.post("/circles/<id:circle_id>/me/photo/remove")
def remove_photo(circle_id: str) -> Response:
    """Take my picture down; my first letter stands in for it."""
    member = come_in(circle_id, "member.profile")
    before = _photo(member, None)
    actions.present_oneself(member, nickname=member.nickname, town=member.town, paint=member.paint)
    commit()
    throw_away(circle_id, before)
    strip.say(_("Your picture is down."))
    return go("members.profile", circle_id=circle_id)
