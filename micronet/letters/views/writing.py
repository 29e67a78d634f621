"""Writing: a letter to some of those who are here, or one more in a thread."""

from __future__ import annotations

from flask import Response, request
from wtforms.fields.choices import SelectChoice

from micronet.activity.letters import Letter
from micronet.activity.spending import refused, spend
from micronet.base.db import commit
from micronet.base.errors import Invalid
from micronet.base.ids import new_id
from micronet.circles.faces import face
from micronet.circles.inside import ever_inside
from micronet.circles.models import Membership
from micronet.letters import actions, queries
from micronet.letters.forms import LetterForm, NewLetterForm
from micronet.letters.shown import come_in, dressed, find_thread, reachable, thread_context
from micronet.letters.views import blueprint
from micronet.letters.views.reading import AT, ROOM
from micronet.people.guards import late, repeatable
from micronet.web.render import dom_id, go, is_partial, page

Everyone = dict[str, Membership]


@blueprint.get(f"{ROOM}/new")
def new(circle_id: str) -> Response:
    """A letter to whom one chooses; to one whom I write to already (`to`), in the thread that is there."""
    member, people = _come_in(circle_id)
    form = _form(member, people)
    chosen = request.args.get("to", "")
    if chosen in form.choosable:
        there = queries.between(circle_id, {member.id, chosen})
        if there is not None and queries.last_at(there):
            return go("letters.thread", circle_id=circle_id, thread_id=there.id, _anchor="write")
        form.to.data = [chosen]
    form.fresh.data = new_id()
    return _sheet(member, people, form)


@blueprint.post(ROOM)
@late
@repeatable
def create(circle_id: str) -> Response:
    """Send a letter to those who are ticked: the first of a thread, or one more in the thread of the same few."""
    member, people = _come_in(circle_id)
    form = _form(member, people)
    if not form.is_good() or not spend(circle_id, form):
        return refused(_sheet(member, people, form, 422), form)
    member, people = _come_in(circle_id)
    to = [one for one in reachable(member, people) if one.id in form.to.data]
    try:
        if len(to) < len(set(form.to.data)):  # somebody left while this was written
            to = []
        letter = actions.begin(member, to, id=form.made_id, text=form.words.data)
    except Invalid as problem:
        form.blame(problem)
        return _sheet(member, people, _form(member, people, form), 422)
    commit()
    return _sent(letter)


@blueprint.post(AT)
@late
@repeatable
def answer(circle_id: str, thread_id: str) -> Response:
    """Write one more letter in a thread."""
    member, thread = find_thread(circle_id, thread_id)
    form = LetterForm()
    if not form.is_good() or not spend(circle_id, form):
        return refused(page("letters/thread.html", "letters", 422, **thread_context(member, thread, form)), form)
    member, thread = find_thread(circle_id, thread_id)
    try:
        letter = actions.answer(thread, member, id=form.made_id, text=form.words.data)
    except Invalid as problem:
        form.blame(problem)
        return page("letters/thread.html", "letters", 422, **thread_context(member, thread, form))
    commit()
    if is_partial():
        return page("letters/thread.html", "letters", **thread_context(member, thread))
    return _sent(letter)


def _come_in(circle_id: str) -> tuple[Membership, Everyone]:
    return come_in(circle_id), ever_inside(circle_id)


def _form(member: Membership, people: Everyone, form: NewLetterForm | None = None) -> NewLetterForm:
    form = form or NewLetterForm()
    form.to.choices = [SelectChoice(one.id, one.nickname) for one in reachable(member, people)]
    return form


def _sheet(member: Membership, people: Everyone, form: NewLetterForm, status: int = 200) -> Response:
    choices = [face(one) for one in reachable(member, people)]
    return page("letters/new.html", "sheet", status, **dressed(member, people, form=form, choices=choices))


def _sent(letter: Letter) -> Response:
    """To the letter in its thread."""
    return go("letters.thread", circle_id=letter.circle_id, thread_id=letter.thread_id, _anchor=dom_id(letter))
