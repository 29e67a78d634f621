"""Making an album, changing it, filling it, removing it."""

from __future__ import annotations

from flask import Response, request, url_for
from flask_babel import gettext as _

from micronet.base.db import commit
from micronet.base.errors import Forbidden, Invalid
from micronet.base.ids import new_id, read_id
from micronet.circles.access import find
from micronet.circles.models import Membership
from micronet.memories import actions, photos
from micronet.memories.forms import AlbumForm
from micronet.memories.frame import around, come_in
from micronet.memories.models import Album
from micronet.memories.views import blueprint
from micronet.memories.views.looking import AT, first_of, month_page
from micronet.people.guards import limited, me
from micronet.web import strip
from micronet.web.render import go, page

ONE = f"{AT}/<id:album_id>"
MOST = photos.MOST
"""Photos that are put into an album at once: a page full."""


@blueprint.get(f"{AT}/new")
def new_album(circle_id: str) -> Response:
    """The form for an album."""
    member = come_in(circle_id, "album.make")
    form = AlbumForm(fresh=new_id())
    return _form(member, form)


@blueprint.post(AT)
def make(circle_id: str) -> Response:
    """Make it."""
    member, form = come_in(circle_id, "album.make"), AlbumForm()
    if form.is_good():
        try:
            made = actions.make(member, form.cover, id=form.made_id)
            commit()
            return go("memories.album", circle_id=circle_id, album_id=made.id)
        except Invalid as problem:
            form.blame(problem)
    return _form(member, form, status=422)


@blueprint.get(f"{ONE}/edit")
def edit_album(circle_id: str, album_id: str) -> Response:
    """The form with what stands on an album now."""
    member, album = _mine(circle_id, album_id)
    return _form(member, AlbumForm(obj=album), album)


@blueprint.post(f"{ONE}/edit")
def change(circle_id: str, album_id: str) -> Response:
    """Another name, other days."""
    member, album = _mine(circle_id, album_id)
    form = AlbumForm()
    if not form.is_good():
        return _form(member, form, album, 422)
    actions.change(album, member, form.cover)
    commit()
    return go("memories.album", circle_id=circle_id, album_id=album_id)


@blueprint.post(f"{ONE}/remove")
def remove(circle_id: str, album_id: str) -> Response:
    """Remove it. The photos stay."""
    member = come_in(circle_id)
    actions.remove(find(Album, circle_id, album_id, to=me()), member)
    commit()
    undo = url_for("memories.restore", circle_id=circle_id, album_id=album_id)
    strip.say(_("The album is gone. Its photos are all still in their months."), undo, actions.UNDO)
    return go("memories.albums", circle_id=circle_id)


@blueprint.post(f"{ONE}/restore")
def restore(circle_id: str, album_id: str) -> Response:
    """Bring back what I removed a moment ago."""
    actions.restore(come_in(circle_id), album_id)
    commit()
    strip.say(_("The album is back."))
    return go("memories.album", circle_id=circle_id, album_id=album_id)


@blueprint.post(f"{AT}/photos")
@limited("albums", most=600, seconds=3600)
def add(circle_id: str) -> Response:
    """Put the ticked photos (`photo`, several) into an album."""
    member = come_in(circle_id, "album.make")
    asked = [id for id in map(read_id, request.form.getlist("photo")[:MOST]) if id]
    found = photos.of(member, me(), asked)
    album_id = read_id(request.form.get("album"))
    if not found or album_id is None:
        return _pick_again(member, _("Tick the photos first.") if album_id else _("Choose an album."))
    album = find(Album, circle_id, album_id, to=me())
    actions.add(album, member, [id for id in asked if id in found])
    commit()
    strip.say(_("It’s in “%(album)s” now.", album=album.name))
    return go("memories.album", circle_id=circle_id, album_id=album_id)


@blueprint.post(f"{ONE}/photos/<id:attachment_id>/remove")
def take_out(circle_id: str, album_id: str, attachment_id: str) -> Response:
    """Take a photo out of an album. It stays in its month."""
    member = come_in(circle_id, "album.make")
    album = find(Album, circle_id, album_id, to=me())
    if attachment_id in photos.of(member, me(), [attachment_id]):
        actions.take_out(album, member, attachment_id)
        commit()
        strip.say(_("It’s out of “%(album)s”, and still in its month.", album=album.name))
    return go("memories.album", circle_id=circle_id, album_id=album_id)


def _pick_again(member: Membership, problem: str) -> Response:
    """The month with its ticks as they were, and a sentence. Raises Invalid where no month sent them."""
    year, month = (request.form.get(name, "") for name in ("year", "month"))
    if not (year.isascii() and year.isdigit() and month.isascii() and month.isdigit() and len(year + month) < 7):
        raise Invalid(problem, "album")
    return month_page(member, first_of(int(year), int(month)), 422, problem)


def _mine(circle_id: str, album_id: str) -> tuple[Membership, Album]:
    """My membership and an album that I may change. Raises NotFound, Forbidden."""
    member = come_in(circle_id)
    album = find(Album, circle_id, album_id, to=me())
    if not actions.may_change(album, member):
        raise Forbidden
    return member, album


def _form(member: Membership, form: AlbumForm, album: Album | None = None, status: int = 200) -> Response:
    if not form.fresh.data:
        form.fresh.data = new_id()
    return page("memories/edit.html", "album", status, **around(member, form=form, album=album))
