"""What the room's pages are made of: who looks, the people, a thread with its letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from babel.lists import format_list
from flask import request
from flask_babel import get_locale
from flask_babel import gettext as _

from micronet.activity.letters import Letter, Thread
from micronet.base import clock
from micronet.base.dates import first_weekday
from micronet.base.errors import NotFound
from micronet.base.ids import new_id
from micronet.base.text import sort_key
from micronet.circles.access import enter, find
from micronet.circles.faces import Face, face
from micronet.circles.inside import ever_inside, is_inside
from micronet.circles.models import Membership
from micronet.circles.roles import can, must
from micronet.letters import actions, queries, words
from micronet.letters.forms import LetterForm
from micronet.people.guards import me
from micronet.web.i18n import tongue


@dataclass(frozen=True)
class Penned:
    """A letter as its page shows it. `edited` says that it was."""

    id: str
    author: Face
    mine: bool
    text: str
    at: Any
    when: str
    edited: bool
    dom_name: str = "letter"


def come_in(circle_id: str) -> Membership:
    """My membership of a circle in which I may write letters. Raises NotFound and Forbidden."""
    member = enter(circle_id, me())
    must(member, "letter.write")
    return member


def find_thread(circle_id: str, thread_id: str) -> tuple[Membership, Thread]:
    """Mine of this circle, and a thread that I write in. Raises NotFound and Forbidden."""
    return come_in(circle_id), find(Thread, circle_id, thread_id, to=me())


def dressed(member: Membership, people: dict[str, Membership], **more: Any) -> dict[str, Any]:
    """The context of every page of the room. `people` is everyone who is or was inside."""
    circle = member.circle
    own = {"circle": circle, "member": member, "paint": circle.paint, "here": "circle"}
    return own | {"my_face": face(people[member.id]), "now": clock.now()} | more


def reachable(member: Membership, people: dict[str, Membership]) -> list[Membership]:
    """Those one can choose to write to, by name."""
    found = [one for one in people.values() if one.id != member.id and is_inside(one) and can(one, "letter.write")]
    return sorted(found, key=lambda one: sort_key(one.nickname))


def thread_context(member: Membership, thread: Thread, form: LetterForm | None = None) -> dict[str, Any]:
    """A thread with its letters, and the form to answer with; six statements at most.

    `wanted` is what it shows in short, to tell whether an open page is still true.
    """
    people, looked = ever_inside(member.circle_id), queries.correspondents(thread)
    before = _before(thread)
    shown = queries.letters(thread, me(), before)
    if form is None:
        form = LetterForm(formdata=None)
        form.fresh.data = new_id()
    others = sorted((people[one] for one in looked if one != member.id), key=lambda one: sort_key(one.nickname))
    return dressed(
        member,
        people,
        thread=thread,
        others=[face(one) for one in others],
        title=_("Letters with %(names)s", names=names([one.nickname for one in others])),
        months=_months(shown.letters, member, people),
        older=shown.letters[0].id if shown.older else "",
        newest=before is None,
        closed=_closed(member, others),
        form=form,
        mark=words.mark(shown.letters),
        unseen=looked[member.id] is None or thread.news_at > looked[member.id],  # type: ignore[operator]
    )


def names(called: list[str]) -> str:
    """Names in a row, as the reader's language joins them."""
    return format_list(called, locale=get_locale())


def reader() -> words.Reader:
    """Who reads, as far as the words of a time depend on it."""
    person = me()
    return words.Reader(person.zone, tongue(), person.clock_hours, first_weekday(tongue(), person.first_weekday))


def _before(thread: Thread) -> Letter | None:
    """The letter that the page is to begin before, if it asks for older ones and that one is still there."""
    wanted = request.args.get("before")
    if not wanted:
        return None
    try:
        letter = find(Letter, thread.circle_id, wanted, to=me())
    except NotFound:
        return None
    return letter if letter.thread_id == thread.id else None


def _closed(member: Membership, others: list[Membership]) -> str:
    """Why nothing can be written here, or nothing."""
    here = [one.id for one in others if is_inside(one) and can(one, "letter.write")]
    if not here:
        return actions.nobody_left()
    return actions.apart() if queries.is_apart(member, here) else ""


def _months(letters: list[Letter], member: Membership, people: dict[str, Membership]) -> list[tuple[str, list[Penned]]]:
    looking, now = reader(), clock.now()
    return [
        (heading, [_penned(one, member, people, words.came(one.created_at, now, looking)) for one in held])
        for heading, held in words.by_month(letters, now, looking)
    ]


def _penned(letter: Letter, member: Membership, people: dict[str, Membership], when: str) -> Penned:
    author, mine = face(people[letter.author_id]), letter.author_id == member.id
    return Penned(letter.id, author, mine, letter.text, letter.created_at, when, letter.edited_at is not None)
