"""A little quiet from someone: muted for a while without a word to anybody, or kept apart, which the hosts are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from micronet.base.db import commit
from micronet.base.errors import NotFound
from micronet.circles.access import find
from micronet.circles.faces import face
from micronet.circles.inside import is_inside
from micronet.circles.models import Membership
from micronet.circles.quiet_words import Asked, asked_for
from micronet.members import peace
from micronet.members.blueprint import blueprint
from micronet.members.forms import QuietForm
from micronet.members.frame import come_in, dressed
from micronet.people.guards import me
from micronet.web import strip
from micronet.web.render import go, page

AT = "/circles/<id:circle_id>/members/<id:member_id>"


@blueprint.route(f"{AT}/quiet", methods=["GET", "POST"])
def quiet(circle_id: str, member_id: str) -> Response:
    """Everything one may do for some peace from someone; the form on it mutes."""
    member = come_in(circle_id, "member.quiet")
    who, asked = _whom(member, member_id)
    form = QuietForm()
    form.allow()
    if request.method != "POST":
        form.days.data = str(peace.DAYS[1])
    elif form.is_good():
        peace.mute(member, who, int(form.days.data))
        commit()
        until = asked_for(member, who, me()).muted_until
        told = _("You won’t meet %(name)s’s moments here until %(day)s.", name=who.nickname, day=until)
        return _done(circle_id, member_id, told)
    more = {"who": who, "face": face(who), "asked": asked, "is_here": is_inside(who), "form": form}
    return page("members/quiet.html", "form", 422 if form.errors else 200, **dressed(member, **more))


def _whom(member: Membership, member_id: str) -> tuple[Membership, Asked]:
    """Someone else who is inside, or who has left something of mine to lift. Raises NotFound."""
    found = find(Membership, member.circle_id, member_id, to=me())
    asked = asked_for(member, found, me())
    if found.id == member.id or not (is_inside(found) or asked.muted_until or asked.apart_since):
        raise NotFound
    return found, asked


@blueprint.post(f"{AT}/quiet/end")
def unmute(circle_id: str, member_id: str) -> Response:
    """Meet someone again before the time is over."""
    return _act(circle_id, member_id, peace.unmute, _("You meet %(name)s’s moments here again."))


@blueprint.post(f"{AT}/block")
def block(circle_id: str, member_id: str) -> Response:
    """Keep us apart."""
    return _act(circle_id, member_id, peace.block, _("You and %(name)s are kept apart here. The hosts are told."))


@blueprint.post(f"{AT}/block/lift")
def unblock(circle_id: str, member_id: str) -> Response:
    """Lift what I asked for."""
    return _act(circle_id, member_id, peace.unblock, _("You no longer keep %(name)s apart from you here."))


def _act(circle_id: str, member_id: str, verb: Callable[[Membership, Membership], Any], told: str) -> Response:
    member = come_in(circle_id, "member.quiet")
    who, _asked = _whom(member, member_id)
    verb(member, who)
    commit()
    return _done(circle_id, member_id, told % {"name": who.nickname}, is_inside(who))


def _done(circle_id: str, member_id: str, told: str, is_here: bool = True) -> Response:
    strip.say(told)
    if is_here:
        return go("members.quiet", circle_id=circle_id, member_id=member_id)
    return go("members.about", circle_id=circle_id)
