"""Days and the instants between which they lie."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from micronet.base.dates import day_end


def span(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    """When (UTC) the days from `first` to `last` begin and end in `zone`."""
    return day_end(first - timedelta(days=1), zone), day_end(last, zone)
