"""An invitation: bring its link or its words, look through the window, say whether it is you."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, g, request, session, url_for
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from micronet.base import limits
from micronet.base.errors import Invalid, NotFound, TooMany
from micronet.circles import invites, pictures, words
from micronet.circles.faces import face
from micronet.circles.inside import inside, is_inside, standing
from micronet.circles.models import Circle, Invite
from micronet.circles.roles import HOST
from micronet.circles.seats import seats
from micronet.circles.serving import served
from micronet.people.guards import browser, late, public
from micronet.people.keeper import keeper_name
from micronet.web.forms import Form
from micronet.web.render import go, page
from micronet.welcome.invited import blueprint, gone, held, hold, let_go

PER_ADDRESS, PER_HOUR, PER_DAY, HOUR = 10, 100, 150, 3600
"""How often words may be tried: by one address and by all in an hour, and by all in a day. Links may be always."""


class WordsForm(Form):
    """The four words of a card, as they were heard."""

    words = StringField(_l("The four words"))


@blueprint.get("/join")
@public
def show() -> Response:
    """Reads the link's token from the fragment; without script, a field for the four words. A GET spends nothing."""
    browser()
    return page("welcome/join.html", form=WordsForm(formdata=None))


@blueprint.post("/join")
@public
@late
def bring() -> Response:
    """The token of a link, or four words: if they open something, it is in hand now and can be looked at."""
    if secret := request.form.get("token", ""):
        return _take(invites.by_token(secret[:100]))
    form = WordsForm()
    try:
        said = words.read(form.words.data or "")
        limits.spend("words", request.remote_addr or "", most=PER_ADDRESS, seconds=HOUR)
        limits.spend("words", "", most=PER_HOUR, seconds=HOUR)
        limits.spend("words of a day", "", most=PER_DAY, seconds=24 * HOUR)
    except Invalid as problem:
        form.words.errors = [problem.message]
        return page("welcome/join.html", status=422, form=form)
    except TooMany as problem:
        return _later(form, problem)
    return _take(invites.by_words(said, current_app.config["SECRETS"].pepper))


def _later(form: WordsForm, problem: TooMany) -> Response:
    """Too many tries: what was typed stays."""
    answer = page("welcome/join.html", status=problem.status, form=form, later=True)
    answer.headers["Retry-After"] = str(problem.retry_after)
    return answer


def _take(invite: Invite | None) -> Response:
    if invite is None:
        raise gone()
    hold(invite)
    return go("invited.card")


@blueprint.get("/join/card")
@public
def card() -> Response:
    """Through the window: which circle, who is inside, who invites, who keeps the machine, what was agreed."""
    invite = held()
    circle = invites.circle_of(invite)
    if g.me is not None and (mine := standing(circle, g.me.id)) and is_inside(mine):
        let_go()
        return go("board.show", circle_id=circle.id)
    return page("welcome/join_card.html", **seen(invite, circle))


@blueprint.get("/join/not-me")
@public
def not_me() -> Response:
    """The card is for somebody else: what to do with it."""
    invite = held()
    return page("welcome/join_not_me.html", **seen(invite, invites.circle_of(invite)))


@blueprint.get("/join/known")
@public
def known() -> Response:
    """Someone who has a key signs in first, and then looks at the card again."""
    held()
    session["after_sign_in"] = url_for("invited.card")
    return go("welcome.show")


@blueprint.post("/join/forget")
@public
def forget() -> Response:
    """Put the card down, unused."""
    let_go()
    return go("welcome.show")


@blueprint.get("/join/pictures/<id:picture_id>")
@public
def picture(picture_id: str) -> Response:
    """A picture that the preview shows, for as long as the card in hand opens something."""
    invite = held()
    found = pictures.at_the_door(invite.circle_id, picture_id)
    if found is None:
        raise NotFound
    return served(found)


def seen(invite: Invite, circle: Circle) -> dict[str, Any]:
    """What someone sees before they join: names and faces, no ids of people."""
    people = inside(circle.id)
    by_role = {one.role: one for one in people}
    taken = seats(circle)
    return {
        "invite": invite,
        "circle": circle,
        "paint": circle.paint,
        "circle_picture": _address(circle.id, circle.picture_id) if circle.picture_id else "",
        "people": [face(one, _address) for one in people],
        "sender": next((one.nickname for one in people if one.id == invite.by_id), ""),
        "hosted_by": by_role[HOST].nickname if HOST in by_role else "",
        "keeper": keeper_name(),
        "is_full": taken.people >= taken.cap,
    }


def _address(_circle_id: str, picture_id: str) -> str:
    return url_for("invited.picture", picture_id=picture_id)
