"""Sharing a moment, in one circle or in several of mine."""

from __future__ import annotations

from babel.lists import format_list
from flask import Response, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from micronet.activity.models import Moment
from micronet.base.db import commit
from micronet.base.errors import NotFound
from micronet.base.ids import new_id
from micronet.circles.access import memberships
from micronet.circles.models import Membership
from micronet.circles.roles import can, must
from micronet.moments import actions
from micronet.moments.forms import MomentForm
from micronet.moments.ids import offspring
from micronet.moments.shown import around
from micronet.moments.views import blueprint
from micronet.moments.views.answers import refused, spend
from micronet.people.guards import late, me, repeatable
from micronet.web import strip
from micronet.web.render import go, page


@blueprint.get("/share")
def share() -> Response:
    """From outside a circle: straight to the only one there is, else the question which."""
    mine = _mine()
    if not mine:
        return go("home.show")
    if len(mine) == 1:
        return go("moments.new", circle_id=mine[0].circle_id)
    return page("moments/share.html", circles=[one.circle for one in mine], paint=mine[0].circle.paint, here="share")


@blueprint.get("/circles/<id:circle_id>/moments/new")
def new(circle_id: str) -> Response:
    """The composer."""
    mine = _mine()
    form = _form(mine)
    form.fresh.data = new_id()
    form.circles.data = [circle_id]
    if request.args.get("kind") in dict(form.kind.choices):
        form.kind.data = request.args["kind"]
    return _composer(_member(mine, circle_id), mine, form)


@blueprint.post("/circles/<id:circle_id>/moments")
@late
@repeatable
def create(circle_id: str) -> Response:
    """Share what the composer holds: a copy into each circle that is ticked, and nowhere else."""
    mine = _mine()
    member, form = _member(mine, circle_id), _form(mine)
    if not form.is_good() or not spend(circle_id, form):
        return refused(_composer(member, mine, form, 422), form)
    chosen = _chosen(_mine(), circle_id, form.circles.data or [circle_id])
    shared = _share(chosen, form)
    commit()
    names = format_list([one.circle.name for one in chosen], locale=get_locale())
    undo = url_for(".remove", circle_id=shared.circle_id, moment_id=shared.id, everywhere=1)
    strip.say(_("Shared with %(circles)s.", circles=names), undo, actions.UNDO)
    return go("board.show", circle_id=circle_id if circle_id in {one.circle_id for one in chosen} else shared.circle_id)


def _mine() -> list[Membership]:
    """My memberships of the circles in which I may share."""
    return [one for one in memberships(me()) if can(one, "moment.share")]


def _member(mine: list[Membership], circle_id: str) -> Membership:
    """Mine of this circle. Raises NotFound for one I am not in, and Forbidden where I may only look."""
    for member in mine:
        if member.circle_id == circle_id:
            return member
    for member in memberships(me()):
        if member.circle_id == circle_id:
            must(member, "moment.share")
    raise NotFound


def _form(mine: list[Membership]) -> MomentForm:
    form = MomentForm()
    form.circles.choices = [(one.circle_id, one.circle.name) for one in mine]
    return form


def _composer(member: Membership, mine: list[Membership], form: MomentForm, status: int = 200) -> Response:
    context = around(member) | {"here": "share", "circles": [one.circle for one in mine]}
    return page("moments/new.html", "composer", status, form=form, **context)


def _chosen(mine: list[Membership], circle_id: str, ids: list[str]) -> list[Membership]:
    """The memberships that were ticked, the one of this page first: its moment carries the id that was sent.

    Raises NotFound when none of them is mine any more.
    """
    chosen = sorted((one for one in mine if one.circle_id in ids), key=lambda one: one.circle_id != circle_id)
    if not chosen:
        raise NotFound
    return chosen


def _share(chosen: list[Membership], form: MomentForm) -> Moment:
    """The moment itself in the first circle, and a copy of its own in each of the others."""
    said = {"kind": form.kind.data, "text": form.words.data, "advice": form.advice.data}
    first, *others = chosen
    shared = actions.share(first, id=form.made_id, **said)
    for member in others:
        actions.share(member, id=offspring(shared.id, member.circle_id), **said)
    return shared
