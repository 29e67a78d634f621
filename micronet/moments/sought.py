"""What of this room can be searched: moments by their words, and what was said under them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import literal

from micronet.activity.models import Moment, Reply
from micronet.web.render import dom_id
from micronet.web.sought import Sought


def _moment(row: Any) -> str:
    return url_for("moments.show", circle_id=row.circle_id, moment_id=row.id)


def _reply(row: Any) -> str:
    anchor = dom_id(SimpleNamespace(dom_name="reply", id=row.id))
    return url_for("moments.show", circle_id=row.circle_id, moment_id=row.moment_id, _anchor=anchor)


def _kinds() -> dict[str, str]:
    return {
        "note": _("A moment"),
        "photos": _("Photos"),
        "win": _("A win"),
        "setback": _("A setback"),
        "question": _("A question"),
        "poll": _("A poll"),
        "picture": _("A picture to laugh at"),
        "voice": _("A voice note"),
        "announcement": _("An announcement"),
    }


MOMENTS = Sought(
    Moment,
    (Moment.circle_id, Moment.id, Moment.author_id, Moment.kind, Moment.text, Moment.created_at),
    _kinds,
    _moment,
)
REPLIES = Sought(
    Reply,
    (Reply.circle_id, Reply.id, Reply.author_id, literal("reply").label("kind"), Reply.text, Reply.created_at,
     Reply.moment_id),
    lambda: {"reply": _("A reply")},
    _reply,
)  # fmt: skip
