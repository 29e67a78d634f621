"""The verbs under a moment: reply, and send a feeling."""

from __future__ import annotations

from flask_babel import gettext as _

from micronet.activity.finding import is_for_all
from micronet.activity.models import FEELINGS, Moment, Reaction, Reply
from micronet.activity.record import MOMENTS, record
from micronet.base import clock
from micronet.base.db import db
from micronet.base.errors import Forbidden, Invalid, NotFound
from micronet.circles.models import Membership
from micronet.circles.roles import must
from micronet.moments.actions import GRACE, gave_back, may_remove, too_late, took_away
from micronet.moments.ids import offspring
from micronet.moments.queries import even_removed, feeling_of, who_removed

BESIDE_A_SETBACK = ("love", "hug", "thinking")
"""Nobody cheers at a setback."""


def reply(moment: Moment, by: Membership, *, id: str, text: str) -> Reply:
    """Say something under a moment, with the `id` the page brought; sent twice it is there once. Raises Forbidden."""
    must(by, "reply.write")
    there = even_removed(Reply, by, id)
    if there is not None and _is_other(there, moment, by, text):
        id = offspring(id, by.id + text)
        there = even_removed(Reply, by, id)
    if there is not None:
        there.removed_at = None
        return there
    made = Reply(circle_id=by.circle_id, id=id, moment_id=moment.id, author_id=by.id, text=text)
    db.session.add(made)
    news = is_for_all(moment, clock.now())
    record("reply.written", by=by, circle_id=by.circle_id, signal=MOMENTS, subject_id=made.id, news=news)
    return made


def _is_other(there: Reply, moment: Moment, by: Membership, text: str) -> bool:
    """Whether what has this id is something else than what is being said."""
    changed = there.edited_at is None and there.text != text
    return changed or there.author_id != by.id or there.moment_id != moment.id


def edit_reply(said: Reply, by: Membership, *, text: str) -> None:
    """Say it in other words; everyone sees that it was edited. Raises Forbidden for somebody else's."""
    if said.author_id != by.id:
        raise Forbidden
    if said.text == text:
        return
    said.text, said.edited_at = text, clock.now()
    record("reply.edited", by=by, circle_id=by.circle_id, signal=MOMENTS, subject_id=said.id)


def remove_reply(said: Reply, by: Membership) -> None:
    """Take a reply back; a host may take any away. Raises Forbidden."""
    if not may_remove(said.author_id, by):
        raise Forbidden
    said.removed_at = clock.now()
    record("reply.removed", by=by, circle_id=by.circle_id, signal=MOMENTS, subject_id=said.id)
    if said.author_id != by.id:
        took_away(by, said.author_id, "reply")


def restore_reply(by: Membership, reply_id: str) -> Reply:
    """Bring back a reply that `by` took away a moment ago. Raises NotFound, with a sentence, when it is too late."""
    said = even_removed(Reply, by, reply_id)
    if said is None or said.removed_at is None:
        raise NotFound(too_late())
    if clock.now() - said.removed_at > GRACE or who_removed(said) != by.id:
        raise NotFound(too_late())
    said.removed_at = None
    record("reply.restored", by=by, circle_id=by.circle_id, signal=MOMENTS, subject_id=said.id)
    if said.author_id != by.id:
        gave_back(by, said.author_id, "reply")
    return said


def react(moment: Moment, by: Membership, feeling: str) -> None:
    """Send a feeling; the same again takes it back, another takes its place. Raises Forbidden and Invalid."""
    must(by, "reaction.give")
    if moment.author_id == by.id:
        raise Forbidden(_("That one is your own. Feelings come from the others."))
    if feeling not in fitting(moment.kind):
        raise Invalid(_("Choose one of the feelings shown."), "feeling")
    sent = feeling_of(by, moment)
    if sent is not None and sent.feeling == feeling:
        db.session.delete(sent)
        record("reaction.taken", by=by, circle_id=by.circle_id, signal=MOMENTS, subject_id=moment.id)
    else:
        _feel(sent, moment, by, feeling)
        record("reaction.given", by=by, circle_id=by.circle_id, signal=MOMENTS, subject_id=moment.id)


def _feel(sent: Reaction | None, moment: Moment, by: Membership, feeling: str) -> None:
    """Note the feeling, in place of the one sent before."""
    if sent is None:
        db.session.add(Reaction(circle_id=by.circle_id, moment_id=moment.id, author_id=by.id, feeling=feeling))
    else:
        sent.feeling, sent.created_at = feeling, clock.now()


def fitting(kind: str) -> tuple[str, ...]:
    """The feelings that fit under a moment of this kind."""
    return BESIDE_A_SETBACK if kind == "setback" else FEELINGS
