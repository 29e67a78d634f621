"""The live stream of a circle, and the poll for those a stream cannot reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify, request

from micronet.activity import live
from micronet.base.db import db, rollback
from micronet.base.errors import TooMany
from micronet.base.walls import act_as
from micronet.circles.access import enter
from micronet.people.guards import me, this_device
from micronet.people.models import Device

blueprint = Blueprint("activity", __name__)


@blueprint.get("/circles/<id:circle_id>/live")
def stream(circle_id: str) -> Response:
    """Server-sent events: names of changed blocks, resumed by `Last-Event-ID` (the circle's version)."""
    member = enter(circle_id, me())
    opened = live.Stream(me().id, this_device().id, circle_id, _told(member.circle.version), _socket())
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    hub: live.Hub = app.extensions["hub"]
    still_in = _still_in(app, this_device(), circle_id)
    db.session.expunge_all()
    rollback()
    if not hub.open(app, opened):
        raise TooMany(retry_after=60)
    answer = Response(live.listen(hub, opened, still_in), content_type="text/event-stream")
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
    """The connection of this request, as gunicorn or Werkzeug name it; None elsewhere."""
    return request.environ.get("gunicorn.socket") or request.environ.get("werkzeug.socket")


def _told(now: int) -> int:
    """The version the page says it has seen, never more than there is."""
    text = request.headers.get("Last-Event-ID") or request.args.get("v", "")
    return min(int(text), now) if text.isascii() and text.isdigit() and len(text) < 12 else now


def _still_in(app: Flask, device: Device, circle_id: str) -> Callable[[], bool]:
    """A question a stream asks whenever it is woken: same device, same circle, still allowed?

    It keeps ids only: a stream that waits holds neither its request nor a session.
    """
    device_id, person_id = device.id, device.person_id

    def may_stay() -> bool:
        with app.app_context():
            act_as(person_id)
            return (device_id, circle_id) in live.still_in({device_id})

    return may_stay
