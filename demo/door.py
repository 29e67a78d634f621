"""The four links that sign in, each once. Only the demo has them: nothing of the product imports this."""

from __future__ import annotations

from flask import Blueprint, Response, request
from sqlalchemy import select

from demo.family import Family
from micronet.base.db import commit, db, writing
from micronet.base.errors import Gone
from micronet.base.notes import keep_note, note
from micronet.base.secrets import fingerprint, token
from micronet.circles.models import Membership
from micronet.people import sessions
from micronet.people.guards import browser, device_name, public, sign_in
from micronet.people.models import Person
from micronet.web.render import go, page

CAST = {
    "host": ("hana", "finches"),
    "member": ("theo", "finches"),
    "grandparent": ("ruth", "finches"),
    "stranger": ("bronagh", "choir"),
}
"""Whom each link lets in, and at which board they arrive."""

USED = "That link has been used. Start the demo again and it prints fresh ones."
blueprint = Blueprint("demo", __name__, url_prefix="/demo", template_folder="templates")


def links(family: Family, url: str) -> dict[str, str]:
    """A fresh link for each of the cast, by what they are."""
    with writing():
        return {kind: url + link(family.members[circle][who]) for kind, (who, circle) in CAST.items()}


def link(member: Membership) -> str:
    """A fresh path that lets this member in, once. The secret stands after the #, where no log sees it. Flushes."""
    secret = token(16)
    keep_note(_name(secret), f"{member.person_id} {member.circle_id}")
    return f"/demo#{secret}"


def _name(secret: str) -> str:
    """What a link is noted under: names of notes hold forty characters."""
    return "demo " + fingerprint(secret)[:32]


@blueprint.get("")
@public
def show() -> Response:
    """A page that reads the secret from the address and sends it back, so that looking at a link does not use it."""
    browser()
    return page("demo/door.html")


@blueprint.post("")
@public
def enter() -> Response:
    """Sign in, once. The device counts as one's own, and as having shown a key lately. Raises Gone."""
    name = _name(request.form.get("token", ""))
    kept = note(name)
    if kept is None:
        raise Gone(USED)
    person_id, circle_id = kept.split()
    keep_note(name, None)
    person = db.session.scalars(select(Person).where(Person.id == person_id)).one()
    device, secret = sessions.start(person, device_name(), shared=False)
    device.proved_at = device.ends_at
    commit()
    return sign_in(go("board.show", circle_id=circle_id), device, secret)
