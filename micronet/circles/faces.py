"""How someone looks in a circle, small: a name, a colour, perhaps a photograph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from micronet.circles.models import Membership
from micronet.web.addresses import url_for

Address = Callable[[str, str], str]
"""Gives the address of a picture by circle and picture id."""


@dataclass(frozen=True)
class Face:
    """`id` is the membership's: a person's own id stays out of every page. `photo` is an address, or empty."""

    id: str
    name: str
    paint: str
    photo: str


def picture_url(circle_id: str, picture_id: str) -> str:
    """Where members of the circle find one of its pictures."""
    return url_for("members.picture", circle_id=circle_id, picture_id=picture_id)


def face(member: Membership, address: Address = picture_url) -> Face:
    """The member's face, with pictures at `address`."""
    photo = address(member.circle_id, member.photo_id) if member.photo_id else ""
    return Face(member.id, member.nickname, member.paint, photo)
