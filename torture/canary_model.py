"""The trial's own model of people, circles and words: who may know what, written without a look at micronet's code.

Every text of the house holds a random canary, and every thing an id. Both are *marks*; the model says which marks
an answer to someone may bear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

CANARY = re.compile(r"kz[0-9a-z]{10}")
ID = re.compile(r"[0-9a-f]{12,32}")
END = 12
"""The last digits of an id, by which pages name their elements."""

LOOKS = frozenset({"host", "co_host", "member", "supported"})
INVITES = frozenset({"host", "co_host", "member"})
HOSTS = frozenset({"host", "co_host"})
Marks = frozenset[str]


def marks(*texts: str | None) -> set[str]:
    """The canaries of texts, and the ends of ids."""
    found: set[str] = set()
    for text in texts:
        if text:
            found.update(CANARY.findall(text))
            if len(text) == 32 and ID.fullmatch(text):
                found.add(text[-END:])
    return found


@dataclass(eq=False)
class Person:
    """Someone, with what only they may know: their devices, keys and what their door was told."""

    id: str
    name: str
    keeper: bool = False
    private: set[str] = field(default_factory=set)


@dataclass(eq=False)
class Member:
    """A person in a circle, also after they have left."""

    id: str
    person: Person
    circle: Circle
    role: str
    nickname: str
    town: str = ""
    answer: str = ""
    photo: str = ""
    ends_at: datetime | None = None
    gone: bool = False
    line: str = ""
    line_until: datetime | None = None
    waves: dict[str, datetime] = field(default_factory=dict)
    """Who waved to them, and when."""

    def inside(self, now: datetime) -> bool:
        return not (self.gone or self.circle.closed or (self.ends_at is not None and self.ends_at <= now))


@dataclass(eq=False)
class Said:
    """A moment or, with `under`, a reply."""

    id: str
    by: Member
    text: str
    at: datetime
    kind: str = "note"
    under: Said | None = None
    removed_at: datetime | None = None
    removed_by: Member | None = None
    lost: bool = False
    seen_by: str = "circle"
    named: frozenset[str] = frozenset()
    """Ids of members: those it is for besides its author ("some"), or hidden from ("all_but")."""
    replies: list[Said] = field(default_factory=list)
    feelings: dict[Member, str] = field(default_factory=dict)

    @property
    def circle(self) -> Circle:
        return self.by.circle

    def there(self) -> bool:
        here = self.removed_at is None and not self.lost and not self.circle.closed
        return here and (self.under is None or self.under.there())

    def there_for(self, member: Member | None) -> bool:
        """Whether it is there for this member of its circle."""
        return member is not None and self.there() and (self.under or self)._meant_for(member)

    def _meant_for(self, member: Member) -> bool:
        if self.seen_by == "circle" or self.by.id == member.id:
            return True
        return (member.id in self.named) == (self.seen_by == "some")


@dataclass(eq=False)
class Post:
    """Letters between the same few members."""

    id: str
    members: set[Member]
    letters: list[Said] = field(default_factory=list)

    def there(self) -> list[Said]:
        return [one for one in self.letters if one.there()]

    def lost(self) -> bool:
        """Whether nothing of it is left to bring back."""
        return all(one.lost for one in self.letters)


@dataclass(eq=False)
class Invite:
    """A card that lets one person in."""

    id: str
    by: Member
    for_name: str
    role: str
    token: str
    ends_at: datetime
    over: bool = False

    def open(self, now: datetime) -> bool:
        return not (self.over or self.by.circle.closed or self.ends_at <= now)


@dataclass(eq=False)
class Circle:
    """A circle and everything in it."""

    id: str
    name: str
    kind: str = "family"
    rules: str = ""
    question: str = ""
    picture: str = ""
    closed: bool = False
    seats: int = 40
    members: list[Member] = field(default_factory=list)
    moments: list[Said] = field(default_factory=list)
    invites: list[Invite] = field(default_factory=list)
    post: list[Post] = field(default_factory=list)
    log: set[str] = field(default_factory=set)
    """Marks that stand in the log and nowhere else: names on cards, names one had before."""

    def is_full(self, now: datetime) -> bool:
        return len(self.inside(now)) + sum(card.open(now) for card in self.invites) >= self.seats

    def inside(self, now: datetime) -> list[Member]:
        return [one for one in self.members if one.inside(now)]


@dataclass
class Model:
    """Everybody and everything, at the moment `now`."""

    now: datetime
    people: list[Person] = field(default_factory=list)
    circles: list[Circle] = field(default_factory=list)
    pictures: dict[str, str] = field(default_factory=dict)
    """What is seen in each picture, by id."""
    known: set[str] = field(default_factory=set)
    """Every mark that was ever made, also those nobody may see."""

    def note(self, *texts: str | None) -> None:
        """Remember the marks of these, so that they are looked for."""
        self.known |= marks(*texts)

    def standing(self, person: Person | None, circle: Circle | None) -> Member | None:
        """Their membership, if they are inside."""
        if person is None or circle is None:
            return None
        return next((one for one in circle.members if one.person is person and one.inside(self.now)), None)

    def mine(self, person: Person | None) -> list[Member]:
        return [one for circle in self.circles if (one := self.standing(person, circle))]

    def public(self) -> set[str]:
        """What anyone may know: who keeps the house."""
        return {mark for one in self.people if one.keeper for mark in marks(one.name)}

    def own(self, person: Person | None) -> set[str]:
        """What stands on any page of someone: themselves, and the names of their circles."""
        if person is None:
            return self.public()
        found = self.public() | marks(person.name) | person.private
        for member in self.mine(person):
            found |= marks(member.circle.name, member.circle.id)
            found |= marks(member.photo)  # their face in the frame
        return found

    def news(self, person: Person | None) -> set[str]:
        """What home tells besides: who said something in a circle one may look at."""
        looking = [one for one in self.mine(person) if one.role in LOOKS]
        return {mark for one in looking for other in one.circle.members for mark in marks(other.nickname)}

    def within(self, member: Member | None) -> set[str]:
        """What a page of the circle may tell this member."""
        if member is None:
            return set()
        circle, now = member.circle, self.now
        found = marks(circle.id, circle.name, circle.picture, member.id, member.nickname, member.town, member.photo)
        if member.role not in LOOKS:
            return found
        found |= marks(circle.rules, circle.question)
        for one in circle.members:
            found |= marks(one.id, one.nickname, one.photo)
            if one.inside(now):
                found |= marks(one.town, one.answer if circle.question else "", self.line(one))
        found |= spoken(circle.moments, member) | written(member)
        for card in circle.invites:
            if card.open(now):
                found |= marks(card.for_name, card.id)
        return found | (circle.log if member.role in HOSTS else set())

    def line(self, member: Member) -> str:
        """What their window says now."""
        lasts = member.line_until is not None and member.line_until > self.now
        return member.line if lasts and member.inside(self.now) else ""

    def at_door(self, card: Invite) -> set[str]:
        """What someone sees who holds a card."""
        circle = card.by.circle
        found = marks(circle.name, circle.rules, circle.question, circle.picture, card.for_name)
        for one in circle.inside(self.now):
            found |= marks(one.nickname, one.photo)
        return found


def may_revoke(member: Member, card: Invite) -> bool:
    return member.role in HOSTS or (member.role in INVITES and card.by is member)


def spoken(moments: Iterable[Said], to: Member | None) -> set[str]:
    """The marks of moments and of what stands under them, as far as they are for this member."""
    found: set[str] = set()
    for moment in moments:
        if moment.there_for(to):
            found |= marks(moment.id, moment.text)
            for reply in moment.replies:
                found |= marks(reply.id, reply.text) if reply.there() else set()
    return found


def written(member: Member) -> set[str]:
    """The marks of a member's own letters, and of those they were written."""
    mine = [post for post in member.circle.post if member in post.members]
    return {mark for post in mine for mark in marks(post.id) | spoken(post.letters, member)}
