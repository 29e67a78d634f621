"""One photo of a moment by itself, as large as it comes, and the way to the ones beside it."""

from __future__ import annotations

from typing import Any

from flask import Response

from micronet.activity.finding import is_for_all
from micronet.activity.models import Moment
from micronet.base.clock import now
from micronet.base.errors import NotFound
from micronet.circles.access import find
from micronet.circles.roles import can
from micronet.moments import enclosed
from micronet.moments.shown import around, come_in
from micronet.moments.views import blueprint
from micronet.moments.views.one import AT
from micronet.people.guards import me
from micronet.web.render import page

blueprint.add_app_template_filter(enclosed.in_words, "in_words")
blueprint.add_app_template_filter(enclosed.lasting, "lasting")
blueprint.add_app_template_filter(enclosed.refusal, "refusal")


@blueprint.get(f"{AT}/photos/<int:number>")
def photo(circle_id: str, moment_id: str, number: int) -> Response:
    """The photo of this number, the first being 1."""
    member = come_in(circle_id)
    moment = find(Moment, circle_id, moment_id, to=me())
    photos = enclosed.of_moment(member, me(), moment_id).photos
    if not 1 <= number <= len(photos):
        raise NotFound
    keeps = can(member, "shelf.keep") and is_for_all(moment, now()) and moment.ends_at is None
    context: dict[str, Any] = {
        "moment": moment,
        "photo": photos[number - 1],
        "number": number,
        "last": len(photos),
        "keeps": keeps,
    }
    return page("moments/photo.html", **context, **around(member))
