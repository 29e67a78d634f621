"""What a circle is: its people, its rules, its seats, and who is expected."""

from __future__ import annotations

from flask import Response, request

from micronet.circles.roles import can
from micronet.members import reporting, wording
from micronet.members.blueprint import blueprint
from micronet.members.frame import come_in, dressed
from micronet.members.people import household
from micronet.members.settings import PARTS, offered
from micronet.people.guards import me
from micronet.web.render import page


@blueprint.get("/circles/<id:circle_id>/about")
def about(circle_id: str) -> Response:
    """The circle, or the block that htmx asks for."""
    member = come_in(circle_id, "circle.look")
    wanted = request.headers.get("HX-Target", "").partition("#")[2]
    block = wanted if wanted in ("people", "door") else "page"
    parts = [(name, PARTS[name].title()) for name in offered(member)] if can(member, "circle.settings") else []
    home = household(member, me())
    asked = can(member, "report.settle") and reporting.waits(member, me())
    return page(
        "members/about.html", block, **dressed(member, home=home, parts=parts, can=can, say=wording, asked=asked)
    )
