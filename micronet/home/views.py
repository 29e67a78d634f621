"""The first page: my circles."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, g
from flask_babel import get_locale

from micronet.activity.waiting import waiting
from micronet.base import clock
from micronet.base.shared import when_shared
from micronet.base.zones import local
from micronet.board.sentence import greeting
from micronet.circles.access import memberships
from micronet.circles.roles import can
from micronet.home.frame import CircleLink, circle_links
from micronet.home.queries import News, news
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
    told = news(familiar, me())
    when = {key: when_shared(one.at, now, zone, locale) for key, one in told.items()}
    hello = greeting(local(now, zone), me().name)
    return page(
        "home/show.html",
        circles=sorted(_links(told), key=lambda it: not it.has_news),
        news=told,
        letters=waiting(familiar),
        when=when,
        hello=hello,
        here="home",
    )


def _links(told: dict[str, News]) -> list[CircleLink]:
    """My circles. What was said to me and not to everyone is news as well, though no circle's own news tells of it."""
    looked = {member.circle_id: member.looked_at for member in g.memberships}
    mine = {id: one.at for id, one in told.items() if one.is_said}
    new = {id for id, at in mine.items() if (last := looked[id]) is None or at > last}
    return [replace(it, has_news=it.has_news or it.id in new) for it in circle_links()]
