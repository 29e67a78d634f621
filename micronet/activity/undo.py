"""How long what was taken back can be brought back."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _

UNDO = 10
"""Seconds in which a page offers to undo."""
GRACE = timedelta(seconds=UNDO + 5)
"""How long an undo is taken: five seconds more than the page says, for slow fingers and slow networks."""


def too_late() -> str:
    """What is said when there is nothing to bring back any more."""
    return _("It’s too late to bring that back. You can always say it again.")
