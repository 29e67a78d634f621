"""The door: signing in with a key."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, g, jsonify, request

from micronet.base.db import commit
from micronet.people import arrival, passkeys
from micronet.people.ceremony import go_to, sent
from micronet.people.guards import browser, late, limited, public, sign_in
from micronet.people.keeper import keeper_name
from micronet.web.render import go, page

blueprint = Blueprint("welcome", __name__)


@blueprint.get("/welcome")
@public
def show() -> Response:
    """Two ways in: a key, or an invitation."""
    if g.device is not None:
        return go("home.show")
    browser()
    return page("welcome/show.html", keeper=keeper_name(), right_url=right_url())


def right_url() -> str:
    """Our own address, when the page was opened by another at which keys cannot work; else nothing."""
    url: str = current_app.config["SETTINGS"].url
    return "" if request.host_url.rstrip("/") == url else url


@blueprint.post("/welcome/options")
@public
@limited("key", most=30, seconds=300)
def options() -> Response:
    """What the browser must ask the authenticator; the same whoever asks."""
    asked = passkeys.ask()
    commit()
    return jsonify(asked)


@blueprint.post("/welcome")
@public
@late
@limited("key", most=30, seconds=300)
def enter() -> Response:
    """A key opens the door: a new device with a new token, and on to where they were going."""
    key = passkeys.check(sent())
    device, secret = arrival.let_in(key.person, key)
    commit()
    return sign_in(go_to(arrival.onward(device)), device, secret)
