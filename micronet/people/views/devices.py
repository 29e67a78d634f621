"""My devices: where I am signed in, whose this one is, and signing out."""

from __future__ import annotations

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import ngettext

from micronet.base.db import commit
from micronet.base.errors import NotFound
from micronet.people import arrival, door, sessions
from micronet.people.ceremony import go_to
from micronet.people.guards import enrolling, essential, hand_cookie, me, sign_out, this_device
from micronet.people.views.blueprint import blueprint
from micronet.web import strip
from micronet.web.forms import one_of
from micronet.web.render import go, page


@blueprint.get("/me/devices", endpoint="devices")
def show() -> Response:
    """Where I am signed in, and what happened at my door."""
    mine, notes = sessions.devices(me()), door.recent(me(), this_device())
    return page("people/devices.html", "devices", devices=mine, this=this_device(), notes=notes, here="you")


@blueprint.post("/me/devices/<id:device_id>/remove")
@essential
def sign_out_there(device_id: str) -> Response:
    """Sign one of my devices out, at once."""
    if device_id == this_device().id:
        return sign_out_here()
    if not sessions.end(me(), device_id):
        raise NotFound
    commit()
    strip.say(_("It’s signed out there."))
    return go("people.devices")


@blueprint.post("/me/devices/others/remove")
@essential
def sign_out_elsewhere() -> Response:
    """Sign out every device of mine but this one."""
    count = sessions.end_others(me(), this_device())
    commit()
    strip.say(ngettext("One other device is signed out.", "%(num)s other devices are signed out.", count)
              if count else _("You weren’t signed in anywhere else."))  # fmt: skip
    return go("people.devices")


@blueprint.post("/me/sign-out")
@enrolling
@essential
def sign_out_here() -> Response:
    """Close my door on this device; the browser forgets what it kept."""
    sessions.end(me(), this_device().id)
    commit()
    return sign_out(go("welcome.show"))


@blueprint.get("/me/device")
def whose() -> Response:
    """Is this device mine, or shared? Asked once, with two pictures."""
    return page("people/whose.html", shared=this_device().shared)


@blueprint.post("/me/device")
def say_whose() -> Response:
    """Remember the answer: a shared device keeps nothing and ends after twelve hours."""
    shared = one_of("whose", ("own", "shared"), "") == "shared"
    device = this_device()
    sessions.mark_whose(device, shared=shared)
    secret = sessions.renew(device)
    commit()
    answer = hand_cookie(go_to(arrival.onward(device)), device, secret)
    if shared and request.cookies.get(arrival.OWN):
        answer.delete_cookie(arrival.OWN, path="/")
    elif not shared:
        arrival.remember_own(answer)
    return answer
