"""\"Not this one\": noting what a member would rather not be reminded of, and lifting it again."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import delete, select

from micronet.activity import enclosing
from micronet.activity.models import Moment
from micronet.activity.on_this_day import day_name
from micronet.activity.spared import DAY, MOMENT, PERSON, PLACE, SORTS, NotThis
from micronet.base.dates import local_day
from micronet.base.db import db
from micronet.base.errors import Invalid
from micronet.base.ids import offspring
from micronet.circles.access import visible
from micronet.circles.inside import ever_inside
from micronet.circles.models import Membership
from micronet.people.models import Person


def spare(by: Membership, person: Person, moment: Moment, sort: str, place: str = "") -> NotThis:
    """Remind `by` (who is `person`) no more of this moment, of whoever shared it, of a place or of its day. Twice is
    once. Raises Invalid."""
    what = _what(by, person, moment, sort, place)
    rows = select(NotThis).where(NotThis.circle_id == by.circle_id, NotThis.member_id == by.id)
    there = db.session.scalars(rows.where(NotThis.sort == sort, NotThis.what == what)).one_or_none()
    if there is None:
        there = NotThis(circle_id=by.circle_id, id=offspring(by.id, f"{sort} {what}"), member_id=by.id)
        there.sort, there.what = sort, what
        db.session.add(there)
        db.session.flush()
    return there


def lift(found: NotThis) -> None:
    """It may come up again."""
    db.session.delete(found)


def forget(member: Membership) -> None:
    """Whoever leaves takes it along."""
    rows = delete(NotThis).where(NotThis.circle_id == member.circle_id, NotThis.member_id == member.id)
    db.session.execute(rows)


@dataclass(frozen=True)
class Spared:
    """One line of what does not come up. `name` is a member's or a place's, or the words of a moment."""

    id: str
    sort: str
    name: str
    what: str


def spared(member: Membership, person: Person) -> list[Spared]:
    """All of it, the last first. Three statements."""
    rows = visible(NotThis, to=person).where(NotThis.circle_id == member.circle_id)
    held = list(db.session.scalars(rows.order_by(NotThis.created_at.desc(), NotThis.id.desc())))
    moments = visible(Moment, to=person).where(Moment.circle_id == member.circle_id)
    moments = moments.where(Moment.id.in_([one.what for one in held if one.sort == MOMENT]))
    names = {row.id: row.text for row in db.session.execute(moments.with_only_columns(Moment.id, Moment.text))}
    names |= {id: one.nickname for id, one in ever_inside(member.circle_id).items()}
    return [
        Spared(one.id, one.sort, names.get(one.what, one.what if one.sort == PLACE else ""), one.what) for one in held
    ]


def _what(by: Membership, person: Person, moment: Moment, sort: str, place: str) -> str:
    """What is noted. Raises Invalid for a sort there is not, and for a place that is none of the moment's."""
    if sort not in SORTS:
        raise Invalid(_("Choose one of the answers shown."), "sort")
    if sort == MOMENT:
        return moment.id
    if sort == PERSON:
        return moment.author_id
    if sort == DAY:
        return day_name(local_day(moment.created_at, person.zone))
    held = enclosing.of_moments(by.circle_id, [moment.id], to=person).get(moment.id, ())
    if not place or place not in {one.place for one in held}:
        raise Invalid(_("Choose one of the answers shown."), "place")
    return place
