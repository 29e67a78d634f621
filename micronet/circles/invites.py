"""Invites: one person, once, within seven days. Made, read from link or words, used, taken back.

Only hashes are kept, so link and words can be shown when an invite is made and never again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, func, select, update

from micronet.base import clock
from micronet.base.db import db
from micronet.base.errors import Gone, Invalid, TooMany
from micronet.base.secrets import fingerprint, token
from micronet.base.text import cut
from micronet.base.walls import unscoped
from micronet.circles import words
from micronet.circles.inside import standing
from micronet.circles.models import NAME_LENGTH, Circle, Invite, Membership
from micronet.circles.roles import CO_HOST, MEMBER, SUPPORTED, can, must
from micronet.circles.seats import hold, is_open, keep_seat, seats
from micronet.people.models import Person

LASTS = timedelta(days=7)
A_DAY = 20
"""Invites one member may make in 24 hours."""
TOKEN_BYTES = 16
ROLES = (MEMBER, SUPPORTED, CO_HOST)
KEPT = timedelta(days=30)
"""An invite that is over is forgotten this long after its end; the circle's log remembers who came."""


@dataclass(frozen=True)
class Card:
    """An invite and the two ways to read it, known only now."""

    invite: Invite
    token: str
    words: tuple[str, ...]


def make(by: Membership, *, for_name: str, role: str, pepper: str) -> Card:
    """A fresh invite from `by`; it keeps a seat. Flushes.

    Raises Forbidden, Invalid when every seat is spoken for, TooMany after twenty a day.
    """
    must(by, "invite.make")
    if role == CO_HOST:
        must(by, "invite.co_host")
    if role not in ROLES:
        raise Invalid(_("Choose one of the answers shown."), "role")
    keep_seat(hold(by.circle_id))
    _not_too_often(by)
    secret, said = token(TOKEN_BYTES), words.draw()
    invite = Invite(
        circle_id=by.circle_id,
        by_id=by.id,
        token_hash=fingerprint(secret),
        words_hash=words.sealed(said, pepper),
        for_name=for_name,
        role=role,
        ends_at=clock.now() + LASTS,
    )
    db.session.add(invite)
    db.session.flush()
    return Card(invite, secret, said)


def _not_too_often(by: Membership) -> None:
    since = clock.ago(days=1)
    mine = (Invite.circle_id == by.circle_id) & (Invite.by_id == by.id) & Invite.created_at.between(since, clock.now())
    many, oldest = db.session.execute(select(func.count(), func.min(Invite.created_at)).where(mine)).one()
    if many >= A_DAY:
        wait = max(1, int((oldest - since).total_seconds()) + 1)
        raise TooMany(_("That’s twenty invitations in a day. Make the next one tomorrow."), wait)


def by_token(secret: str) -> Invite | None:
    """The open invite whose link this is."""
    return _open(Invite.token_hash == fingerprint(secret))


def by_words(said: tuple[str, ...], pepper: str) -> Invite | None:
    """The open invite whose four words these are."""
    return _open(Invite.words_hash == words.sealed(said, pepper))


def by_id(circle_id: str, id: str) -> Invite | None:
    """An open invite that has been read before."""
    return _open((Invite.circle_id == circle_id) & (Invite.id == id))


def _open(condition: ColumnElement[bool]) -> Invite | None:
    with unscoped("a card is read by someone who is not inside yet"):
        return db.session.scalars(select(Invite).where(condition, is_open())).one_or_none()


def pending(circle_id: str) -> list[Invite]:
    """The circle's open invites, the newest first; one statement."""
    rows = select(Invite).where(Invite.circle_id == circle_id, is_open())
    return list(db.session.scalars(rows.order_by(Invite.created_at.desc(), Invite.id.desc())))


def circle_of(invite: Invite) -> Circle:
    """The circle that an invite opens."""
    return db.session.scalars(select(Circle).where(Circle.id == invite.circle_id)).one()


def redeem(invite: Invite, person: Person, *, answer: str = "") -> Membership:
    """Let `person` in: the invite is used, the seat taken and the membership made, or nothing at all. Flushes.

    Someone who was here before comes back as who they were. The caller has seen that they are not inside now.
    Raises Gone when the invite was used or taken back meanwhile, Invalid when there is no seat.
    """
    circle = hold(invite.circle_id)
    mine = (Invite.circle_id == invite.circle_id) & (Invite.id == invite.id)
    used = update(Invite).where(mine, is_open()).values(used_at=clock.now()).returning(Invite.id)
    if db.session.execute(used, execution_options={"synchronize_session": False}).first() is None:
        raise Gone
    if seats(circle).people >= circle.cap:
        raise Invalid(_("%(circle)s has filled up since. Ask whoever invited you to make room.", circle=circle.name))
    member = standing(circle, person.id) or _newcomer(circle.id, person)
    member.role, member.invited_by, member.answer = invite.role, invite.by_id, answer
    member.joined_at, member.left_at, member.ends_at = clock.now(), None, None
    member.looked_at = None
    member.circle = circle
    db.session.add(member)
    db.session.flush()
    done = update(Invite).where(mine).values(used_by=member.id)
    db.session.execute(done, execution_options={"synchronize_session": False})
    return member


def _newcomer(circle_id: str, person: Person) -> Membership:
    return Membership(circle_id=circle_id, person_id=person.id, nickname=cut(person.name, NAME_LENGTH))


def may_revoke(member: Membership, invite: Invite) -> bool:
    """Whether `member` may take this invite back: their own, or any as a host."""
    return can(member, "invite.revoke_any") or (can(member, "invite.revoke") and invite.by_id == member.id)


def revoke(invite: Invite, *, by: Membership) -> None:
    """Take an invite back; its seat is free again. Raises Forbidden. No complaint when it is over anyway."""
    must(by, "invite.revoke" if invite.by_id == by.id else "invite.revoke_any")
    invite.revoked_at = invite.revoked_at or clock.now()
    db.session.flush()


def revoke_all_of(member: Membership) -> None:
    """Take back what someone who leaves has handed out, so that no way in outlives them."""
    theirs = (Invite.circle_id == member.circle_id) & (Invite.by_id == member.id)
    db.session.execute(update(Invite).where(theirs, is_open()).values(revoked_at=clock.now()))


def sweep() -> None:
    """Forget invites that have long been over."""
    db.session.execute(delete(Invite).where(Invite.ends_at < clock.now() - KEPT))
