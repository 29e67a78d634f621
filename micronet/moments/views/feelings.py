"""Feelings: one of six, sent to whoever shared."""

from __future__ import annotations

from flask import Response, request

from micronet.activity.models import Moment
from micronet.base.db import commit
from micronet.circles.access import find
from micronet.moments import talk
from micronet.moments.shown import come_in
from micronet.moments.views import blueprint
from micronet.moments.views.answers import done
from micronet.moments.views.one import AT
from micronet.people.guards import me


@blueprint.post(f"{AT}/reactions")
def react(circle_id: str, moment_id: str) -> Response:
    """Send a feeling; the same again takes it back, another takes its place."""
    member = come_in(circle_id)
    moment = find(Moment, circle_id, moment_id, to=me())
    talk.react(moment, member, request.form.get("feeling", ""))
    commit()
    return done(member, moment)
