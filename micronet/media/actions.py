"""What changes about something enclosed besides its coming and going, and what a circle keeps of it."""

from __future__ import annotations

from flask_babel import gettext as _

from micronet.activity.attached import Attachment, Rendition
from micronet.activity.record import CIRCLE, MOMENTS, record
from micronet.base.db import db
from micronet.base.errors import Invalid
from micronet.base.pictures import MEDIA_TYPE, Made
from micronet.circles.models import Membership
from micronet.circles.roles import must


def show_poster(video: Attachment, made: Made, file_id: str) -> None:
    """Keep the poster that its author's page drew of a video. Its file is on disk already. Flushes."""
    size = made.sizes[0]
    video.width, video.height, video.placeholder = made.width, made.height, made.placeholder
    db.session.add(_file(video, file_id, "poster", size.width, size.height, MEDIA_TYPE, size.path.stat().st_size))
    db.session.flush()


def show_photo(photo: Attachment, made: Made, file_ids: list[str], original: tuple[str, str] | None) -> None:
    """The sizes of a photo are on disk: it is ready. `original` is the id and type of the file it came as. Flushes."""
    photo.width, photo.height, photo.placeholder = made.width, made.height, made.placeholder
    photo.taken_at, photo.media_type, photo.state, photo.next_at = made.taken_at, MEDIA_TYPE, "ready", None
    for size, file_id in zip(made.sizes, file_ids, strict=True):
        length = size.path.stat().st_size
        db.session.add(_file(photo, file_id, "size", size.width, size.height, MEDIA_TYPE, length))
    if original:
        db.session.add(_file(photo, original[0], "original", made.width, made.height, original[1], photo.size))
    db.session.flush()
    _tell(photo)


def refuse(photo: Attachment, problem: str) -> None:
    """It cannot be shown, now or ever; `problem` is the word for why. Flushes."""
    photo.state, photo.problem, photo.next_at = "refused", problem, None
    db.session.flush()
    _tell(photo)


def furnish(member: Membership, budget: int, keeps_originals: bool, *, most: int) -> None:
    """Let the circle's files take `budget` bytes (0: all of `most`, which the house allows), and keep originals or not.

    What is there already stays either way. Raises Forbidden, and Invalid for more than the house allows. Flushes.
    """
    must(member, "storage.set")
    if not 0 <= budget <= most:
        raise Invalid(_("The house doesn’t allow that much. Choose less."), "budget")
    circle = member.circle
    if (circle.file_budget, circle.keeps_originals) == (budget, keeps_originals):
        return
    circle.file_budget, circle.keeps_originals = budget, keeps_originals
    db.session.flush()
    record("circle.furnished", by=member, circle_id=member.circle_id, signal=CIRCLE)


def _file(of: Attachment, id: str, role: str, width: int, height: int, media_type: str, size: int) -> Rendition:
    key = {"circle_id": of.circle_id, "id": id, "attachment_id": of.id, "role": role}
    return Rendition(**key, width=width, height=height, media_type=media_type, size=size)


def _tell(photo: Attachment) -> None:
    """Open pages fetch the moments again, if it is with one."""
    if photo.moment_id is not None:
        record("photo.ready", by=None, circle_id=photo.circle_id, signal=MOMENTS, subject_id=photo.moment_id)
