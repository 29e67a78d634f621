"""Looking further back, month by month."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, request, url_for
from flask_babel import get_locale

from micronet.activity import timeline
from micronet.activity.months import months
from micronet.activity.muted import without
from micronet.base import clock
from micronet.base.dates import local_day
from micronet.base.dates import month as month_name
from micronet.base.errors import NotFound
from micronet.base.ids import read_id
from micronet.circles.quieted import quiet_of
from micronet.moments.shown import around, come_in
from micronet.moments.views import blueprint
from micronet.people.guards import me
from micronet.web.render import page


@blueprint.get("/circles/<id:circle_id>/<int:year>/<int:month>")
def month(circle_id: str, year: int, month: int) -> Response:
    """What was shared in a month, newest first, and the way to the months beside it that hold something."""
    member = come_in(circle_id)
    first = _first(year, month)
    moments = timeline.month(member, me(), first, now=clock.now(), before=read_id(request.args.get("before")))
    beside = months(member, me())
    today = local_day(clock.now(), me().zone)
    context: dict[str, Any] = {
        "moments": without(moments, quiet_of([member]).all),
        "title": month_name(first, str(get_locale()), today),
        "earlier": _link(circle_id, max((one for one in beside if one < first), default=None), today),
        "later": _link(circle_id, min((one for one in beside if one > first), default=None), today),
        "onward": url_for(".month", circle_id=circle_id, year=year, month=month, before=moments.moments[-1].id)
        if moments.older
        else "",
    }
    return page("moments/month.html", "moments", **context, **around(member))


def _first(year: int, month: int) -> date:
    """The first of that month. Raises NotFound for one that no calendar or no circle has."""
    if not (1 <= month <= 12 and 2000 <= year <= 2200):
        raise NotFound
    return date(year, month, 1)


def _link(circle_id: str, first: date | None, today: date) -> dict[str, str] | None:
    """Address and name of a month."""
    if first is None:
        return None
    address = url_for(".month", circle_id=circle_id, year=first.year, month=first.month)
    return {"url": address, "name": month_name(first, str(get_locale()), today)}
