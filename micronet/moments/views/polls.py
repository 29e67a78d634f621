"""Polls: asking, answering, ending one early."""

from __future__ import annotations

from datetime import datetime

from flask import Response, request, url_for
from flask_babel import gettext as _

from micronet.activity.models import Moment
from micronet.activity.polled import poll_of
from micronet.activity.polls import Poll
from micronet.base import clock
from micronet.base.db import commit
from micronet.base.errors import Invalid
from micronet.base.ids import new_id
from micronet.circles.access import find
from micronet.circles.models import Membership
from micronet.circles.roles import must
from micronet.moments import polling
from micronet.moments.actions import UNDO
from micronet.moments.poll_form import PollForm
from micronet.moments.shown import around, come_in
from micronet.moments.views import blueprint
from micronet.moments.views.answers import done, moment_page, refused, spend
from micronet.moments.views.one import AT
from micronet.people.guards import late, me, repeatable
from micronet.web import strip
from micronet.web.render import go, page


@blueprint.route("/circles/<id:circle_id>/polls/new", methods=["GET", "POST"])
@late
@repeatable
def ask(circle_id: str) -> Response:
    """Ask everyone in this circle."""
    member = come_in(circle_id)
    must(member, "poll.ask")
    form = PollForm()
    if request.method != "POST":
        form.fresh.data = new_id()
        return _asking(member, form)
    ends_at = _ends_at(form) if form.is_good() else None
    if ends_at is None or not spend(circle_id, form):
        return refused(_asking(member, form, 422), form)
    member = come_in(circle_id)
    asked = _ask(member, form, ends_at)
    commit()
    strip.say(_("Everyone can answer now."), url_for(".remove", circle_id=circle_id, moment_id=asked.id), UNDO)
    return go("board.show", circle_id=circle_id)


def _ends_at(form: PollForm) -> datetime | None:
    """When it is to end; None, with a word in the form, when that cannot be."""
    try:
        return form.ends_at(clock.now(), me().zone)
    except Invalid as problem:
        form.blame(problem)
        return None


def _ask(member: Membership, form: PollForm, ends_at: datetime) -> Moment:
    said = {"many": form.many.data == "many", "secret": form.names.data == "secret", "ends_at": ends_at}
    return polling.ask(member, id=form.made_id, question=form.words.data, options=form.options, **said)


def _asking(member: Membership, form: PollForm, status: int = 200) -> Response:
    return page("moments/ask.html", "composer", status, form=form, **around(member) | {"here": "share"})


@blueprint.post(f"{AT}/votes")
@repeatable
def vote(circle_id: str, moment_id: str) -> Response:
    """Choose; until the end one may choose otherwise."""
    member = come_in(circle_id)
    moment, poll = _find(circle_id, moment_id)
    chosen = request.form.getlist("option")
    try:
        polling.vote(poll, member, chosen)
    except Invalid as problem:
        return moment_page(member, moment_id, 422, poll_wrong=problem.message, poll_chosen=chosen)
    commit()
    return done(member, moment)


@blueprint.post(f"{AT}/poll/end")
@repeatable
def end_poll(circle_id: str, moment_id: str) -> Response:
    """End a poll before its time."""
    member = come_in(circle_id)
    moment, poll = _find(circle_id, moment_id)
    polling.end(moment, poll, member)
    commit()
    return done(member, moment)


def _find(circle_id: str, moment_id: str) -> tuple[Moment, Poll]:
    """A moment and the poll under it. Raises NotFound when either is not there to see."""
    moment = find(Moment, circle_id, moment_id, to=me())
    return moment, poll_of(moment, to=me())
