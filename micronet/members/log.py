"""The circle's log: who did what, for its hosts. It tells of doors and rules, not of who looked in when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from flask import Response, current_app, request, url_for
from flask_babel import get_locale

from micronet.activity.models import Activity
from micronet.base import clock
from micronet.base.dates import clock_time, day_heading, month
from micronet.base.ids import read_id
from micronet.base.zones import local
from micronet.circles.inside import ever_inside
from micronet.circles.models import Membership
from micronet.members.blueprint import blueprint
from micronet.members.frame import come_in, dressed
from micronet.members.queries import acts_before
from micronet.people.guards import me
from micronet.people.models import Person
from micronet.web.render import page

MANY = 100
"""Lines to a page."""


@dataclass(frozen=True)
class Line:
    """One act. `template` says it in one line, after the name."""

    act: Activity
    who: Membership | None
    on: date
    time: str
    template: str


@blueprint.get("/circles/<id:circle_id>/log")
def log(circle_id: str) -> Response:
    """The log, newest first, by month and day; `before` is the id of the act above the page."""
    member = come_in(circle_id, "log.look")
    acts = acts_before(member, read_id(request.args.get("before")), many=MANY + 1)
    known = ever_inside(circle_id)
    lines = _lines(acts[:MANY], known, me())
    older = url_for(".log", circle_id=circle_id, before=acts[MANY - 1].id) if len(acts) > MANY else ""
    return page("members/log.html", **dressed(member, months=_by_month(lines, me()), older=older, names=known))


def _lines(acts: list[Activity], known: dict[str, Membership], reader: Person) -> list[Line]:
    templates = {
        verb: template for room in current_app.extensions["rooms"] for verb, template in room.activities.items()
    }
    return [
        Line(
            act,
            known.get(act.actor_id or ""),
            _there(act.at, reader).date(),
            _time(act.at, reader),
            templates[act.verb],
        )
        for act in acts
        if act.verb in templates
    ]


def _there(at: datetime, reader: Person) -> datetime:
    return local(at, reader.zone)


def _time(at: datetime, reader: Person) -> str:
    return clock_time(_there(at, reader), str(get_locale()), reader.clock_hours)


def _by_month(lines: list[Line], reader: Person) -> list[tuple[str, list[tuple[str, list[Line]]]]]:
    """[(\"March\", [(\"Saturday 14 March\", lines)])], in the order they come."""
    today, locale = _there(clock.now(), reader).date(), str(get_locale())
    months = []
    for _first, group in groupby(lines, key=lambda line: (line.on.year, line.on.month)):
        days = [(on, list(some)) for on, some in groupby(group, key=lambda line: line.on)]
        named = [(day_heading(on, locale, today), some) for on, some in days]
        months.append((month(days[0][0], locale, today), named))
    return months
