"""The verbs of a poll: ask, answer, end it early; and telling the result, once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import Select, or_, select, update

from micronet.activity.models import Moment
from micronet.activity.polls import LEAST, MOST, OPTION_LENGTH, Poll, PollOption, Vote
from micronet.activity.record import MOMENTS, record
from micronet.base import clock
from micronet.base.db import db
from micronet.base.errors import Forbidden, Invalid
from micronet.base.text import clean
from micronet.circles.access import settle
from micronet.circles.models import Membership
from micronet.circles.roles import can, must
from micronet.moments.ids import offspring
from micronet.moments.queries import even_removed

QUESTION_LENGTH = 300


def answers(typed: Iterable[str], field: str = "answers") -> list[str]:
    """What may be chosen from, out of what was typed: the empty ones are left out. Raises Invalid."""
    given = [text for text in (clean(one, OPTION_LENGTH, field=field) for one in typed) if text]
    if len(given) < LEAST:
        raise Invalid(_("Give at least two answers to choose from."), field)
    if len(given) > MOST:
        raise Invalid(_("Eight answers are the most. Leave some out."), field)
    if len({one.casefold() for one in given}) < len(given):
        raise Invalid(_("Two of the answers are the same. Change one of them."), field)
    return given


def ask(
    by: Membership, *, id: str, question: str, options: Sequence[str], many: bool, secret: bool, ends_at: datetime
) -> Moment:
    """Ask everyone, under the `id` that the page brought; the same sent twice is there once. `ends_at` is UTC.

    `options` are as `answers` gives them. Raises Forbidden.
    """
    must(by, "poll.ask")
    settle(by.circle_id)
    there = even_removed(Moment, by, id)
    if there is not None and _is_other(there, by, question, options):
        id = offspring(id, "\n".join((by.id, question, *options)))
        there = even_removed(Moment, by, id)
    if there is not None:
        there.removed_at = None
        return there
    made = Moment(circle_id=by.circle_id, id=id, author_id=by.id, kind="poll", text=question)
    db.session.add(made)
    db.session.flush()
    under = {"circle_id": by.circle_id, "moment_id": id}
    db.session.add(Poll(**under, many=many, secret=secret, ends_at=ends_at))
    db.session.add_all(PollOption(**under, place_in_order=place, text=text) for place, text in enumerate(options))
    record("poll.asked", by=by, circle_id=by.circle_id, signal=MOMENTS, subject_id=id, news=True)
    return made


def _is_other(there: Moment, by: Membership, question: str, options: Sequence[str]) -> bool:
    """Whether what has this id is something else than what is being asked."""
    changed = there.edited_at is None and there.text != question
    return changed or there.author_id != by.id or [one.text for one in _options(there)] != list(options)


def vote(poll: Poll, by: Membership, chosen: Iterable[str]) -> None:
    """Choose these options (ids) and no others; what one chose before gives way. Raises Forbidden and Invalid.

    Who chose in secret is not named by the act either: it says that somebody did.
    """
    must(by, "poll.vote")
    settle(by.circle_id)
    wanted = _wanted(poll, chosen)
    mine = {one.option_id: one for one in db.session.scalars(_votes(poll).where(Vote.voter_id == by.id))}
    if wanted == set(mine):
        return
    for option_id in mine.keys() - wanted:
        db.session.delete(mine[option_id])
    under = {"circle_id": by.circle_id, "moment_id": poll.moment_id, "voter_id": by.id}
    db.session.add_all(Vote(**under, option_id=option_id) for option_id in sorted(wanted - mine.keys()))
    named = None if poll.secret else by
    record("poll.voted", by=named, circle_id=by.circle_id, signal=MOMENTS, subject_id=poll.moment_id)


def _wanted(poll: Poll, chosen: Iterable[str]) -> set[str]:
    """The options that are meant. Raises Invalid, with a sentence."""
    wanted, offered = set(chosen), {one.id for one in _options(poll)}
    if poll.ends_at <= clock.now():
        raise Invalid(_("The poll had ended by then, so your answer wasn’t counted."), "option")
    if not wanted:
        raise Invalid(_("Choose an answer first."), "option")
    if not wanted <= offered:
        raise Invalid(_("Choose one of the answers shown."), "option")
    if len(wanted) > 1 and not poll.many:
        raise Invalid(_("Choose one answer, not several."), "option")
    return wanted


def may_end(author_id: str, by: Membership) -> bool:
    """Whether `by` may end early what this author asked."""
    return author_id == by.id or can(by, "poll.end_any")


def end(moment: Moment, poll: Poll, by: Membership) -> None:
    """End a poll now and tell the result; one that has ended stays as it is. Raises Forbidden."""
    if not may_end(moment.author_id, by):
        raise Forbidden
    settle(by.circle_id)
    now = clock.now()
    if poll.ends_at > now:
        poll.ends_at = now
        db.session.flush()
        _tell(poll.circle_id, poll.moment_id, by)


def tell() -> None:
    """Each minute: post the result of every poll that has ended, once, whoever else is at it."""
    for circle_id, moment_id in db.session.execute(_untold()).all():
        settle(circle_id)
        _tell(circle_id, moment_id)


def _tell(circle_id: str, moment_id: str, by: Membership | None = None) -> None:
    """Post the result, unless somebody has done so meanwhile."""
    this = Poll.circle_id == circle_id, Poll.moment_id == moment_id, Poll.told_at.is_(None)
    first = update(Poll).where(*this).values(told_at=clock.now()).returning(Poll.id)
    if db.session.execute(first, execution_options={"synchronize_session": False}).all():
        record("poll.closed", by=by, circle_id=circle_id, signal=MOMENTS, subject_id=moment_id, news=True)


def _untold() -> Select[str, str]:
    """The ended polls whose result nobody has posted, under moments that are there. In the order of their circles, so
    that two who tell at once do not wait for each other."""
    now, over = clock.now(), (Moment.circle_id == Poll.circle_id) & (Moment.id == Poll.moment_id)
    there = Moment.removed_at.is_(None), or_(Moment.ends_at.is_(None), Moment.ends_at > now)
    ended = Poll.told_at.is_(None), Poll.ends_at <= now
    rows = select(Poll.circle_id, Poll.moment_id).join(Moment, over).where(*ended, *there)
    return rows.order_by(Poll.circle_id, Poll.moment_id)


def _votes(poll: Poll) -> Select[Vote]:
    return select(Vote).where(Vote.circle_id == poll.circle_id, Vote.moment_id == poll.moment_id)


def _options(under: Poll | Moment) -> list[PollOption]:
    moment_id = under.moment_id if isinstance(under, Poll) else under.id
    these = PollOption.circle_id == under.circle_id, PollOption.moment_id == moment_id
    return list(db.session.scalars(select(PollOption).where(*these).order_by(PollOption.place_in_order)))
