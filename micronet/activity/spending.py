"""How much one member may say in an hour, letters and all, and how a form says that it was much."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _

from micronet.base import limits
from micronet.base.db import begin_write
from micronet.base.errors import Invalid, TooMany
from micronet.people.guards import me
from micronet.web.forms import Form

MOST, HOUR = 60, 3600
"""Posts, replies and letters of one member in an hour."""


def spend(circle_id: str, form: Form) -> bool:
    """Count one post, reply or letter of mine and begin to write; False, with a word in the form, if it is too many."""
    try:
        limits.spend("words", f"{circle_id}/{me().id}", most=MOST, seconds=HOUR)
    except TooMany as problem:
        form.wait = problem.retry_after
        much = _("That was a lot in one hour. It’s still here: send it a little later.")
        form.blame(Invalid(much, "words"))
        return False
    begin_write()
    return True


def refused(answer: Response, form: Form) -> Response:
    """Say with the answer how long to wait, when that is what is wrong."""
    if wait := getattr(form, "wait", 0):
        answer.status_code = 429
        answer.headers["Retry-After"] = str(wait)
    return answer
