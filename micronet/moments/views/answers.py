"""How the room's writes answer: the one moment's block for htmx, else back to the page one came from."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, make_response, redirect, request, url_for
from werkzeug.exceptions import HTTPException

from micronet.activity import timeline
from micronet.activity.models import Moment
from micronet.activity.spending import refused as refused
from micronet.activity.spending import spend as spend
from micronet.base import clock
from micronet.base.errors import NotFound
from micronet.circles.models import Membership
from micronet.moments.shown import around
from micronet.people.guards import me
from micronet.web.render import dom_id, is_partial, own_path, page

SHOWING = {"moments.show", "moments.month", "board.person"}
"""The pages besides the board that moments stand on."""


def moment_page(member: Membership, moment_id: str, status: int = 200, **more: Any) -> Response:
    """The page of one moment, or for htmx its block alone. Raises NotFound."""
    shown = timeline.one(member, me(), moment_id, now=clock.now())
    if shown is None:
        raise NotFound
    return page("moments/show.html", "moment", status, moment=shown, **around(member), **more)


def done(member: Membership, moment: Moment, **more: Any) -> Response:
    """After a write under a moment that stays: its block, or 303 to it on the page one came from."""
    if is_partial():
        return moment_page(member, moment.id, **more)
    return back(member.circle_id, _anchor=dom_id(moment))


def back(circle_id: str, **more: Any) -> Response:
    """303 to the page of this circle that the form stood on, else to its board."""
    page_of_it = _came_from(circle_id) or url_for("board.show", circle_id=circle_id)
    anchor = f"#{more['_anchor']}" if "_anchor" in more else ""
    return make_response(redirect(page_of_it + anchor, 303))


def _came_from(circle_id: str) -> str | None:
    """The path of the page with moments of this circle that the browser says it comes from."""
    path, adapter = own_path(request.referrer), current_app.create_url_adapter(request)
    if not path or adapter is None:
        return None
    try:
        endpoint, values = adapter.match(path, "GET")
    except HTTPException:  # a path that is redirected elsewhere
        return None
    return path if endpoint in SHOWING and values.get("circle_id") == circle_id else None
