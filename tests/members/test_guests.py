"""A guest is let in for one thing and does not look around."""

from __future__ import annotations

from datetime import timedelta

import pytest

from micronet.activity.record import MOMENTS, record
from micronet.base import clock
from micronet.base.db import writing
from micronet.circles import pictures
from micronet.circles.models import Membership
from tests.world import World


@pytest.fixture
def guest(world: World) -> Membership:
    """Cleo, who hosts a circle of her own, is a guest of *Family* for an hour."""
    with writing():
        return world.join(world.cleo, world.family, "guest", ends_at=clock.now() + timedelta(hours=1))


def test_home_does_not_tell_a_guest_who_said_something(world: World, guest: Membership) -> None:
    with writing():
        world.ben_here.nickname = "Benedict"
        record("moment.shared", by=world.ben_here, circle_id=world.family.id, signal=MOMENTS, news=True)
    assert "Family" in world.as_(world.cleo).get("/").text
    assert "Benedict" not in world.as_(world.cleo).get("/").text


def test_a_guest_sees_the_circles_picture_and_their_own_and_nobody_elses(world: World, guest: Membership) -> None:
    storage = world.app.extensions["storage"]
    with writing():
        bens, own, circles = (pictures.hang(storage, world.family.id, name) for name in (b"ben", b"cleo", b"family"))
        world.ben_here.photo_id, guest.photo_id, world.family.picture_id = bens.id, own.id, circles.id
    for person, hidden in ((world.cleo, [bens]), (world.ada, [])):
        client = world.as_(person)
        for picture in (bens, own, circles):
            status = 404 if picture in hidden else 200
            assert client.get(world.path(f"/pictures/{picture.id}")).status_code == status
            stolen = client.get(world.path(f"/pictures/{picture.id}"), headers={"If-None-Match": f'"{picture.id}"'})
            assert stolen.status_code == (404 if picture in hidden else 304)
