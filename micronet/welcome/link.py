"""Coming in with the help of a device that is signed in: bring its code, show the number, wait, enter."""

from __future__ import annotations

from flask import Response, g, session
from flask_babel import gettext as _

from micronet.base.db import begin_write, commit, rollback
from micronet.base.errors import Gone, Invalid
from micronet.people import arrival, links
from micronet.people.forms import CodeForm
from micronet.people.guards import browser, device_name, late, limited, public, sign_in
from micronet.people.models import DeviceLink
from micronet.web import strip
from micronet.web.render import go, page
from micronet.welcome.views import blueprint

HELD = "link"


@blueprint.get("/link")
@public
def link() -> Response:
    """How to come in from another device, and a field for its code."""
    if g.device is not None and not g.device.only_enrols:
        return go("home.show")
    browser()
    return page("welcome/link.html", form=CodeForm(formdata=None))


@blueprint.post("/link")
@public
@late
@limited("code", most=10, seconds=3600, everyone=100)
def knock() -> Response:
    """Bring the code; from now on it is this browser's."""
    form = CodeForm()
    if form.is_good():
        begin_write()
        if link_id := links.knock(form.code.data, browser(), device_name()):
            commit()
            session[HELD] = link_id
            return go("welcome.wait")
        rollback()
        form.blame(Invalid(_("That code opens nothing. Look at each letter again, or show a new one."), "code"))
    return page("welcome/link.html", status=422, form=form)


@blueprint.get("/link/wait")
@public
def wait() -> Response:
    """The number to compare; this block asks again every two seconds until the other device has answered."""
    return page("welcome/wait.html", "state", link=_mine())


@blueprint.post("/link/enter")
@public
def come_in() -> Response:
    """The other device said yes: sign in here, once."""
    person = links.enter(_mine().id, browser())
    device, secret = arrival.let_in(person)
    commit()
    session.pop(HELD, None)
    strip.say(_("You’re in. Make a key on this device, and next time it opens by itself."))
    return sign_in(go("people.new_key"), device, secret)


def _mine() -> DeviceLink:
    try:
        return links.waiting(session.get(HELD, ""), browser())
    except Gone:
        raise Gone(
            _("That took too long, or the other device said no. Show a new code there and try again."),
            _("This code has run out."),
        ) from None
