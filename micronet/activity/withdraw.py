"""Taking along everything one has said in a circle."""

from __future__ import annotations

from sqlalchemy import delete, exists, or_, select

from micronet.activity import parts
from micronet.activity.attached import Attachment
from micronet.activity.enclosing import throw_away, throw_away_with
from micronet.activity.letters import Letter, Thread
from micronet.activity.models import Activity, Moment, Reaction, Reply
from micronet.activity.polls import Vote
from micronet.base.db import db
from micronet.circles.models import Membership

STAYS = ("circle.%", "member.%", "invite.%", "host.%", "report.settled", "report.reopened")
"""Acts about the circle and its people stay in its log; acts about what was said go with it."""


def withdraw(member: Membership) -> None:
    """Delete, for good, what `member` shared: moments with all that hangs under them, replies, feelings,
    votes, files, letters, and the threads that hold none any more.

    The acts that told of it go too. The caller records what makes open pages look again. Flushes.
    """
    moments, replies = (
        select(model.circle_id, model.id).where(model.circle_id == member.circle_id, model.author_id == member.id)
        for model in (Moment, Reply)
    )
    parts.forget(moments, replies)
    throw_away_with(moments, replies)
    throw_away(Attachment.circle_id == member.circle_id, Attachment.author_id == member.id)
    for model in (Attachment, Reaction, Reply, Moment, Letter):
        theirs = (model.circle_id == member.circle_id) & (model.author_id == member.id)
        db.session.execute(delete(model).where(theirs))
    db.session.execute(delete(Vote).where(Vote.circle_id == member.circle_id, Vote.voter_id == member.id))
    empty = ~exists().where(Letter.circle_id == Thread.circle_id, Letter.thread_id == Thread.id)
    db.session.execute(delete(Thread).where(Thread.circle_id == member.circle_id, empty))
    stays = or_(*(Activity.verb.like(verb) for verb in STAYS))
    mine = (Activity.circle_id == member.circle_id) & (Activity.actor_id == member.id)
    db.session.execute(delete(Activity).where(mine, ~stays))
    db.session.flush()
