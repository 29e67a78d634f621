"""Polls as one member may read them: what was asked, what they chose, and as much of the rest as they may know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Select, and_, bindparam, case, func, or_

from micronet.activity.audience import is_apart
from micronet.activity.models import Moment
from micronet.activity.parts import Part, register
from micronet.activity.polls import Poll, PollOption, Vote
from micronet.base import clock
from micronet.base.db import Id, db
from micronet.base.errors import NotFound
from micronet.base.prepared import prepared, rows
from micronet.circles.access import Asker, visible
from micronet.circles.models import Membership
from micronet.people.models import Person


@dataclass(frozen=True)
class OptionView:
    """One answer. `voters` are the members who may be shown with it, in the order they chose it; `votes` counts them
    all, and is 0 as long as nobody may know."""

    id: str
    text: str
    votes: int = 0
    voters: tuple[str, ...] = ()


@dataclass(frozen=True)
class PollView:
    """What hangs under a moment that asks. `mine` are the ids of the options that the reader has chosen."""

    many: bool
    secret: bool
    ends_at: datetime
    ended: bool
    options: tuple[OptionView, ...]
    mine: tuple[str, ...] = ()


class Chosen(Protocol):
    """So many `votes` for an option; `voter_id` is None for those who are not told by name."""

    option_id: str
    voter_id: str | None
    votes: int


def polls_of(circle_id: str, moment_ids: Sequence[str], member: Membership, person: Person) -> dict[str, PollView]:
    """The polls under these moments by the moment's id, as `member` (who is `person`) may read them.

    Two statements, however many there are; none for no moments.
    """
    if not moment_ids:
        return {}
    now = clock.now()
    given = {"circle": circle_id, "ids": list(moment_ids), "asker": person.id}
    asked, chosen = defaultdict(list), defaultdict(list)
    for row in rows(_asked(), **given):
        asked[row.moment_id].append(row)
    if not asked:
        return {}
    for vote in rows(_chosen(), me=member.id, now=now, **given):
        chosen[vote.moment_id].append(vote)
    return {id: _view(of, chosen[id], member.id, now) for id, of in asked.items()}


def _view(of: list[Any], chosen: list[Any], me: str, now: datetime) -> PollView:
    first = of[0]
    options = tuple(OptionView(row.id, row.text) for row in of)
    return tally(PollView(first.many, first.secret, first.ends_at, first.ends_at <= now, options), chosen, me)


def tally(poll: PollView, chosen: Iterable[Chosen], me: str) -> PollView:
    """The poll with what the member `me` may know of who chose what.

    By name everything is known at once. In secret there is one's own choice, and the totals only once it has ended,
    so that nobody can watch them grow and tell who came last.
    """
    votes: dict[str, int] = defaultdict(int)
    voters: dict[str, list[str]] = defaultdict(list)
    mine = set()
    for one in chosen:
        if one.voter_id == me:
            mine.add(one.option_id)
        if not poll.secret or poll.ended:
            votes[one.option_id] += one.votes
        if not poll.secret and one.voter_id is not None:
            voters[one.option_id].append(one.voter_id)
    told = tuple(OptionView(one.id, one.text, votes[one.id], tuple(voters[one.id])) for one in poll.options)
    own = tuple(one.id for one in told if one.id in mine)
    return PollView(poll.many, poll.secret, poll.ends_at, poll.ended, told, own)


def poll_of(moment: Moment, *, to: Person) -> Poll:
    """The poll under a moment. Raises NotFound where there is none to see."""
    mine = visible(Poll, to=to).where(Poll.circle_id == moment.circle_id, Poll.moment_id == moment.id)
    found: Poll | None = db.session.scalars(mine).one_or_none()
    if found is None:
        raise NotFound
    return found


@prepared
def _asked() -> Select[*tuple[Any, ...]]:
    under = and_(PollOption.circle_id == Poll.circle_id, PollOption.moment_id == Poll.moment_id)
    mine = visible(Poll, to=Asker()).join(PollOption, under)
    columns = Poll.moment_id, Poll.many, Poll.secret, Poll.ends_at, PollOption.id, PollOption.text
    return mine.where(*_here(Poll)).with_only_columns(*columns).order_by(PollOption.place_in_order, PollOption.id)


@prepared
def _chosen() -> Select[*tuple[Any, ...]]:
    """Who chose what. Whoever is not to be named does not leave the database."""
    asker, me = Asker(), bindparam("me", type_=Id)
    named = and_(or_(Poll.secret.is_(False), Vote.voter_id == me), ~is_apart(Vote, Vote.voter_id, asker))
    told = or_(Poll.secret.is_(False), Vote.voter_id == me, Poll.ends_at <= bindparam("now", type_=Poll.ends_at.type))
    over = and_(Poll.circle_id == Vote.circle_id, Poll.moment_id == Vote.moment_id)
    voter = case((named, Vote.voter_id)).label("voter_id")
    columns = Vote.moment_id, Vote.option_id, voter, func.count().label("votes")
    mine = visible(Vote, to=asker).join(Poll, over).where(*_here(Vote), told)
    grouped = mine.with_only_columns(*columns).group_by(Vote.moment_id, Vote.option_id, voter)
    return grouped.order_by(func.min(Vote.created_at), func.min(Vote.id))


def _here(model: type[Poll] | type[Vote]) -> tuple[Any, ...]:
    ids = bindparam("ids", expanding=True, type_=Id)
    return model.circle_id == bindparam("circle"), model.moment_id.in_(ids)


def gather(member: Membership, person: Person, moment_ids: list[str]) -> dict[str, PollView]:
    """The polls under these moments: see `activity.parts`."""
    return polls_of(member.circle_id, moment_ids, member, person)


register(Part("poll", "moments/_poll.html", gather, place=20, kinds=frozenset({"poll"})))
