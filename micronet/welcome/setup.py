"""The first person: the set-up link that the machine printed becomes the keeper's key, once."""

from __future__ import annotations

import hmac

from flask import Response, jsonify, request, session, url_for
from flask_babel import gettext as _

from micronet.base.db import commit, rollback
from micronet.base.errors import Gone
from micronet.base.notes import note, spend_note
from micronet.base.secrets import fingerprint
from micronet.people import arrival, newcomer
from micronet.people.ceremony import go_to, sent
from micronet.people.guards import browser, late, limited, public, sign_in
from micronet.people.keeper import is_kept
from micronet.web.i18n import language
from micronet.web.render import go, page
from micronet.welcome.views import blueprint, right_url

NOTE = "setup"
"""The house note with the hash of the link that the machine printed last."""


def _holds_link() -> bool:
    """Whether this browser brought the link that is in force."""
    wanted = note(NOTE)
    return wanted is not None and hmac.compare_digest(session.get(NOTE, ""), wanted)


def _must_hold_link() -> None:
    if not _holds_link():
        raise Gone(_gone(), _("This link opens nothing any more."))


def _gone() -> str:
    if is_kept():
        return _("That link has done its work: this house has someone who keeps it. Ask them to invite you.")
    return _("That link is an older one. Start Micronet again and open the link it prints.")


@blueprint.get("/setup")
@public
def setup() -> Response:
    """Reads the link's secret from the fragment, then asks for a name and a key."""
    if is_kept():
        raise Gone(_gone(), _("This link opens nothing any more."))
    browser()
    return page("welcome/setup.html", holds_link=_holds_link(), right_url=right_url())


@blueprint.post("/setup")
@public
@limited("setup", most=10, seconds=3600)
def bring_link() -> Response:
    """The secret of the link, from the fragment or typed."""
    session[NOTE] = fingerprint(request.form.get("token", "").strip())
    _must_hold_link()
    rollback()
    return go("welcome.setup")


@blueprint.post("/setup/options")
@public
@limited("key", most=30, seconds=300)
def setup_options() -> Response:
    """What the browser must ask the authenticator to make, for the name that was given."""
    _must_hold_link()
    asked = newcomer.ask(request.form.get("name", ""))
    commit()
    return jsonify(asked)


@blueprint.post("/setup/keeper")
@public
@late
@limited("key", most=30, seconds=300)
def keep_house() -> Response:
    """The first key: its person keeps this house, and the link opens nothing any more."""
    form = request.form
    _person, device, secret = newcomer.admit(sent(), "", form.get("zone", ""), language(), keeper=True)
    if not spend_note(NOTE, session.get(NOTE, "")):
        raise Gone(_gone())
    commit()
    return sign_in(go_to(arrival.newcomer(url_for("members.new"))), device, secret)
