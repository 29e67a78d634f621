"""What can go wrong, in the product's terms. `web/errors.py` turns each into a page in one place."""

from __future__ import annotations


class Problem(Exception):
    """The base of all of them. `message` is a whole plain sentence, already translated, or empty."""

    status = 500

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class NotFound(Problem):
    """No such thing, or none that this person may see; the two are never told apart."""

    status = 404


class Forbidden(Problem):
    """The person may see the thing, but not do this to it."""

    status = 403


class Gone(Problem):
    """It was here and has run out: an invitation, a code, a link. `title` says so where the usual one does not fit."""

    status = 410

    def __init__(self, message: str = "", title: str = "") -> None:
        super().__init__(message)
        self.title = title


class Invalid(Problem):
    """What was sent cannot be taken as it is. `field` names the form field that is meant."""

    status = 422

    def __init__(self, message: str = "", field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class TooMany(Problem):
    """Too often. `retry_after` is in seconds."""

    status = 429

    def __init__(self, message: str = "", retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TooBig(Invalid):
    """More than is taken at once."""

    status = 413


class NoRoom(Problem):
    """The disk has none to spare."""

    status = 507
