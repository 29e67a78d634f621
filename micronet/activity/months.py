"""The months in which something was shared, as days go where the reader is."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta

from sqlalchemy import extract, func

from micronet.activity.models import Moment
from micronet.base.dates import day_end, local_day
from micronet.base.db import db
from micronet.circles.access import visible
from micronet.circles.models import Membership
from micronet.people.models import Person


def months(member: Membership, person: Person) -> list[date]:
    """The first day of every month in which something was shared, newest first, as days go where `person` is.

    One statement. A UTC month touches at most two local ones, so its first and its last moment tell which.
    """
    ends = func.min(Moment.created_at), func.max(Moment.created_at)
    grouped = (
        visible(Moment, to=person)
        .where(Moment.circle_id == member.circle_id)
        .with_only_columns(*ends)
        .group_by(extract("year", Moment.created_at), extract("month", Moment.created_at))
    )
    return sorted({month_of(at, person.zone) for row in db.session.execute(grouped) for at in row}, reverse=True)


def month_of(at: datetime, zone: str) -> date:
    """The first day of the month that holds the instant `at` in `zone`."""
    return local_day(at, zone).replace(day=1)


def bounds(first: date, zone: str) -> tuple[datetime, datetime]:
    """When (UTC) the month that begins on `first` begins and ends in `zone`."""
    days = calendar.monthrange(first.year, first.month)[1]
    return day_end(first - timedelta(days=1), zone), day_end(first.replace(day=days), zone)
