"""Letting in a new device from one that is signed in: show a code, compare two digits, confirm."""

from __future__ import annotations

from flask import Response, current_app, make_response
from flask_babel import gettext as _

from micronet.base.db import commit
from micronet.people import links, sessions
from micronet.people.guards import me, prove_first, this_device
from micronet.people.qr import svg
from micronet.people.views.blueprint import blueprint
from micronet.web import strip
from micronet.web.render import go, is_partial, page


def _must_prove() -> bool:
    """Where a key has been used on this device it must be used now. One that was itself let in by number has none."""
    return this_device().passkey_id is not None and not sessions.is_fresh(this_device())


@blueprint.get("/me/devices/new")
def new_device() -> Response:
    """How it goes, in three steps."""
    return prove_first() if _must_prove() else page("people/new_device.html", here="you")


@blueprint.post("/me/devices/new")
def offer_link() -> Response:
    """A code to scan or type on the new device, shown this once."""
    if _must_prove():
        return prove_first()
    offer = links.offer(me())
    commit()
    url = current_app.config["SETTINGS"].url
    code = svg(f"{url}/link#{offer.code}", _("A code to scan with the new device"))
    link = links.find(me(), offer.id)
    return page("people/link.html", link=link, code=code, typed=offer.shown, url=f"{url}/link", here="you")


@blueprint.get("/me/devices/links/<id:link_id>")
def link(link_id: str) -> Response:
    """How far the new device has come: this block asks again every two seconds."""
    found = links.find(me(), link_id)
    if is_partial() and found.claimed_at is None:
        return make_response("", 204)  # the code stays where it is
    return page("people/link.html", "state", link=found, code=None, here="you")


@blueprint.post("/me/devices/links/<id:link_id>/confirm")
def confirm_link(link_id: str) -> Response:
    """Both show the same number: let it in."""
    links.confirm(me(), link_id)
    commit()
    return page("people/link.html", "state", link=links.find(me(), link_id), code=None, here="you")


@blueprint.post("/me/devices/links/<id:link_id>/refuse")
def refuse_link(link_id: str) -> Response:
    """That is not my device: the code opens nothing now."""
    links.refuse(me(), link_id)
    commit()
    strip.say(_("Nobody was let in, and that code opens nothing now."))
    return go("people.devices")
