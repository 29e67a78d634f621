"""What the pages of this room within a circle start from."""

from __future__ import annotations

from typing import Any

from micronet.circles.access import enter
from micronet.circles.faces import face
from micronet.circles.models import Membership
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
    return {
        "circle": circle,
        "member": member,
        "paint": circle.paint,
        "here": "circle",
        "my_face": face(member),
        **more,
    }
