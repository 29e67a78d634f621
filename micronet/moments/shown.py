"""What templates of any room may ask about moments, and what the room's own pages are framed by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, g, url_for
from markupsafe import Markup

from micronet.activity.months import month_of
from micronet.activity.timeline import MomentView, Timeline
from micronet.base import clock
from micronet.base.dates import first_weekday
from micronet.base.ids import new_id
from micronet.circles.access import enter
from micronet.circles.faces import face
from micronet.circles.inside import ever_inside
from micronet.circles.models import Circle, Membership
from micronet.circles.roles import can, must
from micronet.moments import feelings, words
from micronet.moments.actions import may_remove
from micronet.moments.ballot import Ballot, ballot
from micronet.moments.enclosed import PART
from micronet.people.guards import me
from micronet.web.i18n import tongue
from micronet.web.kept import piece


def register(blueprint: Blueprint) -> None:
    """Give every template `told`, what it may ask about moments, and the filter `spoken`."""
    blueprint.record_once(lambda state: state.app.jinja_env.globals.update(told=Told()))
    blueprint.add_app_template_filter(words.spoken, "spoken")


Faces = Mapping[str, Any]
"""Everyone's face by membership id."""


class Told:
    """Answers in the reader's language, zone and hours."""

    def groups(self, moments: Iterable[MomentView], now: datetime) -> list[words.Group]:
        """Moments under their headings."""
        reader = _reader()
        return words.groups(moments, now, reader.zone, reader.locale, reader.first)

    def when(self, at: datetime, now: datetime) -> str:
        """When something was said, as far as its heading leaves that open."""
        reader = _reader()
        return words.when_said(at, now, reader.zone, reader.locale, reader.hours, reader.first)

    def shown(self, moment: MomentView, circle: Circle, member: Membership, people: Faces, now: datetime) -> Markup:
        """One moment among others, with what was said and felt under it."""
        whose = _whose(moment)
        faces = tuple(people.get(who) for who in whose)
        mine = member.id if member.id in whose else ""  # it looks the same to all others
        when, notes = self.when(moment.created_at, now), self.notes(moment, member, people, now)
        context = {"moment": moment, "circle": circle, "member": member, "people": people, "now": now}
        poll = self.poll(moment, member, people, now)
        context |= {"when": when, "notes": notes, "poll": poll}
        return piece("moments/_moment.html", moment, faces, when, notes, poll, circle.id, mine, member.role, **context)

    def poll(self, moment: MomentView, member: Membership, people: Faces, now: datetime) -> Ballot | None:
        """The poll under a moment, as this member sees it, or None."""
        held = next((part.holds for part in moment.parts if part.name == "poll"), None)
        if held is None:
            return None
        reader = _reader()
        return ballot(held, moment.author_id, member, people, now, reader.zone, reader.locale, reader.hours)

    def notes(self, moment: MomentView, member: Membership, people: Faces, now: datetime) -> tuple[str, ...]:
        """Whom it is for, and until when, where that is not everyone and for good."""
        reader = _reader()
        day = words.Day(now, reader.zone, reader.locale)
        return words.notes(moment, member.id, people, day)

    def may_pin(self, moment: MomentView, member: Membership) -> bool:
        """Whether this member may keep it on top, or take it down from there."""
        return can(member, "moment.pin") and moment.seen_by == "circle"

    def may_keep(self, moment: MomentView, member: Membership) -> str:
        """The one photo of a moment, if this member may keep it on the shelf; of several, each has a page for that."""
        whole = moment.seen_by == "circle" and moment.ends_at is None and can(member, "shelf.keep")
        photos = [one for held in moment.parts if held.name == PART for one in held.holds.photos]
        return str(photos[0].id) if whole and len(photos) == 1 else ""

    def more(self, moment: MomentView, member: Membership) -> bool:
        """Whether there is anything this member may do with it besides answering."""
        return (
            may_remove(moment.author_id, member) or self.may_pin(moment, member) or bool(self.may_keep(moment, member))
        )

    def kind(self, moment: MomentView) -> str:
        """What kind of moment it is, or nothing."""
        return words.kind_words(moment.kind)

    def choices(self, moment: MomentView, member: Membership) -> list[feelings.Choice]:
        """The feelings this member may send."""
        return feelings.choices(moment, member.id) if can(member, "reaction.give") else []

    def sent(self, choices: list[feelings.Choice]) -> bool:
        """Whether one of these is what this member has sent."""
        return any(one.mine for one in choices)

    def felt(self, moment: MomentView, member: Membership, people: Mapping[str, Any]) -> list[feelings.Felt]:
        """The feelings this member may know of."""
        return feelings.felt(moment, member.id, people)

    def may_remove(self, thing: Any, member: Membership) -> bool:
        """Whether this member may take a moment or reply away."""
        return may_remove(thing.author_id, member)

    def may_report(self, member: Membership) -> bool:
        """Whether this member may ask the hosts to look at something."""
        return can(member, "report.make")

    def may_reply(self, member: Membership) -> bool:
        """Whether this member may say something under a moment."""
        return can(member, "reply.write")

    def older(self, moments: Timeline, circle: Circle) -> str:
        """Where the moments are that a page does not show any more: the address of their month, or nothing."""
        if moments.older is None:
            return ""
        first = month_of(moments.older, me().zone)
        return url_for("moments.month", circle_id=circle.id, year=first.year, month=first.month)

    def blank(self) -> Markup:
        """What stands in an empty reply form."""
        return piece("moments/_blank.html")

    def feelings(self, choices: list[feelings.Choice]) -> Markup:
        """The buttons for these feelings."""
        return piece("moments/_feelings.html", *choices, choices=choices)

    def fresh_id(self) -> str:
        """An id for what a form will make."""
        return new_id()


def _whose(moment: MomentView) -> list[str]:
    """The members whose faces a moment shows."""
    said, felt = (one.author_id for one in moment.replies), (one.author_id for one in moment.feelings)
    return [moment.author_id, *said, *felt, *moment.named]


@dataclass(frozen=True)
class Reader:
    """Who reads, as far as the words of a time depend on it."""

    zone: str
    locale: str
    hours: int
    first: int
    """The day their week begins with, 0 Monday."""


def _reader() -> Reader:
    """Who reads this page, found out once."""
    found: Reader | None = g.get("reader_of_moments")
    if found is None:
        person, locale = me(), tongue()
        found = Reader(person.zone, locale, person.clock_hours, first_weekday(locale, person.first_weekday))
        g.reader_of_moments = found
    return found


def come_in(circle_id: str) -> Membership:
    """My membership of a circle whose board I may look at. Raises NotFound and Forbidden."""
    member = enter(circle_id, me())
    must(member, "circle.look")
    return member


def around(member: Membership) -> dict[str, Any]:
    """The context that every page and block of the room needs, with the people of the circle in one statement."""
    people = {id: face(one) for id, one in ever_inside(member.circle_id).items()}
    return {
        "circle": member.circle,
        "member": member,
        "paint": member.circle.paint,
        "here": "board",
        "my_face": people[member.id],
        "people": people,
        "now": clock.now(),
    }
