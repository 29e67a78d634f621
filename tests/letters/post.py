"""How the tests of this room write to each other: through the pages, as people do."""

from __future__ import annotations

import re

from micronet.base.db import writing
from micronet.base.ids import new_id
from micronet.circles.models import Membership
from micronet.letters import actions
from micronet.people.models import Person
from tests.world import World


def write(world: World, who: Person, *to: Membership, words: str = "Dear you.") -> str:
    """Write to these by the page's own form; gives the thread's id."""
    form = {"fresh": new_id(), "to": [one.id for one in to], "words": words}
    answer = world.as_(who).post(world.path("/letters"), data=form)
    assert answer.status_code == 303, answer.text
    found = re.search(r"/letters/(\w{32})#letter-", answer.location)
    assert found, answer.location
    return found[1]


def answer(world: World, who: Person, thread: str, words: str = "Dear you too.") -> str:
    """Write in a thread by the page's own form; gives the letter's id."""
    id = new_id()
    sent = world.as_(who).post(at(world, thread), data={"fresh": id, "words": words})
    assert sent.status_code == 303, sent.text
    return id


def quickly(world: World, by: Membership, *to: Membership, words: str = "Dear you.") -> str:
    """Write without a page; gives the thread's id."""
    with world.app.app_context(), writing():
        return actions.begin(by, list(to), id=new_id(), text=words).thread_id


def at(world: World, thread: str, rest: str = "") -> str:
    """An address of a thread in *Family*."""
    return world.path(f"/letters/{thread}{rest}")


def read(world: World, who: Person, thread: str) -> str:
    """The thread as `who` sees it."""
    page = world.as_(who).get(at(world, thread))
    assert page.status_code == 200, page.status
    return page.text


def mine(world: World, who: Person) -> str:
    """Their letters in *Family*."""
    page = world.as_(who).get(world.path("/letters"))
    assert page.status_code == 200
    return page.text
