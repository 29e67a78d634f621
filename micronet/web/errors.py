"""Every problem becomes a page, or a block for htmx, here and nowhere else."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask.globals import request_ctx
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException

from micronet.base.db import rollback
from micronet.base.disk import is_failing, is_full
from micronet.base.errors import Problem, TooMany
from micronet.web import again, emergency
from micronet.web.render import is_partial

log = logging.getLogger("micronet")

SOON = 5
"""Seconds after which a browser may try again what did not work just now."""
PASSING = (503, 507)
SECRET = {"credential", "token", "code"}
"""Fields that no page shows again."""


def words(status: int) -> tuple[str, str]:
    """Title and text for a status, in the house's voice."""
    known = {
        400: (_("That didn’t reach us whole."), _("Go back and try once more. Nothing of yours is lost.")),
        401: (_("You’re not signed in here."), _("Open the door with your key and you’ll be back where you were.")),
        403: (_("That isn’t yours to change."), _("Ask whoever hosts the circle. Nothing of yours is lost.")),
        404: (
            _("There’s nothing behind this window."),
            _("The page may have moved, or the link may be an old one. Nothing of yours is lost."),
        ),
        405: (_("That door opens the other way."), _("Go back to the page you came from and use its buttons.")),
        410: (_("This card has run out."), _("Ring whoever sent it and they’ll make another in a minute.")),
        413: (_("That is too big to send."), _("Choose something smaller and try again.")),
        422: (_("Something there needs another look."), _("Go back and check what you wrote. It’s still there.")),
        429: (_("That was a lot at once."), _("Wait a little and try again. Nothing is lost.")),
        503: (_("We’re catching our breath."), _("Try again in a minute. Nothing of yours is lost.")),
        507: (_("The house is full."), _("You can still read everything. Ask whoever keeps the machine to make room.")),
    }
    broken = (_("Something broke on our side."), _("What you wrote is still here. Try again in a minute."))
    return known.get(status, broken)


def init(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(Problem, on_problem)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(DBAPIError, on_database)
    app.register_error_handler(OSError, on_disk)
    app.register_error_handler(Exception, on_bug)


def answer(status: int, text: str = "", field: str | None = None, title: str = "") -> Response:
    """The page for `status`. The same bytes for every missing thing, so nothing can be told apart.

    A script of ours that asks for JSON gets the sentence as `say`, and the form field it is about.
    """
    usual_title, usual = words(status)
    title = title or usual_title
    if request.accept_mimetypes.best == "application/json":
        return make_response(jsonify(title=title, say=text or usual, field=field), status)
    if request_ctx.url_adapter is None:  # asked for under a name that is not ours: a page of ours has no address there
        return make_response(f"{title}\n{text or usual}\n", status, {"Content-Type": "text/plain; charset=utf-8"})
    template = "errors/block.html" if is_partial() else "errors/error.html"
    html = render_template(template, title=title, text=text or usual, status=status, typed=_typed(status))
    made = make_response(html, status)
    if status == 503:
        made.headers["Retry-After"] = str(SOON)
    if status == 404 and is_partial():
        made.headers["HX-Refresh"] = "true"
    return made


def _typed(status: int) -> list[tuple[str, str]]:
    """What a signed-in person's form held, when it could not be taken just now: the page offers to send it again."""
    if status not in PASSING or request.method != "POST" or g.get("me") is None:
        return []
    return [(name, text) for name, text in request.form.items(multi=True) if name not in SECRET]


def on_problem(problem: Problem) -> Response:
    """What the product itself refuses."""
    rollback()
    made = answer(problem.status, problem.message, getattr(problem, "field", None), getattr(problem, "title", ""))
    if isinstance(problem, TooMany):
        made.headers["Retry-After"] = str(problem.retry_after)
    return made


def on_http(problem: HTTPException) -> Response:
    """What Flask or Werkzeug refuse: no such page, the wrong method, too large."""
    rollback()
    if problem.response is not None:
        return make_response(problem.response)
    made = answer(problem.code or 500)
    if problem.code == 405 and (allowed := getattr(problem, "valid_methods", None)):
        made.headers["Allow"] = ", ".join(sorted(allowed))
    return made


def on_database(problem: DBAPIError) -> Any:
    """What another try cures is tried again; a full or failing disk is refused in plain words, and reading goes on."""
    if (repeated := again.repeated(problem)) is not None:
        return repeated
    if (helped := emergency.helped(problem)) is not None:
        return helped
    rollback()
    if not isinstance(problem, OperationalError):
        return on_bug(problem)
    if again.is_passing(problem):  # nobody can be looked up now, and the page must not try
        g.me = g.device = None
    log.error("database: %s", problem.orig)
    return answer(507 if is_full(problem) else 503)


def on_disk(problem: OSError) -> Any:
    """A file that could not be kept, for want of room or because the disk fails."""
    if not (is_full(problem) or is_failing(problem)):
        return on_bug(problem)
    rollback()
    log.error("disk: %s", problem)
    return answer(507 if is_full(problem) else 503)


def on_bug(problem: Exception) -> Response:
    """What should not have happened. It is logged; the page says nothing of it."""
    rollback()
    log.exception("unexpected, at %s %s", request.method, request.endpoint)
    return answer(500)
