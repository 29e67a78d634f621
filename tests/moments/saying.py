"""How the tests of this room say things: through the pages, as people do."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.test import TestResponse

from micronet.base.db import writing
from micronet.base.ids import new_id
from micronet.circles.access import enter
from micronet.circles.models import Circle
from micronet.moments import actions
from micronet.people.models import Person
from tests.world import World


def share(world: World, who: Person, words: str = "Kettle on.", circle: Circle | None = None, **more: Any) -> str:
    """Share a moment by the page's own form; gives its id."""
    id = new_id()
    answer = world.as_(who).post(world.path("/moments", circle), data={"fresh": id, "words": words, **more})
    assert answer.status_code == 303, answer.text
    return id


def quickly(world: World, who: Person, words: str = "Kettle on.", kind: str = "note") -> str:
    """Share a moment without a page, where there are to be many."""
    with world.app.app_context(), writing():
        return actions.share(enter(world.family.id, who), id=new_id(), kind=kind, text=words).id


def reply(world: World, who: Person, moment: str, words: str, **headers: Any) -> TestResponse:
    """Reply by the page's own form."""
    return world.as_(who).post(at(world, moment, "/replies"), data={"fresh": new_id(), "words": words}, **headers)


def replied(world: World, who: Person, moment: str, words: str) -> str:
    """Reply, and give the reply's id."""
    id = new_id()
    answer = world.as_(who).post(at(world, moment, "/replies"), data={"fresh": id, "words": words})
    assert answer.status_code == 303, answer.text
    return id


def feel(world: World, who: Person, moment: str, feeling: str, **headers: Any) -> TestResponse:
    """Send a feeling by the page's own form."""
    return world.as_(who).post(at(world, moment, "/reactions"), data={"feeling": feeling}, **headers)


def board(world: World, who: Person, circle: Circle | None = None) -> str:
    """The board as `who` sees it."""
    answer = world.as_(who).get(world.path(circle=circle))
    assert answer.status_code == 200
    return answer.text


def article(world: World, who: Person, moment: str) -> str:
    """The one moment's block as `who` sees it, without what is random in it."""
    answer = world.as_(who).get(at(world, moment))
    assert answer.status_code == 200, answer.status
    found = re.search(r"<article.*?</article>", answer.text, re.S)
    assert found
    return re.sub(r'name="fresh" value="\w+"', "", found[0])


def at(world: World, moment: str, rest: str = "") -> str:
    """An address of a moment in *Family*."""
    return world.path(f"/moments/{moment}{rest}")


def order(page: str) -> list[str]:
    """The ends of the ids of the moments on a page, from the top."""
    return re.findall(r'<article class="moment" id="moment-(\w+)"', page)
