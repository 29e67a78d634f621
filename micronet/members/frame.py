"""What every page of this room starts from: the member who looks, and how the circle dresses the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import current_app

from micronet.circles.access import enter
from micronet.circles.faces import face, picture_url
from micronet.circles.models import Circle, Membership
from micronet.circles.roles import must
from micronet.people.guards import me


def come_in(circle_id: str, act: str) -> Membership:
    """My membership of this circle, if I may do `act` there. Raises NotFound, Forbidden."""
    member = enter(circle_id, me())
    must(member, act)
    return member


def dressed(member: Membership, **more: Any) -> dict[str, Any]:
    """The context of a page within the circle."""
    circle = member.circle
    own = {"circle": circle, "member": member, "paint": circle.paint, "here": "circle", "my_face": face(member)}
    return own | {"circle_picture": picture_of(circle)} | more


def picture_of(circle: Circle) -> str:
    """The address of the circle's picture, or nothing."""
    return picture_url(circle.id, circle.picture_id) if circle.picture_id else ""


def forgets() -> list[Callable[[Membership], None]]:
    """What every room does when someone goes."""
    return [forget for room in current_app.extensions["rooms"] for forget in room.leaving]


def most(kind: str) -> int:
    """How many a circle of this kind may hold on this machine."""
    cap: int = current_app.config["SETTINGS"].caps[kind]
    return cap
