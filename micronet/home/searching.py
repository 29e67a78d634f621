"""The page on which everything I may see can be searched. A plain form; with script it answers while one types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, current_app, g, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from micronet.base import clock, limits
from micronet.base.dates import day_and_month, first_weekday, local_day
from micronet.base.errors import TooMany
from micronet.base.excerpt import Part, excerpt
from micronet.base.search import Wanted
from micronet.base.shared import when_shared
from micronet.circles.access import memberships
from micronet.circles.faces import Face, face
from micronet.circles.models import Membership
from micronet.circles.roles import can
from micronet.home.finding import Found, Hit, authors, found
from micronet.home.search_form import Form, read
from micronet.home.views import blueprint
from micronet.people.guards import me
from micronet.web.render import is_partial, page
from micronet.web.sought import Sought

MOST, MINUTE = 60, 60
"""Searches of one person in so many seconds."""
WEEK = 7
"""Days after which a date says more than words."""


@dataclass(frozen=True)
class Line:
    """A hit as the page shows it."""

    by: Face
    is_mine: bool
    circle: str
    kind: str
    at: datetime
    when: str
    url: str
    parts: list[Part]


@blueprint.get("/search")
def search() -> Response:
    """Look for words in all my circles, or in one, by one person, of one kind, of one year."""
    g.memberships = memberships(me())
    form = read([one for one in g.memberships if can(one, "circle.look")], _sought())
    there = _find(form)
    answer = page("home/search.html", "found", form.status, **_context(form, there))
    if form.status == 429:
        answer.headers["Retry-After"] = str(MINUTE)
    return answer


def _find(form: Form) -> Found | None:
    """What is found; None where nothing was looked for."""
    question = None if form.wrong else form.question()
    if question is None:
        return None
    try:
        limits.spend("search", me().id, most=MOST, seconds=MINUTE)
    except TooMany:
        form.refuse(_("That was a lot of looking in one minute. Wait a little, then look again."), 429)
        return None
    return found(me(), question, _sought())


def _sought() -> tuple[Sought, ...]:
    return tuple(one for room in current_app.extensions["rooms"] for one in room.searched)


def _context(form: Form, there: Found | None) -> dict[str, Any]:
    hits, older = (there.hits, there.older) if there else ((), None)
    onward = url_for("home.search", **form.values(), before=older) if older is not None else ""
    dressed = {"circle": form.circle.circle, "paint": form.circle.circle.paint} if form.circle else {}
    looked = {"looked": there is not None, "lines": _lines(form, hits), "older": onward}
    return {"form": form, "here": "search", "partial": is_partial(), **looked, **dressed}


def _lines(form: Form, hits: tuple[Hit, ...]) -> list[Line]:
    said_by, circles = authors(hits), {one.circle_id: one for one in form.mine}
    return [
        _line(hit, said_by[hit.row.circle_id, hit.row.author_id], circles[hit.row.circle_id], form.asked, form.kinds)
        for hit in hits
    ]


def _line(hit: Hit, by: Membership, mine: Membership, asked: Wanted, kinds: dict[str, str]) -> Line:
    row, circle = hit.row, mine.circle
    kind = "" if row.kind == "note" else kinds.get(row.kind, "")
    said = {"kind": kind, "at": row.created_at, "when": _when(row.created_at), "url": hit.sought.address(row)}
    return Line(face(by), by.id == mine.id, circle.name, parts=excerpt(row.text, asked), **said)


def _when(at: datetime) -> str:
    """When it was: in words while it is fresh, else its date."""
    now, zone, locale = clock.now(), me().zone, str(get_locale())
    on, today = local_day(at, zone), local_day(now, zone)
    if (today - on).days < WEEK:
        return when_shared(at, now, zone, locale, first_weekday(locale, me().first_weekday))
    return day_and_month(on, locale, today)
