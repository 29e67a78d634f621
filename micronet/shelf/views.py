"""The pages of the room: find, bind, act, render."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from micronet.activity.attached import Attachment
from micronet.activity.models import Moment
from micronet.base import limits
from micronet.base.db import begin_write, commit
from micronet.base.errors import Invalid, NotFound, TooMany
from micronet.base.ids import new_id
from micronet.base.lettering import Size
from micronet.circles.access import enter, find
from micronet.circles.faces import face
from micronet.circles.models import Membership
from micronet.circles.roles import must
from micronet.circles.serving import storage
from micronet.people.guards import late, me, repeatable
from micronet.shelf import actions, queries
from micronet.shelf.captions import PREVIEW, TINY, WIDTHS, Remembered, Words, captioned, spoken
from micronet.shelf.forms import CaptionForm
from micronet.shelf.models import ShelfPicture
from micronet.shelf.scenes import SCENES
from micronet.web import strip
from micronet.web.render import go, page

blueprint = Blueprint("shelf", __name__)
blueprint.record_once(lambda state: state.app.extensions.update(captions=Remembered()))

AT = "/circles/<id:circle_id>/shelf"
ONE = f"{AT}/<picture>"
KEPT = f"{AT}/kept/<id:shelf_id>"
MOST, HOUR = 60, 3600
"""What one member may share in an hour: pictures count among their words."""
PREVIEWS, MINUTE = 120, 60


@blueprint.get(AT)
def show(circle_id: str) -> Response:
    """The shelf: what the circle kept, and the scenes."""
    member = _come_in(circle_id)
    scenes = [queries.of_scene(scene) for scene in SCENES]
    kept = queries.kept(member, me())
    return page("shelf/show.html", scenes=scenes, kept=kept, may_take_off=actions.may_take_off, **_around(member))


@blueprint.get(ONE)
def write(circle_id: str, picture: str) -> Response:
    """One picture and what is to stand above and below it; the words may come along in the address."""
    member = _come_in(circle_id, "moment.share")
    form = CaptionForm(MultiDict(request.args))
    form.is_good()
    form.fresh.data = form.made_id if form.fresh.data else new_id()
    return _maker(member, picture, form, 422 if form.errors else 200)


@blueprint.get(f"{ONE}/preview")
def preview(circle_id: str, picture: str) -> Response:
    """What would be sent, smaller; without words, the picture itself. A script is told what is wrong as JSON."""
    member = _come_in(circle_id)
    queries.blank(member, me(), picture)
    words = _asked_words()
    held: Remembered = current_app.extensions["captions"]
    name = held.name(circle_id, picture, member.circle.paint, words.top, words.bottom, request.args.get("small", ""))
    data = held.get(name) if words else None
    if data is None:
        data = _preview(member, picture, words)
        if words:
            held.put(name, data)
    answer = Response(data, content_type=actions.WEBP)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.set_etag(name)
    answer.make_conditional(request)
    return answer


@blueprint.post(ONE)
@late
@repeatable
def send(circle_id: str, picture: str) -> Response:
    """Share the picture with its words. Drawing takes a while, so it comes before any writing."""
    member = _come_in(circle_id, "moment.share")
    blank, form = queries.blank(member, me(), picture), CaptionForm()
    sizes = _drawn(member, picture, form)
    if sizes is None:
        return _refused(member, picture, form)
    begin_write()
    member = _come_in(circle_id, "moment.share")
    finished = actions.Finished(blank.key, spoken(blank.alt or blank.name, form.words), sizes)
    moment = actions.send(member, finished, storage(), id=form.made_id)
    commit()
    undo = url_for("moments.remove", circle_id=circle_id, moment_id=moment.id)
    strip.say(_("Shared with %(circles)s.", circles=member.circle.name), undo, actions.UNDO)
    return go("board.show", circle_id=circle_id)


@blueprint.post("/circles/<id:circle_id>/keep/<id:attachment_id>")
def keep(circle_id: str, attachment_id: str) -> Response:
    """Keep a photo that was posted, to write on."""
    member = _come_in(circle_id, "shelf.keep")
    photo = find(Attachment, circle_id, attachment_id, to=me())
    moment = find(Moment, circle_id, photo.moment_id, to=me()) if photo.moment_id else None
    actions.keep(photo, moment, member, storage())
    commit()
    strip.say(_("It’s on the shelf now, for everyone in the circle to write on."))
    return go("shelf.show", circle_id=circle_id)


@blueprint.post(f"{KEPT}/remove")
def remove(circle_id: str, shelf_id: str) -> Response:
    """Take a picture off the shelf. What was made with it stays."""
    member = _come_in(circle_id)
    kept = find(ShelfPicture, circle_id, shelf_id, to=me())
    copy = find(Attachment, circle_id, kept.attachment_id, to=me())
    actions.take_off(kept, copy, member)
    commit()
    undo = url_for(".restore", circle_id=circle_id, shelf_id=shelf_id)
    strip.say(_("It’s off the shelf. What you made with it stays."), undo, actions.UNDO)
    return go("shelf.show", circle_id=circle_id)


@blueprint.post(f"{KEPT}/restore")
def restore(circle_id: str, shelf_id: str) -> Response:
    """Put back what I took off a moment ago."""
    actions.restore(_come_in(circle_id), shelf_id)
    commit()
    strip.say(_("It’s back where it was."))
    return go("shelf.show", circle_id=circle_id)


def _come_in(circle_id: str, act: str = "circle.look") -> Membership:
    """My membership, if I may do `act` there. Raises NotFound, Forbidden."""
    member = enter(circle_id, me())
    must(member, act)
    return member


def _around(member: Membership) -> dict[str, Any]:
    """The context of every page of the room."""
    circle = member.circle
    return {"circle": circle, "member": member, "paint": circle.paint, "here": "share", "my_face": face(member)}


def _maker(member: Membership, picture: str, form: CaptionForm, status: int = 200) -> Response:
    blank = queries.blank(member, me(), picture)
    words = Words() if form.errors else form.words
    context = {"picture": blank, "form": form, "words": words, "alt": spoken(blank.alt or blank.name, words)}
    return page("shelf/write.html", "maker", status, **context, **_around(member))


def _drawn(member: Membership, picture: str, form: CaptionForm) -> list[Size] | None:
    """Every size of what the form asks for; None, with a word in the form, when there is something wrong with it."""
    if not form.is_good():
        return None
    try:
        limits.spend("words", f"{member.circle_id}/{me().id}", most=MOST, seconds=HOUR)
        read = queries.read(member, picture, storage())
        return captioned(_bytes(read), form.words, member.circle.paint, (TINY, *WIDTHS))
    except TooMany as problem:
        form.wait = problem.retry_after
        form.blame(Invalid(_("That was a lot in one hour. It’s still here: send it a little later."), "top"))
    except Invalid as problem:
        form.blame(problem)
    return None


def _refused(member: Membership, picture: str, form: CaptionForm) -> Response:
    """The maker with what is wrong, and how long to wait when that is it."""
    answer = _maker(member, picture, form, 429 if form.wait else 422)
    if form.wait:
        answer.headers["Retry-After"] = str(form.wait)
    return answer


def _asked_words() -> Words:
    """The words in the address, clean. Raises Invalid with the first thing that is wrong."""
    form = CaptionForm(MultiDict(request.args))
    if not form.is_good():
        field, told = next(iter(form.errors.items()))
        raise Invalid(str(told[0]), field)
    return form.words


def _preview(member: Membership, picture: str, words: Words) -> bytes:
    small = not words and bool(request.args.get("small"))
    read = queries.read(member, picture, storage(), small=small)
    if not words:
        return _bytes(read)
    limits.spend("previews", f"{member.circle_id}/{me().id}", most=PREVIEWS, seconds=MINUTE)
    return captioned(_bytes(read), words, member.circle.paint, (PREVIEW,))[0].data


def _bytes(read: Any) -> bytes:
    try:
        data: bytes = read()
    except FileNotFoundError:
        raise NotFound from None
    return data
