"""Seats: people inside and invites on their way both take one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from micronet.base import clock
from micronet.base.db import db, writing
from micronet.base.errors import Invalid
from micronet.circles import invites
from micronet.circles.models import Circle
from micronet.circles.seats import seats
from tests.world import World


def fill(world: World, circle: Circle, people: int) -> None:
    with writing():
        for number in range(people):
            world.join(world.person(f"Guest {number}"), circle)


def ask(client: FlaskClient, world: World, name: str = "Ruth"):  # type: ignore[no-untyped-def]
    return client.post(world.path("/invites"), data={"for_name": name, "role": "member"})


def test_the_thirteenth_is_refused_with_a_plain_sentence_and_pending_invites_count(world: World) -> None:
    fill(world, world.family, 8)
    ada = world.as_(world.ada)
    assert ask(ada, world, "Ruth").status_code == 303
    assert ask(ada, world, "Theo").status_code == 303
    refused = ask(ada, world, "Zadie <b>")
    assert refused.status_code == 422
    assert "holds 12 people, and some are kept for invitations on their way" in refused.text
    assert 'value="Zadie &lt;b&gt;"' in refused.text
    assert world.as_(world.ada).get(world.path("/about")).text.count('id="invite-') == 2


def test_a_full_circle_without_invites_says_so_too(world: World) -> None:
    fill(world, world.family, 10)
    assert "Every seat in Family is taken. It holds 12 people." in ask(world.as_(world.ada), world).text


def test_a_seat_is_free_again_when_an_invite_is_taken_back_or_runs_out(world: World) -> None:
    fill(world, world.family, 9)
    ada = world.as_(world.ada)
    made = ask(ada, world)
    assert ask(ada, world).status_code == 422
    assert ada.post(made.location + "/revoke").status_code == 303
    assert ask(ada, world).status_code == 303
    assert ask(ada, world).status_code == 422
    with clock.frozen(clock.now() + invites.LASTS + timedelta(seconds=1)):
        assert seats(world.family).left == 1


def test_a_guest_whose_stay_is_over_and_someone_who_left_take_no_seat(world: World) -> None:
    with writing():
        world.join(world.person("Guest"), world.family, "guest", ends_at=clock.ago(hours=1))
        world.join(world.person("Gone"), world.family, left_at=clock.ago(hours=1))
    assert seats(world.family).people == 2


@pytest.mark.parametrize(("kind", "cap"), [("family", 12), ("friends", 20), ("purpose", 48)])
def test_each_kind_holds_as_many_as_it_is_said_to(world: World, kind: str, cap: int) -> None:
    with writing():
        circle = world.circle("Full", kind=kind, cap=cap)
        host = world.join(world.ada, circle, "host")
    fill(world, circle, cap - 2)
    with writing(), world.app.test_request_context():
        invites.make(host, for_name="Last", role="member", pepper="p")
    with world.app.test_request_context(), pytest.raises(Invalid), writing():
        invites.make(host, for_name="One more", role="member", pepper="p")
    db.session.rollback()


def test_twenty_invites_a_day_and_no_more(world: World) -> None:
    ada = world.as_(world.ada)
    for number in range(invites.A_DAY):
        made = ask(ada, world, f"Nobody {number}")
        assert made.status_code == 303
        ada.post(made.location + "/revoke")
    refused = ask(ada, world, "One more")
    assert refused.status_code == 429
    assert "twenty invitations in a day" in refused.text
    assert "One more" in refused.text
    assert ask(world.as_(world.ben), world, "From Ben").status_code == 303
    with clock.frozen(clock.now() + timedelta(days=1, minutes=1)):
        assert ask(ada, world, "Tomorrow").status_code == 303
