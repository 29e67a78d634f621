"""Sharing a moment, in one circle or in several of mine."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from babel.lists import format_list
from flask import Response, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from micronet.activity import enclosing
from micronet.activity.models import Moment
from micronet.base.db import commit, rollback
from micronet.base.errors import Invalid, NoRoom, NotFound
from micronet.base.ids import new_id
from micronet.base.jobs import nudge
from micronet.circles.access import memberships
from micronet.circles.models import Membership
from micronet.circles.roles import can, must
from micronet.moments import actions, enclosed
from micronet.moments.addresses import first_address
from micronet.moments.forms import MomentForm
from micronet.moments.ids import offspring
from micronet.moments.meant import EVERYONE, ONLY_ME, Meant, choosable, hidden_until
from micronet.moments.shown import around
from micronet.moments.views import blueprint
from micronet.moments.views.answers import refused, spend
from micronet.moments.views.bringing import MOST_SENT, bring, keep, under_way
from micronet.people.guards import late, me, repeatable, takes
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
    if request.args.get("kind") in ("note", "win", "setback", "question"):
        form.kind.data = request.args["kind"]
    return _composer(_member(mine, circle_id), mine, form)


@blueprint.post("/circles/<id:circle_id>/moments")
@late
@repeatable
@takes(MOST_SENT)
def create(circle_id: str) -> Response:
    """Share what the composer holds: a copy into each circle that is ticked, and nowhere else."""
    mine = _mine()
    member, form = _member(mine, circle_id), _form(mine)
    if form.kind.data == "announcement":
        must(member, "moment.announce")
    brought = bring(member, form, form.made_id) if form.is_good() and _fits(form, member, mine) else None
    if brought is None or not spend(circle_id, form):
        return refused(_composer(member, mine, form, 422), form)
    chosen = _chosen(_mine(), circle_id, form.circles.data or [circle_id])
    try:
        shared = _share(chosen, form)
        if brought or form.ids:
            enclosed.enclose(shared, chosen[0], keep(chosen[0], form, brought))
    except (Invalid, NoRoom) as problem:
        rollback()
        form.blame(problem)
        mine = _mine()
        return _composer(_member(mine, circle_id), mine, form, problem.status)
    commit()
    if brought or first_address(form.words.data):
        nudge()
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
    context |= {"enclosed": under_way(member, form), "most_files": enclosing.MOST}
    context |= {"others": choosable(member), "announces": can(member, "moment.announce")}
    return page("moments/new.html", "composer", status, form=form, **context)


def _fits(form: MomentForm, member: Membership, mine: list[Membership]) -> bool:
    """Whether those it is for and the circles go together; what does not is said in the form."""
    wanted = form.circles.data or [member.circle_id]
    try:
        if form.seen_by.data != "circle" and wanted != [member.circle_id]:
            raise Invalid(_only_here(member), "seen_by")
        if (form.sent or form.ids) and wanted != [member.circle_id]:
            raise Invalid(_files_here(member), "circles")
        if form.kind.data == "announcement":
            for one in mine:
                if one.circle_id in wanted and not can(one, "moment.announce"):
                    raise Invalid(_("Only hosts make announcements. Tick only circles you host."), "circles")
        _meant(form)
    except Invalid as problem:
        form.blame(problem)
    return not form.errors


def _only_here(member: Membership) -> str:
    name = member.circle.name
    return _(
        "People can be chosen in %(circle)s alone. Tick only that circle, or choose the whole circle.", circle=name
    )


def _files_here(member: Membership) -> str:
    return _("Photos and files go to %(circle)s alone. Tick only that circle.", circle=member.circle.name)


def _meant(form: MomentForm) -> Meant:
    """Whom it is for, as the form says. Raises Invalid for a day that does not do."""
    named = frozenset(form.people.data or ())
    match form.seen_by.data:
        case "me":
            return ONLY_ME
        case "some":
            return Meant("some", named) if named else _nobody()
        case "all_but":
            return Meant("all_but", named, hidden_until(form.until.data, me().zone)) if named else _nobody()
    return EVERYONE


def _nobody() -> Any:
    raise Invalid(_("Choose who."), "people")


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
    said: dict[str, Any] = {"kind": form.kind.data, "text": form.words.data, "advice": form.advice.data}
    said |= {"meant": _meant(form), "lasts": timedelta(days=int(form.lasts.data)) if form.lasts.data else None}
    first, *others = chosen
    shared = actions.share(first, id=form.made_id, **said)
    for member in others:
        actions.share(member, id=offspring(shared.id, member.circle_id), **said)
    return shared
