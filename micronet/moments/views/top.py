"""What stands on top of the board, and opening to everyone what was for some."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _

from micronet.activity.models import Moment
from micronet.base.db import commit
from micronet.circles.access import find
from micronet.moments import actions, top
from micronet.moments.shown import come_in
from micronet.moments.views import blueprint
from micronet.moments.views.answers import back
from micronet.moments.views.one import AT
from micronet.people.guards import me
from micronet.web import strip
from micronet.web.render import dom_id


@blueprint.post(f"{AT}/pin")
def pin(circle_id: str, moment_id: str) -> Response:
    """Keep a moment on top."""
    member = come_in(circle_id)
    moment = find(Moment, circle_id, moment_id, to=me())
    top.pin(moment, member)
    commit()
    strip.say(_("It’s kept on top now."))
    return back(circle_id, _anchor=dom_id(moment))


@blueprint.post(f"{AT}/unpin")
def unpin(circle_id: str, moment_id: str) -> Response:
    """Take a moment down from the top."""
    member = come_in(circle_id)
    moment = find(Moment, circle_id, moment_id, to=me())
    top.unpin(moment, member)
    commit()
    strip.say(_("It’s back among the others."))
    return back(circle_id, _anchor=dom_id(moment))


@blueprint.post(f"{AT}/open")
def open_up(circle_id: str, moment_id: str) -> Response:
    """Show the whole circle what was for some."""
    member = come_in(circle_id)
    moment = find(Moment, circle_id, moment_id, to=me())
    actions.open_up(moment, member)
    commit()
    strip.say(_("Everyone in %(circle)s can see it now.", circle=member.circle.name))
    return back(circle_id, _anchor=dom_id(moment))
