"""Kinds, roles, numbers and days of a circle, as one says them."""

from __future__ import annotations

from datetime import datetime

from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from micronet.base import clock
from micronet.base.dates import day_and_month, day_heading, month
from micronet.base.zones import local
from micronet.circles.seats import Seats
from micronet.people.models import Person


def kinds() -> dict[str, str]:
    """The kinds of circle."""
    return {"family": _("Family"), "friends": _("Friends"), "purpose": _("A purpose")}


def kind(name: str) -> str:
    """What kind of circle it is, as the start of a line."""
    return {
        "family": _("A family circle"),
        "friends": _("A circle of friends"),
        "purpose": _("A circle with a purpose"),
    }[name]


def roles() -> dict[str, str]:
    """The roles, as they stand under a name."""
    return {
        "host": _("Hosts the circle"),
        "co_host": _("Helps to host"),
        "member": _("Member"),
        "supported": _("Member, with help"),
        "guest": _("Guest"),
    }


def role_hints() -> dict[str, str]:
    """What a role that can be given means."""
    return {
        "co_host": _("Also changes the circle’s name, rules and colour, and helps people in and out."),
        "member": _("Shares, replies and may invite someone."),
        "supported": _("Shares and replies, and leaves inviting to others. Good for children, and for grandparents."),
    }


def number(count: int) -> str:
    """A small number as a word, a larger one in figures."""
    small = (
        _("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"),
        _("seven"), _("eight"), _("nine"), _("ten"), _("eleven"), _("twelve"),
    )  # fmt: skip
    return small[count] if 0 <= count < len(small) else str(count)


def capital(text: str) -> str:
    """The text with its first letter as a sentence begins."""
    return text[:1].upper() + text[1:]


def room_left(seats: Seats) -> str:
    """How many seats are free: \"Two seats left.\""""
    if not seats.left:
        return _("Every seat is taken.") if not seats.pending else _("Every seat is taken or kept for someone.")
    told = ngettext("%(count)s seat left.", "%(count)s seats left.", seats.left, count=number(seats.left))
    return capital(str(told))


def promised(seats: Seats) -> str:
    """How many seats are kept for invitations on their way; empty when none are."""
    if not seats.pending:
        return ""
    count = number(seats.pending)
    return capital(
        str(ngettext("%(count)s is kept for someone.", "%(count)s are kept for someone.", seats.pending, count=count))
    )


def day(at: datetime, reader: Person) -> str:
    """A day by the reader's calendar: \"14 March\", with the year when it is another one."""
    today = local(clock.now(), reader.zone).date()
    return day_and_month(local(at, reader.zone).date(), str(get_locale()), today)


def long_day(at: datetime, reader: Person) -> str:
    """A day with its weekday, by the reader's calendar: \"Saturday 28 March\"."""
    today = local(clock.now(), reader.zone).date()
    return day_heading(local(at, reader.zone).date(), str(get_locale()), today)


def since(at: datetime, reader: Person) -> str:
    """The month since when: \"March\", \"March 2025\"."""
    today = local(clock.now(), reader.zone).date()
    return month(local(at, reader.zone).date(), str(get_locale()), today)


def holds(cap: int) -> str:
    """How many a kind of circle holds."""
    return _("At most %(cap)s people", cap=number(cap))
