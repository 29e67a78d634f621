"""The blueprint of those who were invited, and the card they hold: read once, kept in their signed page session."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, session
from flask_babel import gettext as _

from micronet.base import clock
from micronet.base.errors import Gone
from micronet.base.walls import at_door_of
from micronet.circles import invites
from micronet.circles.models import Invite

blueprint = Blueprint("invited", __name__)

HELD = "invite"
HOURS = 2
"""How long a card that was read stays in hand."""


def gone() -> Gone:
    """The one answer to every card that opens nothing, whatever the reason."""
    told = _(
        "It may have been used, or its week is over, or a word was misheard. Ring whoever sent it to you, and "
        "they’ll make another in a minute."
    )
    return Gone(told)


def hold(invite: Invite) -> None:
    """Keep in hand which card this browser has read. The page session is signed, so nobody can write one."""
    session[HELD] = [invite.circle_id, invite.id, clock.ahead(hours=HOURS).isoformat()]


def let_go() -> None:
    """Put the card down; it stays as good as it was."""
    session.pop(HELD, None)


def held() -> Invite:
    """The card in hand, if it still opens something: then its circle can be seen from the door. Raises Gone."""
    found = session.get(HELD)
    if not found or datetime.fromisoformat(found[2]) < clock.now():
        raise gone()
    invite = invites.by_id(found[0], found[1])
    if invite is None:
        raise gone()
    at_door_of(invite.circle_id)
    return invite
