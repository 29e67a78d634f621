"""Keys: made, used, proved, and every way to do it wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from micronet.base import clock
from micronet.base.db import db
from micronet.people.models import Passkey
from tests.authenticator import BE, BS, ED25519, ES256, UP, UV, b64, unb64
from tests.people.visitor import told, visitor, with_key
from tests.world import World


@pytest.mark.parametrize("algorithm", [ES256, ED25519])
def test_ada_makes_a_key_and_opens_her_door_with_it(world: World, algorithm: int) -> None:
    keys = with_key(world, world.ada, algorithm=algorithm)
    at_the_door = visitor(world, None, keys)
    answer = at_the_door.sign_in()
    assert answer.json == {"go": "/me/device"}
    assert at_the_door.is_in()
    assert at_the_door.client.get("/me").text.count("Ada") > 1


def test_a_key_is_kept_with_what_is_known_of_it(world: World) -> None:
    with_key(world, world.ada, flags=UP | UV | BE | BS, transports=("usb", "hybrid", "carrier-pigeon"))
    key = db.session.scalars(select(Passkey)).one()
    assert (key.rp_id, key.name, key.transports) == ("localhost", "Firefox (Linux)", "hybrid usb")
    assert key.may_sync
    assert key.synced
    assert key.person_id == world.ada.id


def test_the_options_ask_for_a_discoverable_key_and_a_verified_person(world: World) -> None:
    keys = with_key(world, world.ada)
    options = visitor(world, world.ada).ask("/me/keys/options")
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["attestation"] == "none"
    assert len(unb64(options["challenge"])) == len(unb64(options["user"]["id"])) == 32
    assert [one["id"] for one in options["excludeCredentials"]] == [b64(keys.keys[0].id)]
    at_the_door = visitor(world).ask("/welcome/options")
    assert at_the_door["userVerification"] == "required"
    assert not at_the_door["allowCredentials"]


def test_the_token_is_a_new_one_at_sign_in_and_at_each_proof(world: World) -> None:
    ada = visitor(world, None, with_key(world, world.ada))
    ada.sign_in()
    first = ada.secret()
    assert ada.prove().json == {"go": "/me"}
    second = ada.secret()
    assert first != second
    assert ada.is_in()
    ada.client.set_cookie("sid", first or "")
    assert not ada.is_in()


def test_a_proof_by_another_persons_key_is_refused(world: World) -> None:
    bens = with_key(world, world.ben)
    with_key(world, world.ada)
    ada = visitor(world, world.ada, bens)
    options = ada.ask("/me/proof/options")
    answer = ada.send("/me/proof", bens.get({**options, "allowCredentials": []}))
    assert answer.status_code == 422


def test_an_old_proof_does_not_reach_a_grave_act(world: World) -> None:
    keys = with_key(world, world.ada)
    ada = visitor(world, None, keys)
    ada.sign_in()
    key = db.session.scalars(select(Passkey)).one()
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        asked = ada.client.get(f"/me/keys/{key.id}/remove")
        assert (asked.status_code, asked.location) == (303, "/me/proof")
        assert ada.client.post("/me/codes").location == "/me/proof"
        assert ada.client.get("/me/keys/new").location == "/me/proof"
        assert ada.client.get(f"/me/keys/{key.id}/remove").status_code == 303
        assert ada.prove().json == {"go": f"/me/keys/{key.id}/remove"}
        assert ada.client.get(f"/me/keys/{key.id}/remove").status_code == 200


def test_a_count_that_goes_back_is_refused_and_told_and_other_keys_stay(world: World) -> None:
    keys = with_key(world, world.ada)
    ada = visitor(world, None, keys)
    other = with_key(world, world.ada)
    assert ada.sign_in(count=7).status_code == 200
    again = visitor(world, None, keys)
    assert again.sign_in(count=7).status_code == 422
    assert again.sign_in(count=3).status_code == 422
    assert told(world.ada).count("key.copied") == 2
    assert not again.is_in()
    assert visitor(world, None, other).sign_in().status_code == 200


def test_keys_that_never_count_are_welcome(world: World) -> None:
    keys = with_key(world, world.ada, step=0)
    assert visitor(world, None, keys).sign_in().status_code == 200
    assert visitor(world, None, keys).sign_in().status_code == 200


def test_a_key_is_known_only_where_it_was_made(world: World) -> None:
    keys = with_key(world, world.ada)
    moved = keys.keys[0]
    moved.rp_id = "elsewhere.example"
    assert visitor(world, None, keys).sign_in().status_code == 422
