"""Two at the same instant: one seat, one card, one winner."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

from sqlalchemy import func, select

from micronet.base.db import db, writing
from micronet.circles.inside import inside
from micronet.circles.models import Invite, Membership
from micronet.circles.seats import seats
from tests.welcome.cards import make, take
from tests.world import World

MANY = 8


def at_once(acts: list[Callable[[], int]]) -> list[int]:
    """Every act in a thread of its own, all let go at the same instant."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], int]) -> int:
        gate.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_eight_at_the_last_seat_and_exactly_one_sits_down(world: World) -> None:
    with writing():
        people = [world.person(f"Person {number}") for number in range(MANY)]
    cards = [make(world, person.name) for person in people]
    clients = [take(world.as_(person), card) for person, card in zip(people, cards, strict=True)]
    with writing():
        world.family.cap = 3
    answers = at_once([lambda client=client: client.post("/join/in").status_code for client in clients])
    assert sorted(answers) == [303] + [422] * (MANY - 1)
    db.session.rollback()
    assert len(inside(world.family.id)) == 3


def test_one_card_in_eight_hands_lets_exactly_one_in(world: World) -> None:
    card = make(world)
    with writing():
        people = [world.person(f"Person {number}") for number in range(MANY)]
    clients = [take(world.as_(person), card) for person in people]
    answers = at_once([lambda client=client: client.post("/join/in").status_code for client in clients])
    assert sorted(answers) == [303] + [410] * (MANY - 1)
    db.session.rollback()
    assert len(inside(world.family.id)) == 3


def test_one_person_with_two_cards_is_inside_once_and_one_card_is_left(world: World) -> None:
    clients = [take(world.as_(world.cleo), make(world)) for _card in range(2)]
    answers = at_once([lambda client=client: client.post("/join/in").status_code for client in clients])
    assert answers == [303, 303]
    db.session.rollback()
    mine = select(func.count()).where(Membership.person_id == world.cleo.id, Membership.circle_id == world.family.id)
    assert db.session.scalar(mine) == 1
    assert db.session.scalar(select(func.count()).where(Invite.used_at.is_not(None))) == 1


def test_eight_invites_for_the_last_seat_and_exactly_one_is_made(world: World) -> None:
    with writing():
        world.family.cap = 3
    clients = [world.as_(world.ada if number % 2 else world.ben) for number in range(MANY)]
    form = {"for_name": "Ruth", "role": "member"}
    path = world.path("/invites")
    answers = at_once([lambda client=client: client.post(path, data=form).status_code for client in clients])
    assert sorted(answers) == [303] + [422] * (MANY - 1)
    db.session.rollback()
    assert seats(world.family).pending == 1


def test_a_card_taken_back_while_it_is_used_is_one_or_the_other(world: World) -> None:
    for _round in range(5):
        card = make(world)
        with writing():
            person = world.person("Someone")
        client, ada = take(world.as_(person), card), world.as_(world.ada)
        acts = [partial(client.post, "/join/in"), partial(ada.post, card.path + "/revoke")]
        joined, _taken_back = at_once([lambda act=act: act().status_code for act in acts])
        db.session.rollback()
        db.session.expire_all()
        invite = db.session.scalars(select(Invite).where(Invite.id == card.path.rsplit("/", 1)[1])).one()
        assert (invite.used_at is not None) is (joined == 303)
