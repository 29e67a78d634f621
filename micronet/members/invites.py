"""Inviting someone: for whom, the card with its code and words, taking it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Response, current_app, request, session
from flask_babel import gettext as _

from micronet.activity.record import CIRCLE, record
from micronet.base import clock
from micronet.base.db import commit
from micronet.base.errors import Invalid, NotFound, TooMany
from micronet.base.text import cut
from micronet.circles import invites
from micronet.circles.access import find
from micronet.circles.models import Invite, Membership
from micronet.circles.roles import CO_HOST, can
from micronet.circles.seats import seats
from micronet.members import wording
from micronet.members.blueprint import blueprint
from micronet.members.forms import InviteForm
from micronet.members.frame import come_in, dressed
from micronet.people import qr
from micronet.people.guards import me
from micronet.web import strip
from micronet.web.render import go, page

SHOWN = 600
"""Seconds for which the inviter's browser can show a card again; the house itself cannot."""
MOST_CARDS = 3


@blueprint.route("/circles/<id:circle_id>/invites", methods=["GET", "POST"])
def invite(circle_id: str) -> Response:
    """Ask whom the invite is for, then make it."""
    member = come_in(circle_id, "invite.make")
    form, status = InviteForm(), 200
    offered = tuple(role for role in invites.ROLES if role != CO_HOST or can(member, "invite.co_host"))
    form.allow(offered)
    if request.method != "POST":
        form.role.data = offered[0]
    else:
        try:
            if form.is_good():
                return _made(member, form.for_name.data, form.role.data)
            status = 422
        except (Invalid, TooMany) as problem:
            form.blame(Invalid(problem.message, getattr(problem, "field", None) or "for_name"))
            status = problem.status
    context = dressed(member, form=form, hints=wording.role_hints(), room=wording.room_left(seats(member.circle)))
    return page("members/invite.html", "form", status, **context)


def _made(member: Membership, for_name: str, role: str) -> Response:
    pepper = current_app.config["SECRETS"].pepper
    card = invites.make(member, for_name=for_name, role=role, pepper=pepper)
    _record("invite.made", member, card.invite)
    commit()
    _hold(card)
    return go("members.card", circle_id=member.circle_id, invite_id=card.invite.id)


def _hold(card: invites.Card) -> None:
    """Keep link and words in the inviter's signed page session for ten minutes, so that a reload shows them again."""
    until = clock.ahead(seconds=SHOWN).isoformat()
    kept = {card.invite.id: [card.token, " ".join(card.words), until], **session.get("cards", {})}
    session["cards"] = dict(list(kept.items())[:MOST_CARDS])


def _held(invite_id: str) -> tuple[str, list[str]] | None:
    """Link token and words of a card this browser made less than ten minutes ago."""
    found = session.get("cards", {}).get(invite_id)
    if not found or datetime.fromisoformat(found[2]) < clock.now():
        return None
    return found[0], found[1].split()


def _own(circle_id: str, invite_id: str) -> tuple[Membership, Invite]:
    """An invite that I may take back. Raises NotFound, also for those of others."""
    member = come_in(circle_id, "invite.revoke")
    found = find(Invite, circle_id, invite_id, to=me())
    if not invites.may_revoke(member, found):
        raise NotFound
    return member, found


@blueprint.get("/circles/<id:circle_id>/invites/<id:invite_id>")
def card(circle_id: str, invite_id: str) -> Response:
    """The card to show, print or send; after ten minutes only what it was for, and a way to make another."""
    member, found = _own(circle_id, invite_id)
    if invites.by_id(circle_id, invite_id) is None:
        return go("members.about", circle_id=circle_id)
    held = _held(invite_id)
    return page("members/card.html", **dressed(member, **_shown(member, found, held)))


def _shown(member: Membership, found: Invite, held: tuple[str, list[str]] | None) -> dict[str, Any]:
    settings = current_app.config["SETTINGS"]
    link = f"{settings.url}/join#{held[0]}" if held else ""
    return {
        "invite": found,
        "link": link,
        "words": held[1] if held else [],
        "square": qr.svg(link, _("A code to scan: it opens the invitation")) if link else "",
        "until": wording.day(found.ends_at, me()),
        "until_long": wording.long_day(found.ends_at, me()),
        "door": settings.url.split("://")[1] + "/join",
        "sender": member.nickname,
    }


@blueprint.post("/circles/<id:circle_id>/invites/<id:invite_id>/revoke")
def revoke(circle_id: str, invite_id: str) -> Response:
    """Take an invite back: its link and words open nothing from now on."""
    member, found = _own(circle_id, invite_id)
    _take_back(member, found)
    commit()
    strip.say(_("The card for %(name)s opens nothing now.", name=found.for_name))
    return go("members.about", circle_id=circle_id)


@blueprint.post("/circles/<id:circle_id>/invites/<id:invite_id>/again")
def again(circle_id: str, invite_id: str) -> Response:
    """A fresh card for the same person; the one before opens nothing from now on."""
    member, found = _own(circle_id, invite_id)
    _take_back(member, found)
    return _made(member, found.for_name, found.role)


def _take_back(member: Membership, found: Invite) -> None:
    invites.revoke(found, by=member)
    _record("invite.revoked", member, found)


def _record(verb: str, member: Membership, about: Invite) -> None:
    name = cut(about.for_name, 30)[:120]
    record(verb, by=member, circle_id=member.circle_id, signal=CIRCLE, subject_id=about.id, detail=name)
