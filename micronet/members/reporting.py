"""Asking the hosts for help: the verbs of a report, and what its pages look up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, select

from micronet.activity.letters import Letter
from micronet.activity.models import Moment, Reply
from micronet.activity.record import CIRCLE, record
from micronet.base import clock
from micronet.base.db import db
from micronet.base.errors import NotFound
from micronet.base.ids import new_id
from micronet.circles.access import find, visible
from micronet.circles.inside import inside
from micronet.circles.models import Membership
from micronet.circles.roles import HOSTS, must
from micronet.members.models import Report
from micronet.people.models import Person

THINGS: dict[str, Any] = {"moment": Moment, "reply": Reply, "letter": Letter}
"""What a report may be about besides a person, by its sort."""
SETTLED_SHOWN = 20


@dataclass(frozen=True)
class Subject:
    """What someone asks about: `sort` as `Report.sort` has it, and the words of the thing if it is one."""

    sort: str = "person"
    id: str | None = None
    text: str = ""


def subject(circle_id: str, sort: str, id: str, *, to: Person, about: Membership) -> Subject:
    """The thing `about` has said that `to` wants to ask about. Raises NotFound for one of somebody else."""
    thing = find(THINGS[sort], circle_id, id, to=to)
    if thing.author_id != about.id:
        raise NotFound
    return Subject(sort, thing.id, thing.text)


def readers(member: Membership, about: Membership) -> list[Membership]:
    """The hosts that a report by `member` about `about` would reach: neither of the two."""
    return [one for one in inside(member.circle_id) if one.role in HOSTS and one.id not in (member.id, about.id)]


def report(by: Membership, about: Membership, what: Subject, *, id: str, words: str) -> Report:
    """Ask the hosts to look at something, under the `id` that the page brought; sent twice it is there once.

    Raises Forbidden.
    """
    must(by, "report.make")
    there = db.session.scalars(select(Report).where(Report.circle_id == by.circle_id, Report.id == id)).one_or_none()
    if there is not None and (there.by_id, there.about_id, there.words) == (by.id, about.id, words):
        return there
    made = Report(circle_id=by.circle_id, id=new_id() if there else id, by_id=by.id, about_id=about.id, words=words)
    made.sort, made.subject_id = what.sort, what.id
    db.session.add(made)
    record("report.made", by=by, circle_id=by.circle_id, signal=CIRCLE, subject_id=about.id)
    return made


def settle(made: Report, by: Membership) -> None:
    """Say that it is dealt with, by whom and when; nothing to do when it is. Raises Forbidden."""
    must(by, "report.settle")
    if made.settled_at is None:
        made.settled_at, made.settled_by_id = clock.now(), by.id
        record("report.settled", by=by, circle_id=by.circle_id, signal=CIRCLE, subject_id=made.about_id)


def reopen(made: Report, by: Membership) -> None:
    """Take that back. Raises Forbidden."""
    must(by, "report.settle")
    if made.settled_at is not None:
        made.settled_at = made.settled_by_id = None
        record("report.reopened", by=by, circle_id=by.circle_id, signal=CIRCLE, subject_id=made.about_id)


def withdraw(member: Membership) -> None:
    """Someone takes along what they said: what they asked goes too. What was asked about them stays."""
    db.session.execute(delete(Report).where(Report.circle_id == member.circle_id, Report.by_id == member.id))


def for_host(host: Membership, person: Person) -> tuple[list[Report], list[Report]]:
    """The open reports that `host` may read, oldest first, and the last settled ones; two statements."""
    mine = visible(Report, to=person).where(_for_hosts(host))
    waiting = mine.where(Report.settled_at.is_(None)).order_by(Report.created_at, Report.id)
    settled = mine.where(Report.settled_at.is_not(None)).order_by(Report.settled_at.desc(), Report.id)
    return list(db.session.scalars(waiting)), list(db.session.scalars(settled.limit(SETTLED_SHOWN)))


def waits(host: Membership, person: Person) -> bool:
    """Whether someone asked for help and nobody has settled it; one statement. The caller may settle."""
    mine = visible(Report, to=person).where(_for_hosts(host), Report.settled_at.is_(None))
    return bool(db.session.scalar(select(exists(mine.with_only_columns(Report.id)))))


def _for_hosts(host: Membership) -> ColumnElement[bool]:
    return (Report.circle_id == host.circle_id) & (Report.about_id != host.id)


def words_of(found: list[Report], person: Person) -> dict[str, str]:
    """What was said there, by the id of the thing, where this person may see it; a statement for each sort there is."""
    told: dict[str, str] = {}
    for sort in sorted({one.sort for one in found} & THINGS.keys()):
        model, ids = THINGS[sort], [one.subject_id for one in found if one.sort == sort]
        here = model.circle_id == found[0].circle_id
        rows = visible(model, to=person).where(here, model.id.in_(ids)).with_only_columns(model.id, model.text)
        told |= {row.id: row.text for row in db.session.execute(rows)}
    return told
