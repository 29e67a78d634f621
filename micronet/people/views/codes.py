"""My spare keys on paper."""

from __future__ import annotations

from flask import Response, current_app, session

from micronet.base.db import commit
from micronet.people import arrival, codes, door
from micronet.people.ceremony import go_to
from micronet.people.guards import fresh, me, this_device
from micronet.people.qr import svg
from micronet.people.views.blueprint import blueprint
from micronet.web.render import page


@blueprint.get("/me/codes", endpoint="codes")
def show() -> Response:
    """What they are, and how many still work."""
    return page("people/codes.html", unused=codes.unused(me()), first_time=bool(session.get(arrival.SPARE)), here="you")


@blueprint.post("/me/codes")
@fresh
def make_codes() -> Response:
    """Ten new ones, shown this once: the answer itself carries them, and nothing keeps it."""
    again = codes.unused(me()) > 0
    made = codes.make(me())
    if again:
        door.tell(me(), "codes.new", device=this_device())
    commit()
    url = current_app.config["SETTINGS"].url
    sheet = [(code, svg(f"{url}/recover#{code}", code)) for code in made]
    first_time = bool(session.get(arrival.SPARE))
    return page("people/sheet.html", sheet=sheet, url=url, first_time=first_time, here="you")


@blueprint.post("/me/codes/done")
def codes_done() -> Response:
    """The paper is put away, or it is for another day: on to what comes next."""
    arrival.spare_keys_done()
    commit()
    return go_to(arrival.onward(this_device()))
