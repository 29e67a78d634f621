"""The verbs of a moment: share, edit, take back, bring back."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _

from micronet.activity.finding import is_for_all
from micronet.activity.models import Moment
from micronet.activity.record import CIRCLE, MOMENTS, record
from micronet.activity.undo import GRACE as GRACE
from micronet.activity.undo import UNDO as UNDO
from micronet.activity.undo import too_late as too_late
from micronet.base import clock
from micronet.base.db import db
from micronet.base.errors import Forbidden, Invalid, NotFound
from micronet.circles.access import settle
from micronet.circles.models import Membership
from micronet.circles.roles import can, must
from micronet.moments import links
from micronet.moments.ids import offspring
from micronet.moments.meant import EVERYONE, Meant, check, mean, mean_everyone, meant_by
from micronet.moments.queries import even_removed, who_removed
from micronet.moments.top import announce


def share(
    by: Membership,
    *,
    id: str,
    kind: str,
    text: str,
    advice: bool = False,
    meant: Meant = EVERYONE,
    lasts: timedelta | None = None,
) -> Moment:
    """Share a moment under the `id` that the page brought. The same sent twice is there once.

    `lasts` is how long it stays, None for good. Raises Forbidden, and Invalid for people it cannot be meant for and a
    second announcement of a day.
    """
    must(by, "moment.share")
    settle(by.circle_id)
    there = even_removed(Moment, by, id)
    if there is not None and (there.author_id != by.id or _differs(there, text, meant)):
        id = offspring(id, by.id + text + ("" if meant == EVERYONE else _spelt(meant)))
        there = even_removed(Moment, by, id)
    if there is not None:
        if there.removed_at is not None:
            _bring_back(there, by)
        return there
    made = _made(by, kind, text, meant)
    made.id, made.advice = id, advice and kind == "setback"
    made.ends_at = clock.now() + lasts if lasts else None
    db.session.add(made)
    if meant.named:
        mean(made, meant)
    news = meant == EVERYONE  # a circle does not read "Something new" to those who are not to know of it
    record("moment.shared", by=by, circle_id=by.circle_id, signal=MOMENTS, subject_id=made.id, news=news)
    links.expect(made)
    return made


def _made(by: Membership, kind: str, text: str, meant: Meant) -> Moment:
    """The moment itself, once it is certain that it may be."""
    check(meant, by)
    if kind == "announcement":
        announce(by)
        if meant != EVERYONE:
            raise Invalid(_("An announcement is for the whole circle."), "seen_by")
    made = Moment(circle_id=by.circle_id, author_id=by.id, kind=kind, text=text)
    made.seen_by, made.hidden_until = meant.seen_by, meant.hidden_until
    return made


def open_up(moment: Moment, by: Membership) -> None:
    """Show the whole circle what was for some, with all that was said under it. Raises Forbidden for another's."""
    _must_be_mine(moment, by)
    if is_for_all(moment, clock.now()):
        return
    mean_everyone(moment)
    record("moment.opened", by=by, circle_id=by.circle_id, signal=MOMENTS, subject_id=moment.id, news=True)


def edit(moment: Moment, by: Membership, *, text: str, advice: bool = False) -> None:
    """Say it in other words; everyone sees that it was edited. Raises Forbidden for somebody else's."""
    _must_be_mine(moment, by)
    advice = advice and moment.kind == "setback"
    if (moment.text, moment.advice) == (text, advice):
        return
    moment.text, moment.advice, moment.edited_at = text, advice, clock.now()
    record("moment.edited", by=by, circle_id=by.circle_id, signal=MOMENTS, subject_id=moment.id)
    links.expect(moment)


def remove(moment: Moment, by: Membership) -> None:
    """Take a moment back: unseen from now on, and soon gone for good. A host may take any away. Raises Forbidden."""
    if not may_remove(moment.author_id, by):
        raise Forbidden
    moment.removed_at = clock.now()
    record("moment.removed", by=by, circle_id=by.circle_id, signal=MOMENTS, subject_id=moment.id)
    if moment.author_id != by.id:
        took_away(by, moment.author_id, "moment")


def restore(by: Membership, moment_id: str) -> Moment:
    """Bring back what `by` took away a moment ago. Raises NotFound, with a sentence, when it is too late."""
    there = even_removed(Moment, by, moment_id)
    if there is None or not may_restore(there, by):
        raise NotFound(too_late())
    if there.removed_at is not None:
        _bring_back(there, by)
    return there


def copies(moment: Moment, mine: list[Membership]) -> list[tuple[Membership, Moment]]:
    """The copies of `moment` that one sending put into others of my circles."""
    others = [member for member in mine if member.circle_id != moment.circle_id]
    found = [(member, even_removed(Moment, member, offspring(moment.id, member.circle_id))) for member in others]
    return [(member, copy) for member, copy in found if copy is not None and copy.author_id == member.id]


def may_remove(author_id: str, by: Membership) -> bool:
    """Whether `by` may take away what this author said."""
    return author_id == by.id or can(by, "moment.remove_any")


def may_restore(thing: Moment, by: Membership) -> bool:
    """Whether `by` is the one who took it away, and in time; someone who never lost it loses nothing by asking."""
    if thing.removed_at is None:
        return thing.author_id == by.id
    return clock.now() - thing.removed_at <= GRACE and who_removed(thing) == by.id


def took_away(by: Membership, author_id: str, what: str) -> None:
    """Tell the circle's log that a host took away a `moment` or a `reply` of someone's, and no more of it."""
    record("host.took_away", by=by, circle_id=by.circle_id, signal=CIRCLE, subject_id=author_id, detail=what)


def gave_back(by: Membership, author_id: str, what: str) -> None:
    """Tell the log that they thought better of it."""
    record("host.gave_back", by=by, circle_id=by.circle_id, signal=CIRCLE, subject_id=author_id, detail=what)


def _bring_back(moment: Moment, by: Membership) -> None:
    """Raises Invalid for an announcement when there has been another one meanwhile."""
    if moment.kind == "announcement":
        announce(by)
    moment.removed_at = None
    record("moment.restored", by=by, circle_id=by.circle_id, signal=MOMENTS, subject_id=moment.id)
    if moment.author_id != by.id:
        gave_back(by, moment.author_id, "moment")


def _differs(there: Moment, text: str, meant: Meant) -> bool:
    """Whether someone went back in the browser and sent something else, or to others, under the id of what is there."""
    return (there.edited_at is None and there.text != text) or meant_by(there) != meant


def _spelt(meant: Meant) -> str:
    return f"\0{meant.seen_by} {' '.join(sorted(meant.named))} {meant.hidden_until}"


def _must_be_mine(moment: Moment, by: Membership) -> None:
    if moment.author_id != by.id:
        raise Forbidden
