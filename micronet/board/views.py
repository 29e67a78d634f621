"""The board and its forms: find, bind, act, render."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from micronet.base import clock
from micronet.base.dates import clears_at
from micronet.base.db import commit
from micronet.base.errors import Invalid, NotFound
from micronet.board import actions, queries
from micronet.board.forms import MOODS, StatusForm
from micronet.board.page import board, come_in, ending, shared
from micronet.circles.access import find, memberships
from micronet.circles.faces import face
from micronet.circles.inside import is_inside
from micronet.circles.models import Membership
from micronet.circles.quiet_words import asked_for
from micronet.circles.roles import can, must
from micronet.people.guards import me
from micronet.web import strip
from micronet.web.render import go, is_partial, page

blueprint = Blueprint("board", __name__)


@blueprint.get("/circles/<id:circle_id>")
def show(circle_id: str) -> Response:
    """The board, or the block that htmx asks for by `HX-Target`."""
    member = come_in(circle_id, me())
    must(member, "circle.look")
    since = member.looked_before_at if is_partial() else queries.look(member)
    block = _block()
    context = shared(member, me()) if is_partial() and block == "moments" else board(member, me())
    return page("board/show.html", block, **context | ending(member, me(), since))


def _block() -> str:
    """Which block a partial request wants: the one whose element it will replace."""
    wanted = request.headers.get("HX-Target", "").partition("#")[2]
    return wanted if wanted in ("windows", "moments", "hello") else "main"


@blueprint.route("/circles/<id:circle_id>/status", methods=["GET", "POST"])
def status(circle_id: str) -> Response:
    """My line in this circle and, if I tick them, in my others."""
    member = come_in(circle_id, me())
    must(member, "status.set")
    mine = [one for one in memberships(me()) if can(one, "status.set")]
    form = StatusForm()
    form.circles.choices = [SelectChoice(one.circle_id, one.circle.name) for one in mine]
    if request.method != "POST":
        form.circles.data = [circle_id]
    elif _bind(form):
        chosen = [one for one in mine if one.circle_id in (form.circles.data or [circle_id])]
        _say(form, chosen)
        commit()
        strip.say(_("Your window says so now."))
        return go("board.show", circle_id=circle_id)
    code = 422 if form.errors else 200
    context = {"circle": member.circle, "paint": member.circle.paint, "member": member, "here": "board"}
    context["my_face"] = face(member)
    return page("board/status.html", "form", code, form=form, moods=MOODS, now=clock.now(), **context)


def _bind(form: StatusForm) -> bool:
    """Whether everything in the form can be taken; what cannot is said under its field."""
    good = form.is_good()
    if good and not (form.text.data or form.emoji.data):
        form.blame(Invalid(_("Say something, or choose a picture for it."), "text"))
    elif good:
        try:
            form.ends = _ends(form)
        except Invalid as problem:
            form.blame(problem)
    return not form.errors


def _ends(form: StatusForm) -> datetime:
    if form.clears.data != "date":
        return clears_at(form.clears.data, clock.now(), me().zone)
    if form.until.data is None:
        raise Invalid(_("Choose the day it should stay until."), "until")
    return clears_at(form.until.data, clock.now(), me().zone, field="until")


def _say(form: StatusForm, chosen: list[Membership]) -> None:
    for one in chosen:
        actions.say(one, emoji=form.emoji.data, text=form.text.data, clears_at=form.ends)


@blueprint.post("/circles/<id:circle_id>/status/remove")
def hush(circle_id: str) -> Response:
    """Take my line out of my window."""
    member = come_in(circle_id, me())
    actions.hush(member)
    commit()
    strip.say(_("Your line is out of the window."))
    return go("board.show", circle_id=circle_id)


@blueprint.post("/circles/<id:circle_id>/members/<id:member_id>/waves")
def wave(circle_id: str, member_id: str) -> Response:
    """Wave to someone: one tap, nothing owed."""
    member = come_in(circle_id, me())
    to = find(Membership, circle_id, member_id, to=me())
    if not is_inside(to):
        raise NotFound
    sent = actions.wave(member, to, zone=me().zone)
    commit()
    words = _("You waved to %(name)s.") if sent else _("You’ve waved to %(name)s today. They’ll see it.")
    text = words % {"name": to.nickname}
    if is_partial():
        context = board(member, me())
        return page("board/show.html", "waved", said=strip.Strip(text), **context)
    strip.say(text)
    return go("board.show", circle_id=circle_id)


@blueprint.get("/circles/<id:circle_id>/members/<id:member_id>")
def person(circle_id: str, member_id: str) -> Response:
    """One member: their sky, their words, what they shared lately."""
    member = come_in(circle_id, me())
    must(member, "circle.look")
    who = find(Membership, circle_id, member_id, to=me())
    context = board(member, me())
    shown = next((tile for tile in context["windows"] if tile.id == member_id), None)
    if shown is None:
        return go("board.show", circle_id=circle_id)
    lately = [one for one in context["everything"] if one.author_id == member_id]
    context |= {"quiet": asked_for(member, who, me()), "back": url_for(".show", circle_id=circle_id)}
    return page("board/person.html", shown=shown, lately=lately, **context)
