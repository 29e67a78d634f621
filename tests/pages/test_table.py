"""The table is whole: no page of the product escapes the checks of HTML and accessibility."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, request

from tests.pages.crowd import Crowd
from tests.pages.every import PAGES

NO_PAGE = {
    "static": "files",
    "activity.stream": "server-sent events",
    "activity.pulse": "JSON",
    "media.serve": "a file",
    "media.state": "JSON",
    "members.picture": "a picture",
    "moments.preview": "a picture",
    "shelf.preview": "a picture",
    "invited.picture": "a picture",
    "invited.known": "leads on to the door",
    "pwa.manifest": "JSON",
    "pwa.worker": "a script",
    "pwa.robots": "plain text",
    "pwa.health": "JSON",
    "broken": "of these tests",
}
"""Addresses that answer to GET with something that is no page, and with what."""


def test_every_page_is_in_the_table(crowd: Crowd) -> None:
    shown: set[str] = set()
    for app in (crowd.app, crowd.bare):
        notes(app, shown.add)
    for way in PAGES.ways.values():
        way(crowd).whole()
    pages = {rule.endpoint for rule in crowd.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert pages - shown - set(NO_PAGE) == set(), "pages that nobody checks; put them into the table"
    assert set(NO_PAGE) <= pages, "exceptions for what does not exist"


def notes(app: Flask, tell: Callable[[str], None]) -> None:
    """Have the application tell which page each GET of a test came to."""

    def note(answer):
        if request.method == "GET" and request.endpoint and answer.status_code < 300 and answer.mimetype == "text/html":
            tell(request.endpoint)
        return answer

    app.after_request_funcs.setdefault(None, []).append(note)
