"""Home: my circles and what is new in each."""

from __future__ import annotations

from datetime import timedelta

from micronet.activity.record import MOMENTS, record
from micronet.base import clock
from micronet.base.db import writing
from tests.moments.saying import quickly
from tests.world import World, statements


def second(world: World) -> None:
    """Ada is in another circle, too, with a friend of hers."""
    with writing():
        world.supper = world.circle("Tuesday Supper", kind="friends", cap=20)
        world.ada_at_supper = world.join(world.ada, world.supper)
        world.dora_at_supper = world.join(world.person("Dora"), world.supper, "host")


def share(world: World) -> None:
    quickly(world, world.ben)


def test_with_one_circle_home_is_its_board(world: World) -> None:
    assert world.as_(world.ben).get("/").location == world.path()


def test_home_lists_my_circles_and_says_who_did_what_lately(world: World) -> None:
    second(world)
    ada = world.as_(world.ada)
    ada.get(world.path())
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        share(world)
        page = ada.get("/").text
    assert "Family" in page
    assert "Tuesday Supper" in page
    assert "Elsewhere" not in page
    assert "Ben shared a moment." in page
    assert "Something new" in page


def test_what_i_have_seen_or_said_myself_is_no_news(world: World) -> None:
    second(world)
    share(world)
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        ada = world.as_(world.ada)
        ada.get(world.path())
        ada.get(world.path(circle=world.supper))
    with clock.frozen(clock.now() + timedelta(minutes=7)):
        with writing():
            record("moment.shared", by=world.ada_here, circle_id=world.family.id, signal=MOMENTS, news=True)
        page = world.as_(world.ada).get("/").text
    assert "Ada shared" not in page


def test_home_takes_as_many_statements_for_one_circle_as_for_ten(world: World) -> None:
    second(world)
    ada = world.as_(world.ada)
    ada.get("/")
    with statements() as few:
        ada.get("/")
    with writing():
        for number in range(10):
            world.join(world.ada, world.circle(f"Circle {number}"))
    with statements() as many:
        ada.get("/")
    assert len(many) == len(few) <= 5


def test_someone_without_a_circle_is_shown_what_to_do(world: World) -> None:
    with writing():
        eve = world.person("Eve")
    page = world.as_(eve).get("/").text
    assert "No circle yet." in page
    assert "/circles/new" in page


def test_the_people_of_one_circle_never_show_in_another(world: World) -> None:
    second(world)
    page = world.as_(world.ada).get(world.path(circle=world.supper)).text
    assert "Dora" in page
    assert "Ben" not in page
