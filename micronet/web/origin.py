"""Writes come from our own pages or not at all: Fetch Metadata first, Origin where a browser has none."""

from __future__ import annotations

from flask import Request, abort, request

SAFE = {"GET", "HEAD", "OPTIONS"}


def check() -> None:
    """Refuse (403) an unsafe request that another site's page sent."""
    if request.method not in SAFE and not is_own(request):
        abort(403)


def is_own(asked: Request) -> bool:
    """Whether the request was made by a page of ours (W3C Fetch Metadata; else RFC 6454's Origin must match)."""
    site = asked.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return asked.headers.get("Origin") == asked.host_url.rstrip("/")
