"""The circle's own settings, each changed in its place: with htmx in its row, without script on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from micronet.base.db import begin_write, commit, rollback
from micronet.base.errors import Invalid, NotFound
from micronet.circles import pictures
from micronet.circles.models import Membership
from micronet.circles.serving import storage
from micronet.members import actions, forms, wording
from micronet.members.blueprint import blueprint
from micronet.members.frame import come_in, dressed, most
from micronet.members.uploads import square, throw_away
from micronet.people.guards import late
from micronet.web import strip
from micronet.web.forms import Form
from micronet.web.render import go, page


@dataclass(frozen=True)
class Part:
    """One setting: its heading, its form, how the form is filled from the circle and what it does.

    `dresses` marks what changes the look of the whole page, which then is fetched anew.
    """

    title: Callable[[], str]
    form: type[Form]
    fill: Callable[[Any, Membership], None]
    act: Callable[[Any, Membership], None]
    dresses: bool = False


def _fill(name: str) -> Callable[[Any, Membership], None]:
    def fill(form: Any, member: Membership) -> None:
        form[name].data = getattr(member.circle, name)

    return fill


def _take_size(form: Any, member: Membership) -> None:
    if form.cap.data is None:
        raise Invalid(str(forms.NUMBER), "cap")
    actions.set_cap(member, form.cap.data, most=most(member.circle.kind))


PARTS = {
    "name": Part(
        lambda: _("Name"),
        forms.NamePart,
        _fill("name"),
        lambda form, member: actions.rename(member, form.name.data),
        True,
    ),
    "paint": Part(
        lambda: _("Colour"),
        forms.PaintPart,
        _fill("paint"),
        lambda form, member: actions.repaint(member, form.paint.data),
        True,
    ),
    "rules": Part(
        lambda: _("Three lines everybody reads first"),
        forms.RulesPart,
        lambda form, member: form.show(member.circle.rules),
        lambda form, member: actions.write_rules(member, form.rules),
    ),
    "question": Part(
        lambda: _("The question at the door"),
        forms.QuestionPart,
        _fill("question"),
        lambda form, member: actions.ask(member, form.question.data),
    ),
    "seats": Part(lambda: _("Seats"), forms.SeatsPart, _fill("cap"), _take_size),
}


def offered(member: Membership) -> list[str]:
    """The settings this circle has."""
    return [name for name in PARTS if name != "question" or member.circle.kind == "purpose"]


@blueprint.route("/circles/<id:circle_id>/settings/<part>", methods=["GET", "POST"])
def setting(circle_id: str, part: str) -> Response:
    """One setting, to change in its place. `?shut` shows it at rest again."""
    member = come_in(circle_id, "circle.settings")
    if part not in offered(member):
        raise NotFound
    form, status = PARTS[part].form(), 200
    if request.method == "POST":
        if _saved(form, part, member):
            commit()
            return _after(member, part)
        status = 422
    else:
        PARTS[part].fill(form, member)
    return page(
        "members/setting.html", "part", status, **_context(member, part, None if "shut" in request.args else form)
    )


def _saved(form: Form, part: str, member: Membership) -> bool:
    try:
        if form.is_good():
            PARTS[part].act(form, member)
            return True
    except Invalid as problem:
        form.blame(problem)
    return False


def _after(member: Membership, part: str) -> Response:
    if PARTS[part].dresses or not request.headers.get("HX-Request"):
        strip.say(_("Changed for everyone in the circle."))
        return go("members.about", circle_id=member.circle_id)
    return page("members/setting.html", "part", **_context(member, part, None))


def _context(member: Membership, part: str, form: Form | None) -> dict[str, Any]:
    return dressed(member, part=part, title=PARTS[part].title(), form=form, most=most(member.circle.kind), say=wording)


@blueprint.route("/circles/<id:circle_id>/picture", methods=["GET", "POST"])
@late
def circle_picture(circle_id: str) -> Response:
    """The circle's picture: choose one, or take it down."""
    member = come_in(circle_id, "circle.settings")
    form, status = forms.PicturePart(), 200
    if request.method == "POST":
        try:
            return _hang(circle_id, square(form.photo.data))
        except Invalid as problem:
            rollback()
            form.blame(problem)
            status, member = problem.status, come_in(circle_id, "circle.settings")
    return page("members/circle_picture.html", status=status, **dressed(member, form=form))


def _hang(circle_id: str, data: bytes | None) -> Response:
    if data is None and "remove" not in request.form:
        raise Invalid(_("Choose a picture first."), "photo")
    begin_write()
    member = come_in(circle_id, "circle.settings")
    fresh = pictures.hang(storage(), circle_id, data).id if data is not None else None
    before = actions.show_picture(member, fresh)
    pictures.take_down(circle_id, before)
    commit()
    throw_away(circle_id, before)
    strip.say(_("Changed for everyone in the circle."))
    return go("members.about", circle_id=circle_id)
