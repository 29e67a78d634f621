"""What makes a page an app: manifest, service worker, offline page; and the question a host's monitor asks."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template
from flask_babel import gettext as _

from micronet.base import clock
from micronet.base.notes import note
from micronet.web.assets import asset, shelf

blueprint = Blueprint("pwa", __name__)
View = TypeVar("View", bound=Callable[..., Any])

BEAT_LATE = 180
"""Seconds without a sign of the jobs process before it counts as unwell."""
ROOM_LEFT = 64 * 1024 * 1024
ICONS = (
    ("img/icon-192.png", "192x192", "any"),
    ("img/icon-512.png", "512x512", "any"),
    ("img/icon-maskable-512.png", "512x512", "maskable"),
)
SHELL = ("bundle.css", "vendor/htmx.js", "js/app.js", "img/icons.svg", "img/icon.svg")


def public(view: View) -> View:
    """Mark a view as anyone's to ask: what the guards of `people` put on theirs, a floor below them."""
    vars(view).update(is_public=True)
    return view


@blueprint.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """The web app manifest, in the language of whoever asks."""
    name = current_app.config["SETTINGS"].name
    answer = jsonify(
        id="/",
        name=name,
        short_name=name[:12],
        description=_("A quiet place for the people you love."),
        start_url="/",
        scope="/",
        display="standalone",
        background_color="#F7E8DF",
        theme_color="#F7E8DF",
        icons=[{"src": asset(src), "sizes": size, "type": "image/png", "purpose": use} for src, size, use in ICONS],
        shortcuts=[{"name": _("Share a moment"), "url": "/share"}, {"name": _("Your settings"), "url": "/me"}],
    )
    answer.content_type = "application/manifest+json"
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@blueprint.get("/sw.js")
@public
def worker() -> Response:
    """The service worker, at the root so that it may serve every page; it changes when any asset does."""
    held = shelf()
    build = held.build()
    files = [asset(path) for path in SHELL] + [
        asset(f"fonts/{f.name}") for f in held.root.glob("fonts/*-latin-w*.woff2")
    ]
    source = render_template("pwa/sw.js", build=build, files=files)
    answer = make_response(source)
    answer.content_type = "text/javascript; charset=utf-8"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@blueprint.get("/offline")
@public
def offline() -> Response:
    """What the app shows when it cannot reach the house. It names nobody."""
    answer = make_response(render_template("pwa/offline.html"))
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@blueprint.get("/robots.txt")
@public
def robots() -> Response:
    """Nothing here is for a search engine."""
    return Response("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")


@blueprint.get("/healthz")
@public
def health() -> Response:
    """200 when database, jobs and disk are well, else 503; a word for each, and nothing about anyone."""
    beat = note("jobs.beat")
    late = beat is None or abs((clock.now() - datetime.fromisoformat(beat)).total_seconds()) > BEAT_LATE
    full = shutil.disk_usage(current_app.config["SETTINGS"].instance).free < ROOM_LEFT
    state = {"database": "well", "jobs": "late" if late else "well", "disk": "full" if full else "well"}
    answer = jsonify(state)
    answer.status_code = 503 if late or full else 200
    return answer
