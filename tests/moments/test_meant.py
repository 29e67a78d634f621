"""Who sees a moment: the whole circle, these people, everyone but these until a day, or nobody else."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from micronet.base import clock
from micronet.base.db import writing
from micronet.base.ids import new_id
from micronet.circles.models import Circle, Membership
from micronet.moments.purge import unveil
from micronet.people.models import Person
from tests.moments.saying import article, at, board, feel, order, replied, reply, share
from tests.world import PARTIAL, World

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
"""A Tuesday."""


@pytest.fixture
def ruth(world: World) -> Person:
    """A third one in Family; her membership is `world.ruth_here`."""
    with writing():
        person = world.person("Nana Ruth")
        world.ruth_here = world.join(person, world.family)  # type: ignore[attr-defined]
    return person


def hidden_from(member: Membership, until: str = "2026-03-13") -> dict[str, Any]:
    return {"seen_by": "all_but", "people": [member.id], "until": until}


def some(*members: Membership) -> dict[str, Any]:
    return {"seen_by": "some", "people": [one.id for one in members]}


def here(world: World, name: str) -> Membership:
    found: Membership = getattr(world, f"{name}_here")
    return found


def test_a_moment_for_ruth_is_there_for_her_and_for_nobody_else(world: World, ruth: Person) -> None:
    id = share(world, world.ada, "Between us.", **some(here(world, "ruth")))
    assert "<span>For Nana Ruth and you</span>" in article(world, world.ada, id)
    assert "<span>For you</span>" in article(world, ruth, id)
    assert "Between us." in board(world, ruth)
    assert "Between us." not in board(world, world.ben)
    ben = world.as_(world.ben)
    assert ben.get(at(world, id)).data == ben.get(at(world, new_id())).data
    assert reply(world, world.ben, id, "What?").status_code == 404
    assert feel(world, world.ben, id, "love").status_code == 404
    for rest in ("/remove", "/pin", "/unpin", "/open", "/restore", "/edit"):
        assert ben.post(at(world, id, rest), data={"words": "x"}).status_code == 404, rest


def test_only_me_is_seen_by_nobody_else(world: World) -> None:
    id = share(world, world.ada, "Note to self.", seen_by="me")
    assert "<span>Only you see this</span>" in article(world, world.ada, id)
    assert "Note to self." not in board(world, world.ben)


def test_a_surprise_is_hidden_from_ben_until_friday_and_he_never_learns(world: World, ruth: Person) -> None:
    with clock.frozen(NOON):
        id = share(world, world.ada, "A kite for Ben.", **hidden_from(here(world, "ben")))
        assert "<span>Hidden from Ben until Friday</span>" in article(world, world.ada, id)
        assert "<span>Hidden from Ben until Friday</span>" in article(world, ruth, id)
        said = replied(world, ruth, id, "He’ll love it.")
        assert "kite" not in board(world, world.ben)
        assert "love it" not in board(world, world.ben)
        assert world.as_(world.ben).get(at(world, id, f"/replies/{said}/edit")).status_code == 404
    with clock.frozen(datetime(2026, 3, 13, 2, 59, 59, tzinfo=UTC)):
        assert "kite" not in board(world, world.ben)
    with clock.frozen(datetime(2026, 3, 13, 3, tzinfo=UTC)):
        shown = article(world, world.ben, id)
        assert "He’ll love it." in shown
        assert "Hidden" not in shown
        assert "Hidden" not in article(world, world.ada, id)


def test_on_its_day_it_becomes_news_and_an_ordinary_moment(world: World) -> None:
    with clock.frozen(NOON):
        id = share(world, world.ada, "A kite for Ben.", **hidden_from(here(world, "ben")))
        ben = world.as_(world.ben)
        ben.get(world.path())
    with clock.frozen(NOON + timedelta(days=3)):
        with writing():
            unveil()
        told = ben.get(world.path("/pulse?v=1")).json
        assert told is not None
        assert "moments" in told["names"]
        assert "A kite for Ben." in article(world, world.ben, id)


def test_nothing_anywhere_tells_ben_of_what_is_hidden_from_him(world: World) -> None:
    with writing():
        other = world.circle("Tuesday Supper", kind="friends", cap=20)
        world.join(world.ben, other)
    ben, later = world.as_(world.ben), clock.ahead(minutes=5)
    for path in (world.path(), world.path(circle=other)):
        ben.get(path)
    with clock.frozen(later):
        before = ben.get("/").text
        id = share(world, world.ada, "canary", **hidden_from(here(world, "ben"), f"{later + timedelta(days=9):%F}"))
        replied(world, world.ada, id, "canary too")
        pages = [
            "/",
            world.path(),
            world.path(f"/{later.year}/{later.month}"),
            world.path(f"/members/{world.ada_here.id}"),
        ]
        for page in pages:
            answer = ben.get(page)
            assert answer.status_code == 200, page
            assert "canary" not in answer.text, page
            assert id not in answer.text, page
        assert ben.get("/").text == before
        assert "Something new" not in before
        assert "Ada shared a moment" not in before


def test_who_it_is_for_reads_on_home_that_there_is_something_new(world: World, ruth: Person) -> None:
    with writing():
        world.join(ruth, world.circle("Tuesday Supper", kind="friends", cap=20))
    client = world.as_(ruth)
    client.get(world.path())
    with clock.frozen(clock.ahead(minutes=5)):
        share(world, world.ada, "Between us.", **some(here(world, "ruth")))
        page = client.get("/").text
    assert "Ada shared a moment." in page
    assert "Something new" in page


def test_months_that_hold_only_what_is_hidden_are_no_months(world: World) -> None:
    with clock.frozen(NOON - timedelta(days=60)):
        share(world, world.ada, "Old.", seen_by="me")
    with clock.frozen(NOON):
        share(world, world.ada, "New.")
        assert world.path("/2026/1") not in world.as_(world.ben).get(world.path("/2026/3")).text
        assert world.path("/2026/1") in world.as_(world.ada).get(world.path("/2026/3")).text


def test_ada_opens_it_to_the_whole_circle_later(world: World, ruth: Person) -> None:
    id = share(world, world.ada, "Between us.", **some(here(world, "ruth")))
    assert "Show it to the whole circle" in article(world, world.ada, id)
    assert "Show it to the whole circle" not in article(world, ruth, id)
    assert world.as_(ruth).post(at(world, id, "/open")).status_code == 403
    for _again in range(2):
        assert world.as_(world.ada).post(at(world, id, "/open")).status_code == 303
    assert "Between us." in board(world, world.ben)
    assert "For " not in article(world, world.ada, id)
    assert "Show it" not in article(world, world.ada, id)


def test_saying_it_in_other_words_changes_nothing_about_who_sees_it(world: World) -> None:
    id = share(world, world.ada, "Between us.", seen_by="me")
    world.as_(world.ada).post(at(world, id, "/edit"), data={"words": "Still.", "seen_by": "circle"})
    assert "Still." in article(world, world.ada, id)
    assert "Still." not in board(world, world.ben)


@pytest.mark.parametrize("first", [{}, {"seen_by": "me"}], ids=["for all", "only me"])
def test_sent_twice_is_there_once_and_going_back_to_choose_others_makes_another(world: World, first: Any) -> None:
    sent = {"fresh": new_id(), "words": "Once."}
    ada, then = world.as_(world.ada), {"seen_by": "some", "people": [world.ben_here.id]}
    for more in (first, first, then, then, first):
        assert ada.post(world.path("/moments"), data=sent | more).status_code == 303
    assert len(order(board(world, world.ada))) == 2


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"seen_by": "some"}, "Choose who."),
        ({"seen_by": "all_but", "until": "2026-03-13"}, "Choose who."),
        ({"seen_by": "some", "people": ["cleo_there"]}, "Choose from the people of this circle."),
        ({"seen_by": "some", "people": ["ada_here"]}, "Choose from the people of this circle."),
        ({"seen_by": "all_but", "people": ["ada_here"], "until": "2026-03-13"}, "Choose from the people"),
        ({"seen_by": "some", "people": ["nobody"]}, "Choose from the people of this circle."),
        ({"seen_by": "all_but", "people": ["ben_here"]}, "Choose the day on which they may find it."),
        ({"seen_by": "all_but", "people": ["ben_here"], "until": "2026-03-10"}, "Choose a day after today."),
        ({"seen_by": "all_but", "people": ["ben_here"], "until": "2028-03-10"}, "more than a year away"),
        ({"seen_by": "all_but", "people": ["ben_here"], "until": "soon"}, "isn’t a day on the calendar"),
        ({"seen_by": "everybody"}, "Choose one of the answers shown."),
        ({"lasts": "5"}, "Choose one of the answers shown."),
    ],
)
def test_what_does_not_go_together_is_said_and_what_was_typed_stays(world: World, sent: Any, why: str) -> None:
    people = [getattr(getattr(world, name, None), "id", name) for name in sent.get("people", ())]
    with clock.frozen(NOON):
        for headers in ({}, PARTIAL):
            answer = world.as_(world.ada).post(
                world.path("/moments"), data={"words": "Keep this.", **sent, "people": people}, headers=headers
            )
            assert answer.status_code == 422
            assert why in answer.text
            assert "Keep this.</textarea>" in answer.text
        assert order(board(world, world.ada)) == []


def test_people_are_chosen_in_one_circle_alone(world: World) -> None:
    with writing():
        club: Circle = world.circle("Book Club", kind="friends", cap=20)
        world.join(world.ada, club, "host")
        world.join(world.cleo, club)
    for circles in ([world.family.id, club.id], [club.id]):
        for more in ({"seen_by": "me"}, {"seen_by": "some", "people": [world.ben_here.id]}):
            sent = {"words": "Keep this.", "which": "1", "circles": circles, **more}
            answer = world.as_(world.ada).post(world.path("/moments"), data=sent)
            assert answer.status_code == 422
            assert "People can be chosen in Family alone." in answer.text
    assert "Keep this." not in board(world, world.cleo, club)
    assert "Keep this." not in board(world, world.ada)
    share(world, world.ada, "Just me.", which="1", circles=[world.family.id], seen_by="me")
    assert "Just me." not in board(world, world.ben)


def test_the_composer_offers_the_others_of_this_circle_and_works_without_script(world: World, ruth: Person) -> None:
    with writing():
        world.join(world.person("Gus"), world.family, "guest")
    page = world.as_(world.ada).get(world.path("/moments/new")).text
    offered = re.findall(r'name="people" value="(\w+)"', page)
    assert offered == [world.ben_here.id, here(world, "ruth").id]
    for value in ("circle", "some", "all_but", "me"):
        assert f'name="seen_by" value="{value}"' in page
    assert 'name="until"' in page


def test_who_left_or_came_later_finds_what_a_member_finds(world: World, ruth: Person) -> None:
    with clock.frozen(NOON):
        for_ruth = share(world, world.ada, "Between us.", **some(here(world, "ruth")))
        surprise = share(world, world.ada, "Sh.", **hidden_from(here(world, "ruth")))
        with writing():
            late = world.person("Late")
            world.join(late, world.family)
        assert "Between us." not in board(world, late)
        assert "Hidden from Nana Ruth until Friday" in article(world, late, surprise)
        with writing() as session:
            session.merge(here(world, "ruth")).left_at = clock.now()
        assert world.as_(ruth).get(at(world, for_ruth)).status_code == 404
        assert "For Nana Ruth and you" in article(world, world.ada, for_ruth)
