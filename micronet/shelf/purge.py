"""What was taken off the shelf is deleted for good once it cannot be put back any more."""

from __future__ import annotations

from sqlalchemy import delete, exists, select, tuple_

from micronet.activity.attached import Attachment
from micronet.activity.models import Activity
from micronet.base import clock
from micronet.base.db import db
from micronet.shelf.actions import GRACE
from micronet.shelf.models import ShelfPicture


def purge() -> None:
    """Each minute: delete them with their sizes. Files that no row names are swept by themselves."""
    same = Activity.circle_id == ShelfPicture.circle_id, Activity.subject_id == ShelfPicture.id
    lately = exists().where(*same, Activity.verb == "shelf.removed", Activity.at >= clock.now() - GRACE)
    ids = select(ShelfPicture.circle_id, ShelfPicture.attachment_id).where(~lately)
    lies_there = Attachment.shelved
    gone = tuple_(Attachment.circle_id, Attachment.id).in_(ids) & ~lies_there
    db.session.execute(delete(Attachment).where(gone))
