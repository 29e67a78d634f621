"""The verbs of a letter: write, say it in other words, take back, bring back.

None of them is recorded and none moves the circle's version on: that two people write to each other is known to them.
"""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _

from micronet.activity.letters import Correspondent, Letter, Thread
from micronet.activity.undo import GRACE, too_late
from micronet.base import clock
from micronet.base.db import db
from micronet.base.errors import Forbidden, Invalid, NotFound
from micronet.base.ids import offspring
from micronet.circles.access import settle
from micronet.circles.models import Membership
from micronet.circles.roles import can, must
from micronet.letters import queries


def begin(by: Membership, to: Collection[Membership], *, id: str, text: str) -> Letter:
    """Write to these members; to the same few again it is the same thread. Sent twice it is there once.

    `to` are inside. Raises Forbidden, and Invalid for nobody, oneself, a guest or someone one can't write to.
    """
    must(by, "letter.write")
    settle(by.circle_id)
    if not to or by.id in {one.id for one in to} or not all(can(one, "letter.write") for one in to):
        raise Invalid(_("Choose from those who are here."), "to")
    _must_reach(by, {one.id for one in to}, "to")
    with_me = {by.id, *(one.id for one in to)}
    thread = queries.between(by.circle_id, with_me) or _open(by.circle_id, with_me)
    return _add(thread, by, id, text)


def answer(thread: Thread, by: Membership, *, id: str, text: str) -> Letter:
    """Write in a thread that is there. Raises Forbidden, and Invalid when nobody is left to write to."""
    must(by, "letter.write")
    settle(by.circle_id)
    there = queries.still_here(by.circle_id, queries.correspondents(thread).keys() - {by.id})
    if not there:
        raise Invalid(nobody_left(), "words")
    _must_reach(by, there, "words")
    return _add(thread, by, id, text)


def edit(letter: Letter, by: Membership, *, text: str) -> None:
    """Say it in other words; whoever reads it sees that it was edited. Raises Forbidden for somebody else's."""
    _must_be_mine(letter, by)
    if letter.text != text:
        letter.text, letter.edited_at = text, clock.now()
        db.session.flush()


def remove(thread: Thread, letter: Letter, by: Membership) -> None:
    """Take a letter back: unseen from now on, and soon gone for good. Raises Forbidden for somebody else's."""
    _must_be_mine(letter, by)
    letter.removed_at = clock.now()
    _renew(thread)


def restore(thread: Thread, by: Membership, letter_id: str) -> Letter:
    """Bring back what `by` took back a moment ago. Raises NotFound, with a sentence, when it is too late."""
    letter = queries.even_removed(by.circle_id, letter_id)
    if letter is None or (letter.author_id, letter.thread_id) != (by.id, thread.id):
        raise NotFound(too_late())
    if letter.removed_at is not None:
        if clock.now() - letter.removed_at > GRACE:
            raise NotFound(too_late())
        letter.removed_at = None
        _renew(thread)
    return letter


def nobody_left() -> str:
    """What is said when everyone else in a thread has left the circle."""
    return _("There’s nobody left here to write to. The letters stay.")


def apart() -> str:
    """What is said between two who are kept apart, whoever asked for it."""
    return _("You can’t write to each other here.")


def _must_reach(by: Membership, others: Collection[str], field: str) -> None:
    if queries.is_apart(by, others):
        raise Invalid(apart(), field)


def _must_be_mine(letter: Letter, by: Membership) -> None:
    if letter.author_id != by.id:
        raise Forbidden


def _open(circle_id: str, members: Collection[str]) -> Thread:
    thread = Thread(circle_id=circle_id)
    db.session.add(thread)
    db.session.flush()
    for member_id in sorted(members):
        db.session.add(Correspondent(circle_id=circle_id, thread_id=thread.id, member_id=member_id))
    db.session.flush()
    return thread


def _add(thread: Thread, by: Membership, id: str, text: str) -> Letter:
    """The letter under this id; under another that follows from it where the id is taken by something else."""
    there = queries.even_removed(by.circle_id, id)
    if there is not None and _is_other(there, thread, by, text):
        id = offspring(id, by.id + text)
        there = queries.even_removed(by.circle_id, id)
    if there is None:
        there = Letter(circle_id=by.circle_id, id=id, thread_id=thread.id, author_id=by.id, text=text)
        db.session.add(there)
    there.removed_at = None
    _renew(thread)
    queries.seen(by, thread)
    return there


def _is_other(there: Letter, thread: Thread, by: Membership, text: str) -> bool:
    """Whether what has this id is something else than what is being written."""
    changed = there.edited_at is None and there.text != text
    return changed or there.author_id != by.id or there.thread_id != thread.id


def _renew(thread: Thread) -> None:
    """A thread is as new as its last letter that is there."""
    db.session.flush()
    thread.news_at = queries.last_at(thread) or thread.created_at
    db.session.flush()
