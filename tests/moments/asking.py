"""How the tests of polls ask and answer: through the pages, as people do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from werkzeug.test import TestResponse

from micronet.activity.models import Activity
from micronet.activity.polled import PollView, polls_of
from micronet.activity.polls import Poll, PollOption, Vote
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.base.ids import new_id
from micronet.circles.access import enter
from micronet.people.models import Person
from tests.moments.saying import at
from tests.world import World

DAYS = ("Friday", "Saturday", "Sunday")
QUESTION = "Which day shall we eat together?"


def form(**more: Any) -> dict[str, Any]:
    """What the page of a new poll sends."""
    sent = {"fresh": new_id(), "words": QUESTION, "answers": [*DAYS, "", "", "", "", ""]}
    return sent | {"many": "one", "names": "named", "ends": "days"} | more


def ask(world: World, who: Person, **more: Any) -> str:
    """Ask by the page's own form; gives the moment's id."""
    sent = form(**more)
    answer = world.as_(who).post(world.path("/polls/new"), data=sent)
    assert answer.status_code == 303, answer.text
    return str(sent["fresh"])


def options(moment: str) -> dict[str, str]:
    """The ids of a poll's answers, by their words."""
    db.session.rollback()
    rows = select(PollOption).where(PollOption.moment_id == moment).order_by(PollOption.place_in_order)
    return {one.text: one.id for one in db.session.scalars(rows)}


def vote(world: World, who: Person, moment: str, *chosen: str, **headers: Any) -> TestResponse:
    """Answer by the page's own form, with words or ids of options."""
    known = options(moment)
    sent = {"option": [known.get(one, one) for one in chosen]}
    return world.as_(who).post(at(world, moment, "/votes"), data=sent, **headers)


def voted(moment: str) -> set[tuple[str, str]]:
    """Who (by membership) chose what (in words), as it is kept."""
    words = {id: text for text, id in options(moment).items()}
    rows = db.session.scalars(select(Vote).where(Vote.moment_id == moment))
    return {(one.voter_id, words[one.option_id]) for one in rows}


def time_is_up(moment: str) -> None:
    """The poll ended a minute ago."""
    with writing() as session:
        session.execute(update(Poll).where(Poll.moment_id == moment).values(ends_at=clock.now() - timedelta(minutes=1)))


def read(world: World, who: Person, *moments: str) -> dict[str, PollView]:
    """The polls under these moments as `who` may read them."""
    with world.app.app_context():
        return polls_of(world.family.id, moments, enter(world.family.id, who), who)


def told(verb: str) -> list[Activity]:
    """The acts of this kind."""
    db.session.rollback()
    return list(db.session.scalars(select(Activity).where(Activity.verb == verb).order_by(Activity.version)))
