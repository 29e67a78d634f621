"""What every page of this room starts from, and the words that its templates need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from micronet.activity.months import month_of
from micronet.base import clock, dates
from micronet.base.dates import local_day
from micronet.base.zones import local
from micronet.circles.access import enter
from micronet.circles.faces import face
from micronet.circles.models import Membership
from micronet.circles.roles import must
from micronet.memories.ages import age, age_words
from micronet.memories.models import Album
from micronet.memories.photos import Photo
from micronet.people.guards import me


def come_in(circle_id: str, act: str = "circle.look") -> Membership:
    """My membership, if I may do `act` there. Raises NotFound, Forbidden."""
    member = enter(circle_id, me())
    must(member, act)
    return member


def around(member: Membership, **more: Any) -> dict[str, Any]:
    """The context of every page of the room."""
    circle = member.circle
    own = {"circle": circle, "member": member, "paint": circle.paint, "here": "circle", "my_face": face(member)}
    return own | {"words": Words()} | more


@dataclass(frozen=True)
class Group:
    """Photos under one heading; without one they simply follow."""

    heading: str
    photos: tuple[Photo, ...]


def by_age(photos: Iterable[Photo], born_on: date) -> list[Group]:
    """A child's photos under headings of its age, in the order they come."""
    groups: list[tuple[str, list[Photo]]] = []
    for photo in photos:
        heading = age_words(age(born_on, local_day(photo.at, me().zone)))
        if not groups or groups[-1][0] != heading:
            groups.append((heading, []))
        groups[-1][1].append(photo)
    return [Group(heading, tuple(held)) for heading, held in groups]


class Words:
    """What templates of this room may ask, in the reader's language and zone."""

    def count(self, many: int) -> str:
        """How many photos."""
        return _("One photo") if many == 1 else _("%(count)s photos", count=many) if many else _("No photos yet")

    def month(self, first: date) -> str:
        """The name of a month, with its year unless it is this one."""
        return dates.month(first, self._locale, self._today)

    def month_of(self, photo: Photo) -> date:
        """The first day of the month in which it was taken."""
        return month_of(photo.at, me().zone)

    def sort(self, album: Album) -> str:
        """What an album is of: the days of an event, the birthday of a child."""
        if album.sort == "event" and album.begins_on:
            first, last = self.day(album.begins_on), self.day(album.ends_on or album.begins_on)
            return first if first == last else _("%(first)s to %(last)s", first=first, last=last)
        if album.sort == "child" and album.born_on:
            return _("Born on %(day)s", day=self.day(album.born_on))
        return ""

    def day(self, on: date) -> str:
        """A day, with its year unless it is this one."""
        return dates.day_and_month(on, self._locale, self._today)

    def bare_day(self, on: date) -> str:
        """A day of any year."""
        return dates.day_and_month(on, self._locale)

    def taken(self, photo: Photo) -> str:
        """When a photo was taken: day and hour, by the reader's clock."""
        at = local(photo.at, me().zone)
        day = dates.day_heading(local_day(photo.at, me().zone), self._locale, self._today)
        return f"{day}, {dates.clock_time(at, self._locale, me().clock_hours)}"

    def name(self, photo: Photo) -> str:
        """What is said of a photo to those who hear it: what is in it, or else when it was taken."""
        return photo.alt or _("Photo of %(day)s", day=self.day(local_day(photo.at, me().zone)))

    @property
    def _locale(self) -> str:
        return str(get_locale())

    @property
    def _today(self) -> date:
        return local_day(clock.now(), me().zone)
