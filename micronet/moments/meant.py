"""Whom a moment is for: the whole circle, these people, or everyone but these until a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select

from micronet.activity.models import Moment, Onlooker
from micronet.base import clock
from micronet.base.dates import LONGEST, day_end, local_day
from micronet.base.db import db
from micronet.base.errors import Invalid
from micronet.circles.inside import inside
from micronet.circles.models import Membership
from micronet.circles.roles import can


@dataclass(frozen=True)
class Meant:
    """`named` are ids of members: those it is for ("some", besides its author) or hidden from ("all_but")."""

    seen_by: str = "circle"
    named: frozenset[str] = frozenset()
    hidden_until: datetime | None = None


EVERYONE = Meant()
ONLY_ME = Meant("some")


def choosable(by: Membership) -> list[Membership]:
    """Whom `by` may name: everyone who may look at the board, but for themselves; one statement."""
    return [one for one in inside(by.circle_id) if one.id != by.id and can(one, "circle.look")]


def hidden_until(on: date | None, zone: str) -> datetime:
    """When (UTC) that day begins in `zone`, on which what was hidden shows. Raises Invalid unless it is to come."""
    if on is None:
        raise Invalid(_("Choose the day on which they may find it."), "until")
    today = local_day(clock.now(), zone)
    if on <= today:
        raise Invalid(_("Choose a day after today."), "until")
    if on > today + LONGEST:
        raise Invalid(_("That’s more than a year away. Choose an earlier day."), "until")
    return day_end(on - timedelta(days=1), zone)


def check(meant: Meant, by: Membership) -> None:
    """Raises Invalid for people who are not in the circle, and for nobody where somebody must be named."""
    if meant in (EVERYONE, ONLY_ME):
        return
    if not meant.named:
        raise Invalid(_("Choose who."), "people")
    if not meant.named <= {one.id for one in choosable(by)}:
        raise Invalid(_("Choose from the people of this circle."), "people")


def mean(moment: Moment, meant: Meant) -> None:
    """Note whom a new moment is for. Flushes."""
    db.session.flush()
    on = {"circle_id": moment.circle_id, "moment_id": moment.id}
    db.session.add_all(Onlooker(**on, member_id=member_id) for member_id in sorted(meant.named))
    db.session.flush()


def meant_by(moment: Moment) -> Meant:
    """Whom a moment was meant for when it was shared. For its author only."""
    of = Onlooker.circle_id == moment.circle_id, Onlooker.moment_id == moment.id
    named = frozenset(db.session.scalars(select(Onlooker.member_id).where(*of)))
    return Meant(moment.seen_by, named, moment.hidden_until)


def mean_everyone(moment: Moment) -> None:
    """From now on it is for the whole circle."""
    moment.seen_by, moment.hidden_until = "circle", None
    of = Onlooker.circle_id == moment.circle_id, Onlooker.moment_id == moment.id
    db.session.execute(delete(Onlooker).where(*of))
