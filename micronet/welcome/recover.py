"""I can't get in: a spare key from paper, a code read aloud, or whom to ask."""

from __future__ import annotations

from flask import Response, g
from flask_babel import gettext as _

from micronet.activity.record import CIRCLE, record
from micronet.base import limits
from micronet.base.db import begin_write, commit, rollback
from micronet.base.errors import Invalid
from micronet.base.walls import act_as
from micronet.circles.access import memberships
from micronet.people import arrival, codes, door, spoken
from micronet.people.ceremony import go_to
from micronet.people.forms import CodeForm
from micronet.people.guards import browser, late, limited, public, sign_in
from micronet.people.keeper import keeper_name
from micronet.people.models import Person
from micronet.web.render import go, page
from micronet.welcome.views import blueprint, right_url

TRIES, TRY_SECONDS = 5, 600
"""How often one code may be tried, right or wrong, while it stands."""


@blueprint.get("/recover")
@public
def recover() -> Response:
    """A field for a code, and the other ways."""
    if g.device is not None and not g.device.only_enrols:
        return go("home.show")
    browser()
    return _page(CodeForm(formdata=None))


@blueprint.post("/recover")
@public
@late
@limited("code", most=10, seconds=3600, everyone=100)
def redeem() -> Response:
    """A good code lets its person make a new key, and nothing else. All others look the same."""
    form = CodeForm()
    if form.is_good():
        limits.spend("one code", codes.hashed(form.code.data), most=TRIES, seconds=TRY_SECONDS)
        begin_write()
        if person := _whose(form.code.data):
            _tell_circles(person)
            device, secret = arrival.let_in(person, only_enrols=True)
            commit()
            return sign_in(go_to("/me/keys/new"), device, secret)
        rollback()
        form.blame(Invalid(_("That code opens nothing. Look at each letter again, or try another one."), "code"))
    return _page(form, 422)


def _whose(code: str) -> Person | None:
    """Whose code it is, from paper or spoken; it is burned, and their devices are told."""
    if person := codes.redeem(code):
        door.tell(person, "codes.used", str(codes.unused(person)))
        return person
    if person := spoken.redeem(code):
        door.tell(person, "spoken.used")
    return person


def _tell_circles(person: Person) -> None:
    """The log of each of their circles says so, that a host may ask whether it was them."""
    act_as(person.id)
    for member in memberships(person):
        record("member.let_back_in", by=member, circle_id=member.circle_id, signal=CIRCLE)


def _page(form: CodeForm, status: int = 200) -> Response:
    context = {"form": form, "keeper": keeper_name(), "right_url": right_url()}
    return page("welcome/recover.html", status=status, **context)
