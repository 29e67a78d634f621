"""Taking along everything one has said in a circle."""

from __future__ import annotations

from sqlalchemy import delete, or_

from micronet.activity.models import Activity, Moment, Reaction, Reply
from micronet.activity.polls import Vote
from micronet.base.db import db
from micronet.circles.models import Membership

STAYS = ("circle.%", "member.%", "invite.%")
"""Acts about the circle and its people stay in its log; acts about what was said go with it."""


def withdraw(member: Membership) -> None:
    """Delete, for good, what `member` shared: moments with all that hangs under them, replies, feelings, votes.

    The acts that told of it go too. The caller records what makes open pages look again. Flushes.
    """
    for model in (Reaction, Reply, Moment):
        theirs = (model.circle_id == member.circle_id) & (model.author_id == member.id)
        db.session.execute(delete(model).where(theirs))
    db.session.execute(delete(Vote).where(Vote.circle_id == member.circle_id, Vote.voter_id == member.id))
    stays = or_(*(Activity.verb.like(verb) for verb in STAYS))
    mine = (Activity.circle_id == member.circle_id) & (Activity.actor_id == member.id)
    db.session.execute(delete(Activity).where(mine, ~stays))
    db.session.flush()
