"""The live stream of a circle, and the poll for those a stream cannot reach."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from micronet.activity import live
from micronet.activity.streams import Stream, Telling
from micronet.base.db import db, rollback
from micronet.base.errors import TooMany
from micronet.circles.access import enter
from micronet.people.guards import me, this_device

blueprint = Blueprint("activity", __name__)


@blueprint.get("/circles/<id:circle_id>/live")
def stream(circle_id: str) -> Response:
    """Server-sent events: names of changed blocks, resumed by `Last-Event-ID` (the circle's version)."""
    member = enter(circle_id, me())
    opened = Stream(me().id, this_device().id, circle_id, _told(member.circle.version), _socket())
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    hub: live.Hub = app.extensions["hub"]
    body = Telling(hub, opened)
    db.session.expunge_all()
    rollback()
    if not hub.open(app, opened):
        raise TooMany(retry_after=60)
    answer = Response(body, content_type="text/event-stream", direct_passthrough=True)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


@blueprint.get("/circles/<id:circle_id>/pulse")
def pulse(circle_id: str) -> Response:
    """What changed since version `v`: `{"version": 7, "names": ["moments"]}`. No content, like the stream.

    To a page that brings the version as `If-None-Match` it says 304, mostly below Flask (see `home.swift`).
    """
    member = enter(circle_id, me())
    since = _told(member.circle.version)
    now = member.circle.version
    if request.if_none_match.contains(str(now)):
        return Response(status=304)
    names = {name for _, name in live.changes(circle_id, since, now)} if since < now else set()
    answer = jsonify(version=now, names=sorted(names))
    answer.set_etag(str(now))
    return answer


def _socket() -> Any:
    """The connection of this request, as Werkzeug names it; under gunicorn it is handed over later."""
    return request.environ.get("werkzeug.socket")


def _told(now: int) -> int:
    """The version the page says it has seen, never more than there is."""
    text = request.headers.get("Last-Event-ID") or request.args.get("v", "")
    return min(int(text), now) if text.isascii() and text.isdigit() and len(text) < 12 else now
