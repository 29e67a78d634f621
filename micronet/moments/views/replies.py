"""Words under a moment."""

from __future__ import annotations

from flask import Response, request, url_for
from flask_babel import gettext as _

from micronet.activity.models import Moment, Reply
from micronet.base.db import commit, rollback
from micronet.base.errors import Forbidden, Invalid, NoRoom, NotFound
from micronet.base.ids import read_id
from micronet.base.jobs import nudge
from micronet.circles.access import find
from micronet.circles.models import Membership
from micronet.moments import enclosed, talk
from micronet.moments.actions import UNDO
from micronet.moments.forms import EditReplyForm, ReplyForm
from micronet.moments.ids import offspring
from micronet.moments.shown import come_in
from micronet.moments.views import blueprint
from micronet.moments.views.answers import back, done, moment_page, refused, spend
from micronet.moments.views.bringing import MOST_SENT, bring, keep
from micronet.moments.views.one import AT
from micronet.people.guards import late, me, repeatable, takes
from micronet.web import strip
from micronet.web.render import is_partial

UNDER = f"{AT}/replies/<id:reply_id>"


@blueprint.post(f"{AT}/replies")
@late
@repeatable
@takes(MOST_SENT)
def reply(circle_id: str, moment_id: str) -> Response:
    """Say something under a moment."""
    member = come_in(circle_id)
    moment = find(Moment, circle_id, moment_id, to=me())
    form = ReplyForm()
    brought = bring(member, form, _id(form, moment, member)) if form.is_good() else None
    if brought is None or not spend(circle_id, form):
        return refused(moment_page(member, moment_id, 422, reply_form=form), form)
    member = come_in(circle_id)
    moment = find(Moment, circle_id, moment_id, to=me())
    try:
        said = talk.reply(moment, member, id=_id(form, moment, member), text=form.words.data)
        enclosed.enclose_with_reply(said, member, keep(member, form, brought))
    except (Invalid, NoRoom) as problem:
        rollback()
        form.blame(problem)
        return moment_page(come_in(circle_id), moment_id, problem.status, reply_form=form)
    commit()
    if brought:
        nudge()
    return done(member, moment)


def _id(form: ReplyForm, moment: Moment, by: Membership) -> str:
    """The id the page brought; else one that is the same for the same words after the same reply."""
    return read_id(form.fresh.data) or offspring(moment.id, f"{by.id} {form.after.data} {form.words.data}")


@blueprint.route(f"{UNDER}/edit", methods=["GET", "POST"])
def edit_reply(circle_id: str, moment_id: str, reply_id: str) -> Response:
    """Say it in other words."""
    member = come_in(circle_id)
    moment, said = _find(circle_id, moment_id, reply_id)
    if said.author_id != member.id:
        raise Forbidden
    form = EditReplyForm()
    if request.method != "POST":
        form.words.data = said.text
    elif form.is_good():
        talk.edit_reply(said, member, text=form.words.data)
        commit()
        return done(member, moment)
    return moment_page(member, moment_id, 422 if form.errors else 200, edit_reply_form=form, edited_reply=reply_id)


@blueprint.post(f"{UNDER}/remove")
def remove_reply(circle_id: str, moment_id: str, reply_id: str) -> Response:
    """Take a reply back."""
    member = come_in(circle_id)
    moment, said = _find(circle_id, moment_id, reply_id)
    talk.remove_reply(said, member)
    commit()
    undo = url_for(".restore_reply", circle_id=circle_id, moment_id=moment_id, reply_id=reply_id)
    strip.say(_("Taken back.") if said.author_id == member.id else _("Taken away."), undo, UNDO)
    return done(member, moment, said=strip.take()) if is_partial() else back(circle_id)


@blueprint.post(f"{UNDER}/restore")
def restore_reply(circle_id: str, moment_id: str, reply_id: str) -> Response:
    """Bring back a reply that I took away a moment ago."""
    member = come_in(circle_id)
    moment = find(Moment, circle_id, moment_id, to=me())
    talk.restore_reply(member, reply_id)
    commit()
    strip.say(_("It’s back where it was."))
    return done(member, moment, said=strip.take()) if is_partial() else back(circle_id)


def _find(circle_id: str, moment_id: str, reply_id: str) -> tuple[Moment, Reply]:
    """A reply and the moment it hangs under. Raises NotFound when either is not there to see."""
    moment = find(Moment, circle_id, moment_id, to=me())
    said = find(Reply, circle_id, reply_id, to=me())
    if said.moment_id != moment.id:
        raise NotFound
    return moment, said
