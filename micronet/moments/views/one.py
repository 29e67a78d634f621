"""One moment: its page, saying it in other words, taking it back and bringing it back."""

from __future__ import annotations

from flask import Response, make_response, render_template_string, request, url_for
from flask_babel import gettext as _

from micronet.activity.models import Moment
from micronet.base.db import commit
from micronet.base.errors import Forbidden
from micronet.base.jobs import nudge
from micronet.circles.access import find, memberships
from micronet.circles.models import Membership
from micronet.moments import actions
from micronet.moments.addresses import first_address
from micronet.moments.forms import EditForm
from micronet.moments.shown import come_in
from micronet.moments.views import blueprint
from micronet.moments.views.answers import back, done, moment_page
from micronet.people.guards import me
from micronet.web import strip
from micronet.web.render import is_partial

AT = "/circles/<id:circle_id>/moments/<id:moment_id>"


@blueprint.get(AT)
def show(circle_id: str, moment_id: str) -> Response:
    """One moment by itself, for links."""
    return moment_page(come_in(circle_id), moment_id)


@blueprint.route(f"{AT}/edit", methods=["GET", "POST"])
def edit(circle_id: str, moment_id: str) -> Response:
    """Say it in other words."""
    member = come_in(circle_id)
    moment = find(Moment, circle_id, moment_id, to=me())
    if moment.author_id != member.id:
        raise Forbidden
    form = EditForm()
    if request.method != "POST":
        form.words.data, form.advice.data = moment.text, moment.advice
    elif form.is_good():
        actions.edit(moment, member, text=form.words.data, advice=form.advice.data)
        commit()
        if first_address(moment.text):
            nudge()
        return done(member, moment)
    return moment_page(member, moment_id, 422 if form.errors else 200, edit_form=form)


@blueprint.post(f"{AT}/remove")
def remove(circle_id: str, moment_id: str) -> Response:
    """Take a moment back, and with `everywhere` the copies that went to my other circles along with it."""
    member = come_in(circle_id)
    moment = find(Moment, circle_id, moment_id, to=me())
    actions.remove(moment, member)
    for other, copy in _copies(moment, member):
        if copy.removed_at is None:
            actions.remove(copy, other)
    commit()
    undo = url_for(".restore", circle_id=circle_id, moment_id=moment_id, everywhere=_everywhere() or None)
    said = _("Taken back.") if moment.author_id == member.id else _("Taken away.")
    return _told(circle_id, said, undo)


@blueprint.post(f"{AT}/restore")
def restore(circle_id: str, moment_id: str) -> Response:
    """Bring back what I took away a moment ago."""
    member = come_in(circle_id)
    moment = actions.restore(member, moment_id)
    for other, copy in _copies(moment, member):
        if actions.may_restore(copy, other):
            actions.restore(other, copy.id)
    commit()
    strip.say(_("It’s back where it was."))
    return done(member, moment, said=strip.take()) if is_partial() else back(circle_id)


def _everywhere() -> int:
    """1 when the address says that the copies go along, else 0."""
    return int(bool(request.args.get("everywhere")))


def _copies(moment: Moment, member: Membership) -> list[tuple[Membership, Moment]]:
    """What goes along when `everywhere` is asked for: only my own, only in my own circles."""
    if not _everywhere() or moment.author_id != member.id:
        return []
    return actions.copies(moment, memberships(me()))


def _told(circle_id: str, text: str, undo: str) -> Response:
    """After something was taken away: nothing in its place, and a notice with the way back."""
    strip.say(text, undo, actions.UNDO)
    if not is_partial():
        return back(circle_id)
    return make_response(render_template_string("{{ ui.strip_area(said, oob=true) }}", said=strip.take()))
