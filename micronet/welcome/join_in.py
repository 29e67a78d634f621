"""Coming in with an invitation: somebody who is signed in joins at once, a newcomer makes their first key."""

from __future__ import annotations

from flask import Response, g, jsonify, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from micronet.activity.record import CIRCLE, record
from micronet.base.db import commit, db, rollback
from micronet.base.errors import Invalid
from micronet.base.text import clean
from micronet.circles import invites
from micronet.circles.access import enter
from micronet.circles.inside import is_inside, standing
from micronet.circles.models import ANSWER_LENGTH, Circle, Invite, Membership
from micronet.people import arrival, newcomer
from micronet.people.ceremony import go_to, sent
from micronet.people.guards import browser, late, limited, me, public, sign_in
from micronet.people.models import Person
from micronet.web import strip
from micronet.web.forms import Form, one_of
from micronet.web.i18n import language
from micronet.web.render import go, page
from micronet.welcome.invited import blueprint, held, let_go
from micronet.welcome.join import seen
from micronet.welcome.views import right_url

SIZES = tuple(str(size) for size in range(1, 6))


class AnswerForm(Form):
    """What someone says to the question at the door."""

    answer = StringField(_l("Your answer"))


@blueprint.get("/join/key")
@public
def key() -> Response:
    """A name and a first key, for who has none."""
    invite = held()
    if g.me is not None:
        return go("invited.card")
    browser()
    context = seen(invite, invites.circle_of(invite))
    return page("welcome/join_key.html", right_url=right_url(), **context)


@blueprint.post("/join/options")
@public
@limited("key", most=30, seconds=300)
def key_options() -> Response:
    """What the browser must ask the authenticator to make, once name and answer can be taken."""
    _answer(invites.circle_of(held()))
    asked = newcomer.ask(request.form.get("name", ""))
    commit()
    return jsonify(asked)


@blueprint.post("/join/key")
@public
@late
@limited("key", most=30, seconds=300)
def make_key() -> Response:
    """A person, their key, their seat and the used card: all of it in one transaction, or nothing."""
    answer = _answer(invites.circle_of(held()))
    person, device, secret = newcomer.admit(sent(), "", request.form.get("zone", ""), language())
    member = _join(held(), person, answer)
    commit()
    path = arrival.newcomer(url_for("invited.reading", circle_id=member.circle_id))
    return sign_in(go_to(path), device, secret)


@blueprint.post("/join/in")
def come_in() -> Response:
    """Join as who I am. Somebody who is inside already keeps the card for another."""
    invite = held()
    circle = invites.circle_of(invite)
    mine = standing(circle, me().id)
    if mine is None or not is_inside(mine):
        form = AnswerForm()
        try:
            _join(invite, me(), _answer(circle))
        except Invalid as problem:
            rollback()
            form.blame(problem)
            return page("welcome/join_card.html", status=422, form=form, **seen(invite, circle))
        commit()
        strip.say(_("You’re in. This is %(circle)s.", circle=circle.name))
    let_go()
    return go("board.show", circle_id=circle.id)


def _answer(circle: Circle) -> str:
    """What was said to the circle's question, if it has one. Raises Invalid for field `answer`."""
    if not circle.question:
        return ""
    said = clean(request.form.get("answer", ""), ANSWER_LENGTH, field="answer")
    if not said:
        raise Invalid(_("They’d like to hear something. A few words will do."), "answer")
    return said


def _join(invite: Invite, person: Person, answer: str) -> Membership:
    member = invites.redeem(invite, person, answer=answer)
    record("member.joined", by=member, circle_id=member.circle_id, signal=CIRCLE, subject_id=member.id, news=True)
    return member


@blueprint.route("/circles/<id:circle_id>/reading", methods=["GET", "POST"])
def reading(circle_id: str) -> Response:
    """The last question on the way in: is the writing big enough?"""
    member = enter(circle_id, me())
    if request.method == "POST":
        me().text_size = int(one_of("text_size", SIZES, "1"))
        db.session.flush()
        commit()
        return go("board.show", circle_id=circle_id)
    return page("welcome/join_reading.html", circle=member.circle, paint=member.circle.paint, member=member)
