"""How often something may be tried: a sliding window of rows, which a restart or a wrong clock does not empty."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Connection, Index, String, delete, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from micronet.base import clock
from micronet.base.db import Id, Model, Utc, alone, db, side_write
from micronet.base.errors import TooMany
from micronet.base.ids import new_id


class Attempt(Model):
    """One try at something limited. `bucket` says what and by whom, hashed."""

    __tablename__ = "attempt"
    data_class = "global"
    __table_args__ = (Index("ix_attempt_bucket_at", "bucket", "at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    bucket: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Utc)


def spend(what: str, who: str, *, most: int, seconds: int) -> None:
    """Count one try of `what` by `who`; at most `most` in any `seconds`. Raises TooMany, and then counts nothing.

    Written in a transaction of its own, so that a refused request still counts.
    """
    bucket = hashlib.sha256(f"{what}\0{who}".encode()).hexdigest()
    since = clock.ago(seconds=seconds)
    recent = (Attempt.bucket == bucket) & (Attempt.at > since)
    with side_write() as connection:
        alone(f"attempts {bucket}", connection)
        connection.execute(delete(Attempt).where(Attempt.bucket == bucket, Attempt.at <= since))
        _bring_home(connection, bucket)
        tries, oldest = connection.execute(select(func.count(), func.min(Attempt.at)).where(recent)).one()
        if tries < most:
            connection.execute(insert(Attempt).values(id=new_id(), bucket=bucket, at=clock.now()))
    if tries >= most:
        raise TooMany(retry_after=max(1, int((oldest - since).total_seconds()) + 1))


def _bring_home(connection: Connection, bucket: str) -> None:
    """Tries from a time to come were made before the clock was set back: they count as made now, not for years."""
    now = clock.now()
    ahead = (Attempt.bucket == bucket) & (Attempt.at > now)
    connection.execute(update(Attempt).where(ahead).values(at=now))


def sweep() -> None:
    """Forget tries that no window reaches any more; the longest is a day."""
    db.session.execute(delete(Attempt).where(Attempt.at < clock.ago(days=2)))
