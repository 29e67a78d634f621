"""Answering a request once more when the database was away for a moment, so that nobody sees a restart of it.

What only reads is always tried again. What writes is as long as nothing of it can be on disk yet, or when its view
is marked `@repeatable`: it makes things under ids that the page brought, so doing it twice is doing it once.
"""

from __future__ import annotations

import random
import time
from typing import Any

from flask import current_app, g, request
from flask.globals import request_ctx
from sqlalchemy.exc import DBAPIError

from micronet.base import postgres
from micronet.base.db import forget_all, may_be_done
from micronet.web.origin import SAFE

BUDGET = 5.0
"""Seconds after which a page says that the house is catching its breath."""
PAUSES = 0.05, 0.5
"""Seconds before the first further try, and at most before any."""
RACES = 3
"""So often a request may lose against others."""


def repeated(problem: DBAPIError) -> Any:
    """The answer of another try, or None when there is none to be had. Waits between tries, a little unevenly."""
    ends, pause, races = time.monotonic() + BUDGET, PAUSES[0], 0
    while _helps(problem) and races < RACES and time.monotonic() < ends:
        races += postgres.is_lost_race(problem)
        forget_all()
        time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - only so that not all come back at once
        pause = min(2 * pause, PAUSES[1])
        try:
            return once()
        except DBAPIError as another:
            problem = another
        except Exception as refused:  # ours or a bug: as it would have been answered the first time
            return current_app.handle_user_exception(refused)
    return None


def once() -> Any:
    """Answer the request anew, as if it had only come now. Raises what the view raises."""
    _clear()
    return current_app.preprocess_request() or current_app.dispatch_request()


def is_passing(problem: DBAPIError) -> bool:
    """Whether another try may succeed."""
    return postgres.is_away(problem) or postgres.is_lost_race(problem)


def _helps(problem: DBAPIError) -> bool:
    """Whether another try may succeed, and does not do a thing twice."""
    if not is_passing(problem):
        return False
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method in SAFE or not may_be_done() or getattr(view, "is_repeatable", False)


def _clear() -> None:
    """Forget what the try before left: rows, who is there, what it put into the page session, files half read."""
    forget_all()
    for name in list(g):
        g.pop(name)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    request_ctx._session = app.session_interface.open_session(app, request)
    for file in request.files.values():
        file.stream.seek(0)
