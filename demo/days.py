"""When things happened: what `data/` tells in days ago and clock times becomes instants before now. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from demo.told import Someone, Told
from micronet.base.zones import info, local

PARTS = ((5, "night"), (12, "morning"), (18, "afternoon"), (22, "evening"), (24, "night"))
"""The hour each part of the day ends at."""


def at(told: Told, author: Someone, now: datetime) -> datetime:
    """The instant a moment was shared. What lies ahead of today's clock was yesterday instead."""
    there = local(now, author.zone)
    day = there.date() - timedelta(days=told.day)
    naive = datetime(day.year, day.month, day.day, told.at // 60, told.at % 60)
    then = naive.replace(tzinfo=info(author.zone))
    return then if then < now else then - timedelta(days=1)


def part(person: Someone, now: datetime) -> str:
    """Morning, afternoon, evening or night where `person` is."""
    hour = local(now, person.zone).hour
    return next(name for ends, name in PARTS if hour < ends)
