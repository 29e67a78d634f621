"""Eight at the same instant: what may be there once is there once, whoever of them was first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from micronet.activity.models import Moment, Reaction, Reply
from micronet.base import limits
from micronet.base.db import db, writing
from micronet.base.errors import TooMany
from micronet.base.ids import new_id
from micronet.base.notes import keep_note, note
from micronet.board.models import Status, Wave
from micronet.circles.models import Circle, Membership
from micronet.people import keyring
from micronet.people.models import Passkey
from tests.world import World

MANY = 8


def at_once(acts: Iterable[Callable[[], Any]]) -> list[Any]:
    """Every act in a thread of its own, all let go at the same instant."""
    acts = list(acts)
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        gate.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def posts(world: World, path: str, form: dict[str, str], who: Any = None) -> list[int]:
    """The same form, sent by eight browsers of one person."""
    clients = [world.as_(who or world.ben) for _ in range(MANY)]
    return at_once([lambda one=one: one.post(path, data=form).status_code for one in clients])


def number(model: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def moment(world: World) -> Moment:
    with writing() as session:
        made = Moment(circle_id=world.family.id, author_id=world.ada_here.id, text="Kettle on.")
        session.add(made)
    return made


@pytest.mark.parametrize("model", [Status, Wave, Reply, Moment, Reaction])
def test_one_person_with_eight_browsers_does_a_thing_once(world: World, moment: Moment, model: Any) -> None:
    at, id = f"/moments/{moment.id}", new_id()
    path, form = {
        Status: ("/status", {"text": "Out.", "clears": "4h"}),
        Wave: (f"/members/{world.ada_here.id}/waves", {}),
        Reply: (f"{at}/replies", {"fresh": id, "words": "Coming."}),
        Moment: ("/moments", {"fresh": id, "words": "Coming."}),
        Reaction: (f"{at}/reactions", {"feeling": "love"}),
    }[model]
    before = number(model)
    assert set(posts(world, world.path(path), form)) == {303}
    once = {Reaction: 0}.get(model, 1)  # the same feeling again takes it back, and eight is even
    assert number(model) == before + once


def test_each_act_makes_a_version_of_its_own(world: World) -> None:
    clients = [world.as_(who) for who in (world.ada, world.ben) * 4]
    forms = [{"fresh": new_id(), "words": f"Number {n}"} for n in range(MANY)]
    path = world.path("/moments")
    at_once([lambda a=a, f=f: a.post(path, data=f) for a, f in zip(clients, forms, strict=True)])
    db.session.rollback()
    assert db.session.scalar(select(Circle.version).where(Circle.id == world.family.id)) == 1 + MANY


def test_two_who_hand_over_at_once_leave_one_host(world: World) -> None:
    with writing():
        others = [world.join(world.person(f"Person {n}"), world.family) for n in range(MANY)]
    clients = [world.as_(world.ada) for _ in others]
    paths = [world.path(f"/members/{other.id}/host") for other in others]
    at_once([lambda a=a, p=p: a.post(p).status_code for a, p in zip(clients, paths, strict=True)])
    db.session.rollback()
    hosts = select(func.count()).where(Membership.circle_id == world.family.id, Membership.role == "host")
    assert db.session.scalar(hosts) == 1


def test_two_keys_taken_back_at_once_leave_one(world: World) -> None:
    with writing() as session:
        made = {"person_id": world.ben.id, "public_key": b"x", "rp_id": keyring.here(), "name": "Key"}
        keys = [Passkey(credential_id=bytes([n]), **made) for n in range(2)]
        session.add_all(keys)
    clients = [world.as_(world.ben) for _ in keys]
    at_once([lambda a=a, k=k: a.post(f"/me/keys/{k.id}/remove") for a, k in zip(clients, keys, strict=True)])
    assert number(Passkey) == 1


def test_tries_are_counted_one_by_one(world: World) -> None:
    def attempt() -> bool:
        with world.app.app_context():
            try:
                limits.spend("door", "everyone", most=3, seconds=60)
            except TooMany:
                return False
            return True

    assert sorted(at_once([attempt] * MANY)) == [False] * (MANY - 3) + [True] * 3


def test_a_note_kept_by_eight_is_there_once(world: World) -> None:
    def keep(value: int) -> None:
        with world.app.app_context(), writing():
            keep_note("beat", str(value))

    at_once([lambda n=n: keep(n) for n in range(MANY)])
    db.session.rollback()
    assert note("beat") in {str(n) for n in range(MANY)}
