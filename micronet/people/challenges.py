"""Questions put to an authenticator: random, bound to the browser that asked, answered at most once."""

from __future__ import annotations

import secrets

from sqlalchemy import delete, insert

from micronet.base import clock
from micronet.base.db import db, rollback, side_write
from micronet.base.ids import new_id
from micronet.people.models import Challenge

MINUTES = 5
SIZE = 32


def put(purpose: str, browser: str, person_id: str | None = None) -> bytes:
    """A fresh challenge (32 bytes) that stands for five minutes. Does not commit."""
    value = secrets.token_bytes(SIZE)
    ends = clock.ahead(minutes=MINUTES)
    row = {"id": new_id(), "value": value, "purpose": purpose, "browser": browser, "person_id": person_id}
    db.session.execute(insert(Challenge).values(**row, ends_at=ends))
    return value


def spend(value: bytes, purpose: str, browser: str, person_id: str | None = None) -> bool:
    """Use up a challenge, for good, whatever comes of the answer. False when there is none like it.

    One statement, on disk before anything is verified, so a second answer finds nothing. It takes a transaction of
    its own: whoever calls this has written nothing yet, and begins to write after it.
    """
    rollback()
    alike = (Challenge.value == value) & (Challenge.purpose == purpose) & (Challenge.browser == browser)
    whose = Challenge.person_id == person_id if person_id else Challenge.person_id.is_(None)
    gone = delete(Challenge).where(alike, whose, Challenge.ends_at > clock.now()).returning(Challenge.id)
    with side_write(once=True) as connection:
        return connection.execute(gone).first() is not None


def sweep() -> None:
    """Forget challenges that nobody answered."""
    db.session.execute(delete(Challenge).where(Challenge.ends_at <= clock.now()))
