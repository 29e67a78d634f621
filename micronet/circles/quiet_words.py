"""What a member asked for about another, as pages of several rooms say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import get_locale

from micronet.base import clock
from micronet.base.dates import day_heading, local_day, weekday
from micronet.circles.models import Membership
from micronet.circles.quieted import standing
from micronet.people.models import Person


@dataclass(frozen=True)
class Asked:
    """`muted_until` and `apart_since` are days in words, empty where nothing was asked for."""

    muted_until: str = ""
    apart_since: str = ""


def asked_for(member: Membership, other: Membership, reader: Person) -> Asked:
    """What `member`, who is `reader`, has asked for about `other`; two statements."""
    found = standing(member, other)
    until = day(found.muted_until, reader) if found.muted_until else ""
    return Asked(until, day(found.blocked_at, reader) if found.blocked_at else "")


def day(at: datetime, reader: Person) -> str:
    """The day of the reader's calendar: within six days its weekday alone, else "Saturday 28 March"."""
    on, today = local_day(at, reader.zone), local_day(clock.now(), reader.zone)
    if 0 < (on - today).days < 7:
        return weekday(on, str(get_locale()))
    return day_heading(on, str(get_locale()), today)
