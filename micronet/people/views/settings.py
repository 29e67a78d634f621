"""My settings. Each section saves by itself and comes back alone when htmx asked."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response
from flask_babel import gettext as _

from micronet.base.db import commit, rollback
from micronet.people import door, keyring, quiet
from micronet.people.forms import SECTIONS, NameForm, PlaceForm, QuietForm, ReadingForm, WindowForm
from micronet.people.guards import me, this_device
from micronet.people.views.blueprint import blueprint
from micronet.people.when import quiet_said
from micronet.web import strip
from micronet.web.forms import Form
from micronet.web.render import go, is_partial, page


@blueprint.get("/me")
def settings() -> Response:
    """Everything about how Micronet reads and sounds for me."""
    return page("people/settings.html", **_context())


def _context(**given: Any) -> dict[str, Any]:
    """All sections, each with its form filled from what is kept, but for the one that was just sent."""
    forms = {name: given.pop(name, None) or made(formdata=None, obj=me()) for name, made in SECTIONS.items()}
    drawn = {"quiet_stretches": quiet.stretches(me().quiet_from, me().quiet_until), "quiet_said": quiet_said(me())}
    notes = door.unread(me(), this_device())
    return {"forms": forms, "notes": notes, "keys": keyring.keys(me()), "here": "you", **drawn, **given}


def _save(section: str, form: Form) -> Response:
    """Keep a good form and say so; show a bad one again, with what was typed."""
    if not form.is_good():
        rollback()
        return page("people/settings.html", section, 422, **_context(**{section: form}))
    spoke = me().locale
    form.populate_obj(me())
    commit()
    if not is_partial():
        strip.say(_("Kept."))
        return go("people.settings", _anchor=section)
    if me().locale != spoke:
        return make_response("", 204, {"HX-Refresh": "true"})  # every word of the page is another one now
    return page("people/settings.html", section, said=strip.Strip(_("Kept.")), **_context())


@blueprint.post("/me/name")
def save_name() -> Response:
    """What my own pages call me. Circles keep the name I have there."""
    return _save("name", NameForm())


@blueprint.post("/me/reading")
def save_reading() -> Response:
    """Text size and light."""
    return _save("reading", ReadingForm())


@blueprint.post("/me/place")
def save_place() -> Response:
    """Time zone, language, and how dates and times are written."""
    return _save("place", PlaceForm())


@blueprint.post("/me/quiet")
def save_quiet() -> Response:
    """When my curtains are drawn."""
    return _save("quiet", QuietForm())


@blueprint.post("/me/window")
def save_window() -> Response:
    """What my window says by itself."""
    return _save("window", WindowForm())
