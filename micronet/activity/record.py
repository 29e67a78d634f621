"""Writing on the spine: one act, one row, one step of the circle's version, in the caller's transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, update
from sqlalchemy.orm.attributes import set_committed_value

from micronet.activity.models import Activity
from micronet.base import clock
from micronet.base.db import db, on_postgres
from micronet.circles.models import Circle, Membership

WINDOWS, MOMENTS, CIRCLE = SIGNALS = ("windows", "moments", "circle")
"""The blocks of a page that an act can change, as named on the live stream."""

CHANNEL = "micronet"
"""What PostgreSQL calls the line on which processes hear of each other's acts."""


def record(
    verb: str,
    *,
    by: Membership | None,
    circle_id: str,
    signal: str,
    subject_id: str | None = None,
    detail: str = "",
    news: bool = False,
) -> Activity:
    """Note that `by` (None for the house itself) did `verb`, and move the circle's version on. Flushes.

    `news` marks what makes a circle read \"Something new\" to the others. `detail` is a name or a word, never content.
    """
    moved = {"version": Circle.version + 1} | ({"news_at": clock.now()} if news else {})
    step = update(Circle).where(Circle.id == circle_id).values(moved).returning(Circle.version, *_ring())
    version = db.session.execute(step, execution_options={"synchronize_session": False}).one()[0]
    if by is not None and "circle" in by.__dict__:
        set_committed_value(by.circle, "version", version)
    act = Activity(
        circle_id=circle_id,
        actor_id=by.id if by else None,
        verb=verb,
        signal=signal,
        subject_id=subject_id,
        detail=detail,
        version=version,
    )
    db.session.add(act)
    db.session.flush()
    return act


def _ring() -> list[ColumnElement[Any]]:
    """On PostgreSQL the step itself tells every process that listens, once it is committed: which circle, no more."""
    return [func.pg_notify(CHANNEL, Circle.id)] if on_postgres() else []
