"""\"Not this one\": a moment, a person, a place or a day that is not to come up again, for me alone."""

from __future__ import annotations

from datetime import date

from flask import Response, request, url_for
from flask_babel import gettext as _

from micronet.activity.models import Moment
from micronet.activity.spared import NotThis
from micronet.base.db import commit
from micronet.base.ids import read_id
from micronet.circles.access import find
from micronet.memories import actions, spared
from micronet.memories.frame import Words, around, come_in
from micronet.memories.views import blueprint
from micronet.people.guards import me
from micronet.web import strip
from micronet.web.render import go, page

AT = "/circles/<id:circle_id>/not-this"
SOME_LEAP_YEAR = 2024


@blueprint.get(AT)
def spared_list(circle_id: str) -> Response:
    """What I would rather not be reminded of; nobody else sees it."""
    member = come_in(circle_id)
    held = spared.spared(member, me())
    days = {one.id: _day(one.what) for one in held if one.sort == "day"}
    return page("memories/spared.html", "spared", **around(member, held=held, days=days))


@blueprint.post(AT)
def spare(circle_id: str) -> Response:
    """Note one: `sort` says which of the things about the moment `moment` it is, `place` which place."""
    member = come_in(circle_id)
    moment = find(Moment, circle_id, read_id(request.form.get("moment")) or "", to=me())
    made = spared.spare(member, me(), moment, request.form.get("sort", ""), request.form.get("place", ""))
    commit()
    undo = url_for("memories.lift", circle_id=circle_id, not_this_id=made.id)
    strip.say(_("That won’t come up again. Only you know."), undo, actions.UNDO)
    return go("board.show", circle_id=circle_id)


@blueprint.post(f"{AT}/<id:not_this_id>/lift")
def lift(circle_id: str, not_this_id: str) -> Response:
    """It may come up again."""
    come_in(circle_id)
    spared.lift(find(NotThis, circle_id, not_this_id, to=me()))
    commit()
    strip.say(_("It may come up again."))
    return go("memories.spared_list", circle_id=circle_id)


def _day(name: str) -> str:
    """A day of the calendar in words, of no year."""
    month, day = name.split("-")
    return Words().bare_day(date(SOME_LEAP_YEAR, int(month), int(day)))
