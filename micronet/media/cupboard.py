"""The circle's cupboard, for its hosts: what takes the room in it, how much it may hold, and what is kept."""

from __future__ import annotations

from dataclasses import asdict

from flask import Response, current_app
from flask_babel import get_locale
from flask_babel import gettext as _

from micronet.activity import allowance
from micronet.base.db import commit, rollback
from micronet.base.errors import Invalid
from micronet.base.sizes import in_words
from micronet.circles.models import Membership
from micronet.media import actions, measure
from micronet.media.forms import CupboardForm
from micronet.media.frame import come_in, dressed
from micronet.media.views import blueprint
from micronet.web import strip
from micronet.web.render import go, page

AT = "/circles/<id:circle_id>/storage"


@blueprint.get(AT)
def cupboard(circle_id: str) -> Response:
    """What takes the room, and the form."""
    member = come_in(circle_id, "storage.set")
    form = _form(member)
    form.budget.data = str(member.circle.file_budget if member.circle.file_budget < _house() else 0)
    form.keeps_originals.data = member.circle.keeps_originals
    return _shown(member, form)


@blueprint.post(AT)
def furnish(circle_id: str) -> Response:
    """Change how much it may hold, and whether photos are kept as they came."""
    member = come_in(circle_id, "storage.set")
    form = _form(member)
    try:
        if form.is_good():
            actions.furnish(member, int(form.budget.data), form.keeps_originals.data, most=_house())
            commit()
            strip.say(_("Kept."))
            return go(".cupboard", circle_id=circle_id)
    except Invalid as problem:
        form.blame(problem)
    rollback()
    return _shown(come_in(circle_id, "storage.set"), form, 422)


def _house() -> int:
    """Bytes that the house allows a circle."""
    most: int = current_app.config["SETTINGS"].circle_bytes
    return most


def _form(member: Membership) -> CupboardForm:
    form = CupboardForm()
    form.offer(_house(), member.circle.file_budget, str(get_locale()))
    return form


def _shown(member: Membership, form: CupboardForm, status: int = 200) -> Response:
    taken, most = measure.of_circle(member.circle_id), allowance.budget(member.circle, current_app.config["SETTINGS"])
    names = sorts()
    lines = [(names[sort], size) for sort, size in asdict(taken).items() if size]
    told = {"taken": taken.all, "most": most, "left": max(most - taken.all, 0), "lines": lines, "said": said}
    return page("media/cupboard.html", status=status, **dressed(member, form=form, **told))


def said(size: int) -> str:
    """So many bytes, in the reader's language."""
    return in_words(size, str(get_locale()))


def sorts() -> dict[str, str]:
    """What may take the room, by the name of its sum in `measure.Taken`."""
    return {
        "photo": _("Photos"),
        "original": _("Photos as they came"),
        "video": _("Videos"),
        "voice": _("Voice notes"),
        "file": _("Files"),
        "coming": _("On their way"),
    }
