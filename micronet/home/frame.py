"""What every page shows around its own content: me, my circles, the rooms, language, paint, text size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Flask, current_app, g, request
from flask_babel import gettext as _

from micronet.circles.access import memberships
from micronet.circles.faces import Face, face
from micronet.circles.models import Membership
from micronet.people.guards import browser
from micronet.web import strip
from micronet.web.addresses import url_for
from micronet.web.i18n import direction, language


@dataclass(frozen=True)
class CircleLink:
    """A circle as the switcher shows it."""

    id: str
    name: str
    paint: str
    url: str
    has_news: bool


def nav() -> list[tuple[str, str, str, str]]:
    """The rooms bar: (name, address, icon, label). Within a circle its rooms, elsewhere the way home."""
    circle_id = (request.view_args or {}).get("circle_id")
    if circle_id is None:
        return [
            ("home", url_for("home.show"), "house-simple", _("Circles")),
            ("share", url_for("moments.share"), "plus", _("Share a moment")),
        ]
    return [
        ("board", url_for("board.show", circle_id=circle_id), "house-simple", _("Board")),
        ("share", url_for("moments.new", circle_id=circle_id), "plus", _("Share a moment")),
        ("circle", url_for("members.about", circle_id=circle_id), "users", _("Circle")),
    ]


@dataclass(frozen=True)
class Site:
    """The house itself."""

    name: str
    host: str


def init(app: Flask) -> None:
    """Give every template the frame."""
    app.context_processor(frame)


def frame() -> dict[str, Any]:
    """The context of layouts. The circles are looked up only if a template asks for them."""
    settings = current_app.config["SETTINGS"]
    lang = language()
    return {
        "me": g.get("me"),
        "lang": lang,
        "dir": direction(lang),
        "site": Site(settings.name, settings.hostname),
        "my_circles": Later(),
        "my_face": Mine() if g.get("me") else None,
        "nav": nav() if g.get("me") else [],
        "home_url": url_for("home.show"),
        "you_url": url_for("people.settings"),
        "search_url": url_for("home.search", circle=(request.view_args or {}).get("circle_id")),
        "take_strip": strip.take,
        "browser": browser,
        "development": settings.development,
    }


class Mine:
    """My face where no circle is being read: as it is in the first of my circles that knows it from a photograph."""

    @cached_property
    def _face(self) -> Face:
        circle_links()
        known = [member for member in g.memberships if member.photo_id] or g.memberships
        return face(known[0]) if known else Face("", g.me.name, "", "")

    @property
    def name(self) -> str:
        """What I am called on my own pages."""
        return str(g.me.name)

    @property
    def photo(self) -> str:
        """The address of my photograph, or nothing."""
        return self._face.photo

    @property
    def paint(self) -> str:
        """My colour."""
        return self._face.paint


class Later:
    """My circles, looked up at first use and once a request."""

    def __iter__(self) -> Iterator[CircleLink]:
        return iter(circle_links())

    def __len__(self) -> int:
        return len(circle_links())


def circle_links() -> list[CircleLink]:
    """The signed-in person's circles, one statement a request."""
    if g.get("me") is None:
        return []
    if "circle_links" not in g:
        if "memberships" not in g:
            g.memberships = memberships(g.me)
        g.circle_links = [link(member) for member in g.memberships]
    found: list[CircleLink] = g.circle_links
    return found


def link(member: Membership) -> CircleLink:
    """One line of the switcher. News is what was said since this member last looked; not in the circle being read."""
    circle = member.circle
    read = (request.view_args or {}).get("circle_id") == circle.id
    news = not read and (member.looked_at is None or circle.news_at > member.looked_at)
    return CircleLink(circle.id, circle.name, circle.paint, url_for("board.show", circle_id=circle.id), news)
