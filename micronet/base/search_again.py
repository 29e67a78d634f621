"""Making the entries of a house whose rows were there before, or before the rules by which text is cut changed.

How far it has come is noted for each table, so it goes on where it stopped, and costs nothing once it is through.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, tuple_

from micronet.base.db import db, writing
from micronet.base.notes import keep_note, note
from micronet.base.search import models, put
from micronet.base.terms import RULES

AT_ONCE = 200
"""Rows in one transaction: others who write wait no longer than for a moment."""
THROUGH = "all"


def errand() -> bool:
    """Make the next few entries that are missing; whether there may be more."""
    for model in models():
        rules, _, place = (note(f"search.{model.__tablename__}") or "").partition(" ")
        place = place if rules == str(RULES) else ""
        if place != THROUGH:
            with writing():
                _go_on(model, place)
            return True
    return False


def _go_on(model: Any, place: str) -> None:
    """Make the entries of the rows after `place`, a key of the table, and note how far that is."""
    last = tuple(place.split()) or ("", "")
    rows = select(model).where(tuple_(model.circle_id, model.id) > tuple_(*last)).order_by(model.circle_id, model.id)
    found = list(db.session.scalars(rows.limit(AT_ONCE)))
    for row in found:
        put(db.session.connection(), row)
    reached = f"{found[-1].circle_id} {found[-1].id}" if len(found) == AT_ONCE else THROUGH
    keep_note(f"search.{model.__tablename__}", f"{RULES} {reached}")
