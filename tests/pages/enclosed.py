"""One of every sort with one moment: photos, a film, a voice note, a file, one that waits and one that was refused."""

from __future__ import annotations

import base64

from micronet.activity.attached import Attachment, Rendition
from micronet.activity.models import Moment
from micronet.base.db import db
from micronet.base.ids import new_id
from micronet.circles.models import Membership
from micronet.circles.serving import storage
from tests.web.things import DOT

SORTS = [("photo", "ready", "size", "image/webp")] * 6 + [
    ("video", "ready", "whole", "video/mp4"), ("voice", "ready", "whole", "audio/mp4"),
    ("file", "ready", "whole", "application/pdf"), ("photo", "waiting", "", ""), ("photo", "refused", "", ""),
]  # fmt: skip


def enclose(moment: Moment, by: Membership) -> None:
    """Put them with `moment`. Flushes."""
    for place, (what, state, role, kind) in enumerate(SORTS):
        one = Attachment(circle_id=by.circle_id, id=new_id(), author_id=by.id, moment_id=moment.id, what=what)
        one.state, one.place_in_order, one.width, one.height, one.seconds = state, place, 800, 600, 80.0
        one.name = "Einkaufsliste für die ganze Woche.pdf" if what == "file" else ""
        one.alt, one.place = ("عربي", "Llanfairpwllgwyngyllgogerychwyrndrobwll") if place == 0 else ("", "")
        one.placeholder = base64.b64encode(DOT).decode() if role == "size" else ""
        one.problem = "not_a_picture" if state == "refused" else ""
        db.session.add(one)
        db.session.flush()
        for width in (480, 800) if role == "size" else (0,) if role else ():
            file = Rendition(circle_id=by.circle_id, id=new_id(), attachment_id=one.id, role=role, width=width)
            file.height, file.media_type, file.size = width * 3 // 4, kind, len(DOT) if width else 2_400_000
            storage().put(by.circle_id, file.id, DOT)
            db.session.add(file)
    db.session.flush()
