"""Looking after keys: names, taking back, and never the last way in."""

from __future__ import annotations

from sqlalchemy import select

from micronet.base.db import db, writing
from micronet.people import codes
from micronet.people.models import Passkey
from tests.people.visitor import Visitor, devices, told, visitor, with_key
from tests.world import World


def key_of(world: World) -> Passkey:
    return db.session.scalars(select(Passkey).where(Passkey.person_id == world.ada.id)).first()


def test_ada_sees_her_keys_and_gives_one_another_name(world: World) -> None:
    with_key(world, world.ada)
    ada = visitor(world, world.ada)
    assert "Firefox (Linux)" in ada.client.get("/me/keys").text
    path = f"/me/keys/{key_of(world).id}/name"
    assert ada.client.post(path, data={"name": "  The old\u202e tablet "}).status_code == 303
    assert "The old tablet" in ada.client.get("/me/keys").text
    wrong = ada.client.post(path, data={"name": " "})
    assert wrong.status_code == 422
    assert "Give it a name" in wrong.text
    assert ada.client.post(path, data={"name": "x" * 61}).status_code == 422
    assert visitor(world, world.ben).client.post(path, data={"name": "Mine"}).status_code == 404


def test_the_last_way_in_is_not_taken_back(world: World) -> None:
    keys = with_key(world, world.ada)
    ada = visitor(world, world.ada)
    path = f"/me/keys/{key_of(world).id}/remove"
    assert "That’s your only way in." in ada.client.get(path).text
    assert ada.client.post(path).status_code == 422
    assert visitor(world, None, keys).sign_in().status_code == 200


def test_with_spare_keys_on_paper_it_may_go(world: World) -> None:
    keys = with_key(world, world.ada)
    with writing():
        codes.make(world.ada)
    ada = visitor(world, world.ada)
    assert ada.client.post(f"/me/keys/{key_of(world).id}/remove").status_code == 303
    assert visitor(world, None, keys).sign_in().status_code == 422
    assert told(world.ada)[-1] == "key.gone"


def test_used_codes_are_no_way_in(world: World) -> None:
    with_key(world, world.ada)
    with writing():
        for code in codes.make(world.ada):
            codes.redeem(code)
    ada = visitor(world, world.ada)
    assert ada.client.post(f"/me/keys/{key_of(world).id}/remove").status_code == 422


def test_a_key_for_another_address_is_no_way_in(world: World) -> None:
    with_key(world, world.ada)
    with_key(world, world.ada)
    with writing():
        moved = key_of(world)
        moved.rp_id = "old.example"
        moved_id = moved.id
    ada = visitor(world, world.ada)
    assert "It was made for old.example and opens nothing here." in ada.client.get("/me/keys").text
    other = next(key for key in db.session.scalars(select(Passkey)) if key.id != moved_id)
    assert ada.client.post(f"/me/keys/{other.id}/remove").status_code == 422
    assert ada.client.post(f"/me/keys/{moved_id}/remove").status_code == 303


def test_taking_a_key_back_signs_out_what_it_opened(world: World) -> None:
    lost, kept = with_key(world, world.ada), with_key(world, world.ada)
    lost_id = db.session.scalars(select(Passkey.id).where(Passkey.credential_id == lost.keys[0].id)).one()
    thief, ada = visitor(world, None, lost), visitor(world, None, kept)
    thief.sign_in()
    ada.sign_in()
    before = devices(world.ada)
    assert ada.client.post(f"/me/keys/{lost_id}/remove").status_code == 303
    assert not thief.is_in()
    assert ada.is_in()
    assert devices(world.ada) < before


def test_ben_cannot_take_adas_key(world: World) -> None:
    with_key(world, world.ada)
    ben = visitor(world, world.ben)
    path = f"/me/keys/{key_of(world).id}/remove"
    assert ben.client.get(path).status_code == ben.client.post(path).status_code == 404


def test_a_person_without_any_key_makes_the_first_one_first(world: World) -> None:
    ben = visitor(world, world.ben)
    assert "First, a key." in ben.client.get("/me/proof").text
    assert ben.make_key().json == {"go": "/me/keys"}
    assert Visitor(world.app, world.as_(None), ben.keys).sign_in().status_code == 200


def test_a_single_key_that_lives_on_one_device_gets_a_kind_word(world: World) -> None:
    with_key(world, world.ada)
    ada = visitor(world, world.ada)
    assert "lives on one device only" in ada.client.get("/me/keys").text
    with_key(world, world.ada)
    assert "lives on one device only" not in ada.client.get("/me/keys").text
