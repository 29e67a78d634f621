"""The first page: my circles."""

from __future__ import annotations

from flask import Blueprint, Response, g
from flask_babel import get_locale

from micronet.activity.waiting import waiting
from micronet.base import clock
from micronet.base.shared import when_shared
from micronet.base.zones import local
from micronet.board.sentence import greeting
from micronet.circles.access import memberships
from micronet.circles.roles import can
from micronet.home.frame import circle_links
from micronet.home.queries import news
from micronet.people.guards import me
from micronet.web.render import go, page

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def show() -> Response:
    """My circles with what is new in each."""
    g.memberships = memberships(me())
    if len(g.memberships) == 1:
        return go("board.show", circle_id=g.memberships[0].circle_id)
    now, zone, locale = clock.now(), me().zone, str(get_locale())
    familiar = [one for one in g.memberships if can(one, "circle.look")]
    told = news(familiar)
    when = {key: when_shared(one.at, now, zone, locale) for key, one in told.items()}
    hello = greeting(local(now, zone), me().name)
    return page(
        "home/show.html",
        circles=sorted(circle_links(), key=lambda it: not it.has_news),
        news=told,
        letters=waiting(familiar),
        when=when,
        hello=hello,
        here="home",
    )
