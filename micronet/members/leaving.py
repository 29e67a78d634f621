"""The verbs of going: being removed, leaving, closing the circle behind the last one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask_babel import gettext as _
from sqlalchemy import delete

from micronet.activity.record import CIRCLE, MOMENTS, record
from micronet.activity.withdraw import withdraw
from micronet.base import clock
from micronet.base.db import db
from micronet.base.errors import Invalid
from micronet.base.walls import at_door_of
from micronet.circles import pictures
from micronet.circles.inside import inside
from micronet.circles.invites import revoke_all_of
from micronet.circles.models import Circle, Membership
from micronet.circles.roles import GUEST, HOST, must, must_outrank
from micronet.circles.seats import hold
from micronet.members import reporting
from micronet.members.actions import hand_over

Forgets = Iterable[Callable[[Membership], None]]
"""What each room does when someone goes: see `web.room.Room.leaving`."""


def successors(member: Membership) -> list[Membership]:
    """Who could host after `member`."""
    return [one for one in inside(member.circle_id) if one.id != member.id and one.role != GUEST]


def remove(member: Membership, other: Membership, *, forgets: Forgets) -> None:
    """End `other`'s membership. What they shared stays, under their name. Flushes. Raises Forbidden."""
    must(member, "member.remove")
    must_outrank(member, other)
    _go(other, forgets)
    record("member.removed", by=member, circle_id=member.circle_id, signal=CIRCLE, subject_id=other.id)


def leave(member: Membership, *, take_along: bool, successor: Membership | None, forgets: Forgets) -> str | None:
    """Go, and if wanted take along all one has shared. Gives the id of a picture file that nothing shows any more.

    A host names a successor in the same breath. Flushes. Raises Forbidden, and Invalid for a host without one.
    """
    must(member, "member.leave")
    at_door_of(member.circle_id)
    hold(member.circle_id)
    if member.role == HOST:
        if successor is None:
            raise Invalid(
                _("Someone has to host %(circle)s after you. Name one.", circle=member.circle.name), "successor"
            )
        hand_over(member, successor)
    photo = None
    if take_along:
        photo = _take_along(member)
    _go(member, forgets)
    record("member.left", by=member, circle_id=member.circle_id, signal=CIRCLE)
    return photo


def _take_along(member: Membership) -> str | None:
    """Withdraw what was shared and asked, and the member's own picture, town and answer with it."""
    withdraw(member)
    reporting.withdraw(member)
    photo, member.photo_id, member.town, member.answer = member.photo_id, None, "", ""
    pictures.take_down(member.circle_id, photo)
    record("member.took_along", by=member, circle_id=member.circle_id, signal=MOMENTS)
    return photo


def _go(member: Membership, forgets: Forgets) -> None:
    """The seat is free, every way in that they handed out is shut, and the rooms clear their window."""
    revoke_all_of(member)
    for forget in forgets:
        forget(member)
    member.left_at = clock.now()
    db.session.flush()


def close(member: Membership) -> list[str]:
    """The last one turns off the light: the circle and every row of it are gone. Gives the files to remove after.

    Raises Forbidden, and Invalid while somebody else could host.
    """
    must(member, "circle.close")
    at_door_of(member.circle_id)
    hold(member.circle_id)
    if successors(member):
        raise Invalid(_("Others still live here. Name someone to host after you."), "successor")
    files = pictures.all_of(member.circle_id)
    db.session.execute(
        delete(Circle).where(Circle.id == member.circle_id), execution_options={"synchronize_session": False}
    )
    db.session.expire_all()
    return files
