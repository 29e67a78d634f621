"""How much may be enclosed: of one file, by one member in a day, in one circle, and on the disk."""

from __future__ import annotations

import shutil
from pathlib import Path

from flask_babel import gettext as _
from sqlalchemy import func, select

from micronet.activity.attached import Attachment, Rendition
from micronet.base import clock, pictures
from micronet.base.db import alone, db
from micronet.base.errors import Invalid, NoRoom, TooBig, TooMany
from micronet.circles.models import Circle, Membership
from micronet.config import MB, Settings

PHOTO, VOICE, FILE = pictures.MOST_BYTES, 12 * MB, 50 * MB
VOICE_SECONDS = 180
"""How long a voice note may be; see also `VOICE`."""
A_DAY = 300
"""Files that one member may send in 24 hours."""
SPARE = 20, 1024 * MB
"""The disk keeps one part in so many free, or so many bytes, whichever is less."""


def most(what: str, settings: Settings) -> int:
    """Bytes that one file of this kind may have."""
    return {"photo": PHOTO, "voice": VOICE, "video": settings.video_bytes}.get(what, FILE)


def budget(circle: Circle, settings: Settings) -> int:
    """Bytes that the files of a circle may take: what its hosts chose, and never more than the house allows."""
    return min(circle.file_budget or settings.circle_bytes, settings.circle_bytes)


def used(circle_id: str) -> int:
    """Bytes that the files of a circle take, those on their way among them. One statement."""
    kept = select(func.coalesce(func.sum(Rendition.size), 0)).where(Rendition.circle_id == circle_id)
    coming = select(func.coalesce(func.sum(Attachment.size), 0)).where(
        Attachment.circle_id == circle_id, Attachment.state.in_(("arriving", "waiting"))
    )
    return int(db.session.execute(select(kept.scalar_subquery() + coming.scalar_subquery())).scalar_one())


def check_file(what: str, size: int, settings: Settings) -> None:
    """Raises TooBig or Invalid, with a sentence, for a file that is not taken whoever sends it."""
    if size <= 0:
        raise Invalid(_("That file is empty. Choose another."), "files")
    if what == "video" and not settings.video_bytes:
        raise Invalid(_("Videos aren’t shared in this house. A photo may do."), "files")
    limit = most(what, settings)
    if size > limit:
        told = _("That is too big to send. Choose something of less than %(size)s megabytes.", size=limit // MB)
        raise TooBig(told, "files")


def check_circle(member: Membership, size: int, settings: Settings) -> None:
    """Raises Invalid and TooMany, with a sentence, when the circle or the member has had their share.

    Holds the circle's files until the unit of work ends, so that two who send at once are both counted.
    """
    alone(f"files {member.circle_id}")
    since = Attachment.circle_id == member.circle_id, Attachment.created_at > clock.ago(days=1)
    sent = select(func.count()).select_from(Attachment).where(*since, Attachment.author_id == member.id)
    if db.session.execute(sent).scalar_one() >= A_DAY:
        raise TooMany(_("That was a lot of files for one day. Send the rest tomorrow."), retry_after=3600)
    if used(member.circle_id) + size > budget(member.circle, settings):
        raise Invalid(_("The circle’s cupboard is full. Remove something large, or ask a host for more room."), "files")


def check_disk(folder: Path, size: int) -> None:
    """Raises NoRoom when the disk would have too little left to go on with."""
    disk = shutil.disk_usage(folder)
    if disk.free - size < min(disk.total // SPARE[0], SPARE[1]):
        raise NoRoom(_("The house has no room for more files. Ask whoever keeps the machine to make some."))
