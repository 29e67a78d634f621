"""An album that was removed is deleted for good once it cannot be brought back any more."""

from __future__ import annotations

from sqlalchemy import delete

from micronet.base import clock
from micronet.base.db import db
from micronet.memories.actions import GRACE
from micronet.memories.models import Album


def purge() -> None:
    """Each minute. What lies in it goes with it; the photos stay with their moments."""
    db.session.execute(delete(Album).where(Album.removed_at < clock.now() - GRACE))
