"""Using my key again before something grave."""

from __future__ import annotations

from flask import Response, jsonify, session

from micronet.base.db import commit
from micronet.people import keyring, passkeys, sessions
from micronet.people.ceremony import go_to, sent
from micronet.people.guards import browser, hand_cookie, late, limited, me, this_device
from micronet.people.views.blueprint import blueprint
from micronet.web.render import page


@blueprint.get("/me/proof")
def prove() -> Response:
    """Asks for the key; without one here, offers to make the first."""
    browser()
    return page("people/prove.html", has_keys=bool(keyring.usable(me())))


@blueprint.post("/me/proof/options")
@limited("key", most=30, seconds=300)
def prove_options() -> Response:
    """What the browser must ask the authenticator."""
    options = passkeys.ask(me())
    commit()
    return jsonify(options)


@blueprint.post("/me/proof")
@late
@limited("key", most=30, seconds=300)
def prove_with() -> Response:
    """The key was used: go back to where it was wanted, with a new token in the cookie."""
    key = passkeys.check(sent(), me())
    device = this_device()
    secret = sessions.prove(device, key)
    commit()
    return hand_cookie(go_to(session.pop("after_proof", None) or "/me"), device, secret)
