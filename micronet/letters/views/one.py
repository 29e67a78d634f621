"""One letter of mine: saying it in other words, taking it back and bringing it back."""

from __future__ import annotations

from flask import Response, request, url_for
from flask_babel import gettext as _

from micronet.activity.letters import Letter
from micronet.activity.undo import UNDO
from micronet.base.db import commit
from micronet.base.errors import Forbidden, NotFound
from micronet.circles.access import find
from micronet.circles.inside import ever_inside
from micronet.letters import actions, queries
from micronet.letters.forms import EditLetterForm
from micronet.letters.shown import dressed, find_thread
from micronet.letters.views import blueprint
from micronet.letters.views.reading import AT
from micronet.people.guards import me
from micronet.web import strip
from micronet.web.render import dom_id, go, page

LETTER = f"{AT}/<id:letter_id>"


@blueprint.route(f"{LETTER}/edit", methods=["GET", "POST"])
def edit(circle_id: str, thread_id: str, letter_id: str) -> Response:
    """Say it in other words."""
    member, thread = find_thread(circle_id, thread_id)
    letter = _find(circle_id, thread_id, letter_id)
    if letter.author_id != member.id:
        raise Forbidden
    form = EditLetterForm()
    if request.method != "POST":
        form.words.data = letter.text
    elif form.is_good():
        actions.edit(letter, member, text=form.words.data)
        commit()
        return _back(letter)
    context = dressed(member, ever_inside(circle_id), form=form, thread=thread, letter=letter)
    return page("letters/edit.html", "sheet", 422 if form.errors else 200, **context)


@blueprint.post(f"{LETTER}/remove")
def remove(circle_id: str, thread_id: str, letter_id: str) -> Response:
    """Take it back."""
    member, thread = find_thread(circle_id, thread_id)
    actions.remove(thread, _find(circle_id, thread_id, letter_id), member)
    is_empty = queries.last_at(thread) is None
    commit()
    undo = url_for(".restore", circle_id=circle_id, thread_id=thread_id, letter_id=letter_id)
    strip.say(_("Taken back."), undo, UNDO)
    if is_empty:
        return go("letters.mine", circle_id=circle_id)
    return go("letters.thread", circle_id=circle_id, thread_id=thread_id)


@blueprint.post(f"{LETTER}/restore")
def restore(circle_id: str, thread_id: str, letter_id: str) -> Response:
    """Bring back what I took back a moment ago."""
    member, thread = find_thread(circle_id, thread_id)
    letter = actions.restore(thread, member, letter_id)
    commit()
    strip.say(_("It’s back where it was."))
    return _back(letter)


def _find(circle_id: str, thread_id: str, letter_id: str) -> Letter:
    """A letter of this thread. Raises NotFound."""
    letter = find(Letter, circle_id, letter_id, to=me())
    if letter.thread_id != thread_id:
        raise NotFound
    return letter


def _back(letter: Letter) -> Response:
    """To the letter in its thread."""
    return go("letters.thread", circle_id=letter.circle_id, thread_id=letter.thread_id, _anchor=dom_id(letter))
