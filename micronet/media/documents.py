"""The files that were shared in a circle, for whoever looks for one again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, request, url_for
from flask_babel import get_locale

from micronet.activity import allowance
from micronet.activity.attached import Attachment
from micronet.base.ids import read_id
from micronet.base.sizes import in_words
from micronet.circles.models import Membership
from micronet.circles.roles import can
from micronet.media import measure, queries
from micronet.media.frame import come_in, dressed
from micronet.media.views import blueprint
from micronet.people import when
from micronet.people.guards import me
from micronet.web.render import page

MANY = 50
"""Files to a page."""


@dataclass(frozen=True)
class Document:
    """A line of the page. `whole` is where it is fetched, `moment` where it was shared."""

    name: str
    size: str
    by: str
    when: str
    whole: str
    moment: str


@blueprint.get("/circles/<id:circle_id>/files")
def files(circle_id: str) -> Response:
    """The files, newest first; `before` is the id of the one above the page. Hosts read how much room is left."""
    member = come_in(circle_id, "circle.look")
    found = queries.documents(circle_id, read_id(request.args.get("before")), many=MANY + 1, to=me())
    older = url_for(".files", circle_id=circle_id, before=found[MANY - 1][0].id) if len(found) > MANY else ""
    left = _left(member) if can(member, "storage.set") else ""
    lines = [_line(*one) for one in found[:MANY]]
    return page("media/files.html", **dressed(member, files=lines, older=older, left=left))


def _line(found: Attachment, by: str) -> Document:
    key: dict[str, Any] = {"circle_id": found.circle_id, "attachment_id": found.id}
    return Document(
        found.name,
        in_words(found.size, str(get_locale())),
        by,
        when.moment(found.created_at, me()),
        url_for(".serve", **key, variant="whole"),
        url_for("moments.show", circle_id=found.circle_id, moment_id=found.moment_id),
    )


def _left(member: Membership) -> str:
    """What still fits into the circle, in words."""
    most = allowance.budget(member.circle, current_app.config["SETTINGS"])
    return in_words(max(most - measure.of_circle(member.circle_id).all, 0), str(get_locale()))
