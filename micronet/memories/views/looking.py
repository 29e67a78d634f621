"""The albums, a month, an album, one photo."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, request, url_for

from micronet.activity.models import Moment
from micronet.base.errors import NotFound
from micronet.base.ids import read_id
from micronet.circles.access import find
from micronet.circles.faces import face
from micronet.circles.inside import ever_inside
from micronet.circles.models import Membership
from micronet.circles.roles import can
from micronet.memories import actions, photos, queries
from micronet.memories.frame import Group, Words, around, by_age, come_in
from micronet.memories.models import Album
from micronet.memories.photos import Photo, Shelf, Within
from micronet.memories.views import blueprint
from micronet.people.guards import me
from micronet.web.render import page

AT = "/circles/<id:circle_id>/albums"


@blueprint.get(AT)
def albums(circle_id: str) -> Response:
    """The months that made themselves, and the albums that somebody made."""
    member = come_in(circle_id)
    months, made = queries.cards(member, me())
    context = {"months": months, "made": made, "may_make": can(member, "album.make")}
    return page("memories/albums.html", "albums", **around(member, **context))


@blueprint.get(f"{AT}/<int:year>/<int:month>")
def month(circle_id: str, year: int, month: int) -> Response:
    """The photos of a month. With `pick` they can be ticked, to go into an album."""
    member = come_in(circle_id)
    return month_page(member, first_of(year, month))


def month_page(member: Membership, first: date, status: int = 200, problem: str = "") -> Response:
    """The same, perhaps with what was wrong with the ticks."""
    shelf = photos.page(member, me(), Within(first=first), before=read_id(request.args.get("before")))
    months = queries.months(member, me())
    picks = (bool(request.args.get("pick")) or bool(problem)) and can(member, "album.make")
    where: dict[str, Any] = {"circle_id": member.circle_id, "year": first.year, "month": first.month}
    pick: dict[str, Any] = {"pick": 1} if picks else {}
    context: dict[str, Any] = {
        "title": Words().month(first),
        "groups": [Group("", shelf.photos)],
        "picks": picks,
        "ticked": set(request.form.getlist("photo")),
        "problem": problem,
        "albums": queries.albums(member, me()) if picks else [],
        "chosen": request.values.get("album", ""),
        "own": where,
        "onward": _onward(shelf, "memories.month", **where, **pick),
        "earlier": max((one for one in months if one < first), default=None),
        "later": min((one for one in months if one > first), default=None),
        "may_make": can(member, "album.make"),
        "inside": "",
    }
    return page("memories/month.html", "photos", status, **around(member, **context))


@blueprint.get(f"{AT}/<id:album_id>")
def album(circle_id: str, album_id: str) -> Response:
    """The photos of an album, newest first; a child's under its age."""
    member = come_in(circle_id)
    one = find(Album, circle_id, album_id, to=me())
    shelf = photos.page(member, me(), Within(album=one), before=read_id(request.args.get("before")))
    groups = by_age(shelf.photos, one.born_on) if one.sort == "child" and one.born_on else [Group("", shelf.photos)]
    onward = _onward(shelf, "memories.album", circle_id=circle_id, album_id=album_id)
    context = {"album": one, "groups": groups, "onward": onward, "inside": one.id}
    context |= {"may_change": actions.may_change(one, member), "may_make": can(member, "album.make")}
    return page("memories/album.html", "photos", **around(member, **context))


@blueprint.get("/circles/<id:circle_id>/photos/<id:attachment_id>")
def photo(circle_id: str, attachment_id: str) -> Response:
    """One photo, with what was said of it; `in` is the album it is looked at in, else it is in its month."""
    member = come_in(circle_id)
    one = photos.one(member, me(), attachment_id)
    if one is None:
        raise NotFound
    moment = find(Moment, circle_id, one.moment_id, to=me())
    albums = queries.albums(member, me())
    inside = next((it for it in albums if it.id == request.args.get("in")), None)
    context = _beside(member, one, inside) | {
        "photo": one,
        "moment": moment,
        "by": face(ever_inside(circle_id)[one.author_id]),
        "inside": inside,
        "albums": [it for it in albums if it is not inside] if can(member, "album.make") else [],
        "may_make": can(member, "album.make"),
    }
    return page("memories/photo.html", "photo", **around(member, **context))


def first_of(year: int, month: int) -> date:
    """The first of that month. Raises NotFound for one that no calendar or no circle has."""
    if not (1 <= month <= 12 and 1900 <= year <= 2200):
        raise NotFound
    return date(year, month, 1)


def _beside(member: Membership, one: Photo, inside: Album | None) -> dict[str, Any]:
    """Where the photos before and after it are, and the page it is looked at from."""
    first = Words().month_of(one)
    newer, older = photos.beside(member, me(), one, Within(inside) if inside else Within(first=first))
    circle_id = member.circle_id
    if inside:
        back, name = url_for("memories.album", circle_id=circle_id, album_id=inside.id), inside.name
    else:
        back = url_for("memories.month", circle_id=circle_id, year=first.year, month=first.month)
        name = Words().month(first)
    more: dict[str, Any] = {"in": inside.id} if inside else {}
    urls = [
        url_for("memories.photo", circle_id=circle_id, attachment_id=id, **more) if id else "" for id in (newer, older)
    ]
    return {"newer": urls[0], "older": urls[1], "back": back, "back_name": name}


def _onward(shelf: Shelf, endpoint: str, **where: Any) -> str:
    """Where the older ones are, or nothing."""
    return url_for(endpoint, **where, before=shelf.photos[-1].id) if shelf.onward else ""
