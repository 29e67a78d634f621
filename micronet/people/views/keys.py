"""My keys: see them, name them, make another, take one back."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request, session
from flask_babel import gettext as _

from micronet.base.db import commit, rollback
from micronet.base.errors import Invalid
from micronet.people import arrival, door, keyring, passkeys, sessions
from micronet.people.ceremony import go_to, sent
from micronet.people.forms import KeyNameForm
from micronet.people.guards import browser, enrolling, fresh, hand_cookie, late, limited, me, prove_first, this_device
from micronet.people.models import Passkey
from micronet.people.views.blueprint import blueprint
from micronet.web import strip
from micronet.web.render import go, page


def _may_add() -> bool:
    """A code has let them in for this, or a key was used just now, or there is no key to use."""
    device = this_device()
    return device.only_enrols or sessions.is_fresh(device) or not keyring.usable(me())


@blueprint.get("/me/keys")
def keys() -> Response:
    """Every key that opens my door."""
    return page("people/keys.html", "keys", **_listed())


@blueprint.get("/me/keys/new")
@enrolling
def new_key() -> Response:
    """Make a key on this device. Someone who came in by a code can do nothing else."""
    if not _may_add():
        return prove_first()
    browser()
    return page("people/new_key.html", back_in=this_device().only_enrols)


@blueprint.post("/me/keys/options")
@enrolling
@limited("key", most=30, seconds=300)
def key_options() -> Response:
    """What the browser must ask the authenticator to make."""
    if not _may_add():
        return prove_first()
    options = passkeys.ask_new(me().name, me().handle, person=me(), exclude=keyring.usable(me()))
    commit()
    return jsonify(options)


@blueprint.post("/me/keys")
@enrolling
@late
@limited("key", most=30, seconds=300)
def add_key() -> Response:
    """Keep the new key. Whoever came in by a code is fully in now, and may have signed out the rest."""
    if not _may_add():
        return prove_first()
    key = passkeys.check_new(sent(), me())
    came_back = this_device().only_enrols
    secret = _keep(key)
    if came_back and request.form.get("others"):
        sessions.end_others(me(), this_device())
    commit()
    back = session.pop("after_proof", None)
    strip.say(_("Your key works here now."))
    path = arrival.onward(this_device()) if came_back else back or "/me/keys"
    return hand_cookie(go_to(path), this_device(), secret)


def _keep(key: Passkey) -> str:
    """Add the key to mine and tell my other devices. Gives the device's new token."""
    keyring.add(key, me())
    door.tell(me(), "key.new", key.name, this_device())
    return sessions.prove(this_device(), key)


@blueprint.post("/me/keys/<id:key_id>/name")
def rename_key(key_id: str) -> Response:
    """Call a key what I like."""
    key = keyring.find(me(), key_id)
    form = KeyNameForm()
    if not form.is_good():
        rollback()
        return page("people/keys.html", "keys", 422, wrong=(key_id, form), **_listed())
    key.name = form.name.data
    commit()
    strip.say(_("That key has its new name."))
    return go("people.keys")


@blueprint.get("/me/keys/<id:key_id>/remove")
@fresh
def part_with_key(key_id: str) -> Response:
    """What it means to take this key back, before it is done."""
    key = keyring.find(me(), key_id)
    return page("people/take_back.html", key=key, last=keyring.is_last_way_in(me(), key))


@blueprint.post("/me/keys/<id:key_id>/remove")
@fresh
def take_back_key(key_id: str) -> Response:
    """Take a key back; the devices it opened are signed out."""
    key = keyring.find(me(), key_id)
    try:
        keyring.take_back(key, by=me(), on=this_device())
    except Invalid:
        rollback()
        return page("people/take_back.html", status=422, key=keyring.find(me(), key_id), last=True)
    door.tell(me(), "key.gone", key.name, this_device())
    commit()
    strip.say(_("That key opens nothing now."))
    return go("people.keys")


def _listed() -> dict[str, Any]:
    return {"keys": keyring.keys(me()), "host": keyring.here(), "this_key": this_device().passkey_id, "here": "you"}
