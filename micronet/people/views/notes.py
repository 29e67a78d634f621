"""What happened at my door: I have seen it, or it wasn't me."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _

from micronet.base.db import commit
from micronet.people import door
from micronet.people.guards import me
from micronet.people.views.blueprint import blueprint
from micronet.web import strip
from micronet.web.render import go


@blueprint.post("/me/notes/<id:note_id>/read")
def read_note(note_id: str) -> Response:
    """That was me."""
    door.read(me(), note_id)
    commit()
    return go("people.devices")


@blueprint.post("/me/notes/<id:note_id>/refuse")
def refuse_note(note_id: str) -> Response:
    """That wasn't me: sign that device out."""
    door.refuse(me(), note_id)
    commit()
    strip.say(_("It’s signed out there. If you don’t know how it got in, take back the key it used."), care=True)
    return go("people.devices")
