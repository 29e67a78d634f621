"""The first page: my circles."""

from __future__ import annotations

from flask import Blueprint, Response

from micronet.home.frame import circle_links
from micronet.web.render import go, page

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def show() -> Response:
    """My circles with what is new; straight in when there is only one."""
    links = circle_links()
    if len(links) == 1:
        return go("board.show", circle_id=links[0].id)
    return page("home/show.html", circles=links)
