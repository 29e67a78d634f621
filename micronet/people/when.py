"""When something happened at someone's door, in words by their own clock: "today at 10:40", "on 3 March"."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from micronet.base import clock, dates
from micronet.base.zones import local
from micronet.people import quiet
from micronet.people.models import Person


def moment(at: datetime, to: Person) -> str:
    """Day and time of something recent, for the middle of a sentence; without the time when it is over a week ago."""
    days = _days(at, to)
    time = dates.clock_time(local(at, to.zone), to.locale, to.clock_hours)
    if days <= 0:
        return _("today at %(time)s", time=time)
    if days == 1:
        return _("yesterday at %(time)s", time=time)
    if days < 7:
        day = dates.weekday(dates.local_day(at, to.zone), to.locale)
        return _("on %(day)s at %(time)s", day=day, time=time)
    return _("on %(day)s", day=_date(at, to))


def day(at: datetime | None, to: Person) -> str:
    """The day alone, for the middle of a sentence."""
    if at is None:
        return _("not yet")
    days = _days(at, to)
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return _("on %(day)s", day=_date(at, to))


def _days(at: datetime, to: Person) -> int:
    return (dates.local_day(clock.now(), to.zone) - dates.local_day(at, to.zone)).days


def _date(at: datetime, to: Person) -> str:
    return dates.day_and_month(dates.local_day(at, to.zone), to.locale, dates.local_day(clock.now(), to.zone))


def quiet_said(person: Person) -> str:
    """Their quiet hours as a sentence, by their own way of writing times."""
    if person.quiet_from == person.quiet_until:
        return _("Your curtains are never drawn.")
    start, end = (
        dates.clock_time(quiet.as_time(at), person.locale, person.clock_hours)
        for at in (person.quiet_from, person.quiet_until)
    )
    return _("Your curtains are drawn from %(start)s to %(end)s.", start=start, end=end)
