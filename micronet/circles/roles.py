"""Who may do what in a circle: one table, denied by default. A test reads every cell."""

from __future__ import annotations

from micronet.base.errors import Forbidden
from micronet.circles.models import Membership

HOST, CO_HOST, MEMBER, SUPPORTED, GUEST = ROLES = ("host", "co_host", "member", "supported", "guest")

HOSTS = frozenset({HOST, CO_HOST})
FAMILIAR = frozenset({HOST, CO_HOST, MEMBER, SUPPORTED})
ALL = frozenset(ROLES)
GIVEN = (CO_HOST, MEMBER, SUPPORTED)
"""Roles a host may give. Hosting is handed over instead; a guest's stay belongs to one event."""

CAN: dict[str, frozenset[str]] = {
    "circle.look": FAMILIAR,
    "circle.settings": HOSTS,
    "circle.hand_over": frozenset({HOST}),
    "circle.close": frozenset({HOST}),
    "member.role": frozenset({HOST}),
    "member.remove": HOSTS,
    "member.code": HOSTS,
    "member.profile": ALL,
    "member.leave": ALL,
    "member.quiet": FAMILIAR,
    "report.make": FAMILIAR,
    "report.settle": HOSTS,
    "log.look": HOSTS,
    "invite.make": frozenset({HOST, CO_HOST, MEMBER}),
    "invite.co_host": frozenset({HOST}),
    "invite.revoke": frozenset({HOST, CO_HOST, MEMBER}),
    "invite.revoke_any": HOSTS,
    "status.set": FAMILIAR,
    "wave.send": FAMILIAR,
    "moment.share": FAMILIAR,
    "moment.remove_any": HOSTS,
    "moment.announce": HOSTS,
    "moment.pin": frozenset({HOST, CO_HOST, MEMBER}),
    "reply.write": FAMILIAR,
    "reaction.give": FAMILIAR,
    "storage.set": HOSTS,
    "album.make": FAMILIAR,
    "album.change_any": HOSTS,
    "shelf.keep": FAMILIAR,
    "shelf.remove_any": HOSTS,
    "letter.write": FAMILIAR,
    "poll.ask": FAMILIAR,
    "poll.vote": FAMILIAR,
    "poll.end_any": HOSTS,
}


def can(member: Membership, act: str) -> bool:
    """Whether the table lets this member do `act`. An act nobody declared is nobody's: KeyError."""
    return member.role in CAN[act]


def must(member: Membership, act: str) -> None:
    """Raises Forbidden unless `can`."""
    if not can(member, act):
        raise Forbidden


def outranks(member: Membership, other: Membership) -> bool:
    """Whether `member` may remove `other` or let them in again: never the host or oneself, a co-host only as host."""
    if member.id == other.id or other.role == HOST:
        return False
    return member.role == HOST or other.role != CO_HOST


def must_outrank(member: Membership, other: Membership) -> None:
    """Raises Forbidden unless `outranks`."""
    if not outranks(member, other):
        raise Forbidden
