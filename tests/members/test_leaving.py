"""Going: removed, left, closed behind the last one."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, select, text

from micronet.activity.models import Moment, Reaction, Reply
from micronet.activity.record import record
from micronet.base import clock
from micronet.base.db import as_owner, db, writing
from micronet.board import actions as board
from micronet.circles.models import Invite, Membership
from tests.members.pictures import file, photo
from tests.world import World

CANARY = "Ben said this"


@pytest.fixture
def lived(world: World) -> World:
    """Ben has shared, replied, felt, waved and said how he is; Ada answered him."""
    with writing():
        mine = Moment(circle_id=world.family.id, author_id=world.ben_here.id, text=CANARY)
        hers = Moment(circle_id=world.family.id, author_id=world.ada_here.id, text="Ada’s own")
        db.session.add_all([mine, hers])
        db.session.flush()
        of = {"circle_id": world.family.id}
        db.session.add_all([
            Reply(**of, moment_id=hers.id, author_id=world.ben_here.id, text=CANARY + " too"),
            Reply(**of, moment_id=mine.id, author_id=world.ada_here.id, text="Answer to Ben"),
            Reaction(**of, moment_id=hers.id, author_id=world.ben_here.id, feeling="love"),
            Reaction(**of, moment_id=mine.id, author_id=world.ada_here.id, feeling="hug"),
        ])  # fmt: skip
        record("moment.shared", by=world.ben_here, circle_id=world.family.id, signal="moments", subject_id=mine.id)
        board.say(world.ben_here, emoji="", text=CANARY + " in the window", clears_at=clock.ahead(hours=4))
        board.wave(world.ben_here, world.ada_here, zone="Europe/London")
        board.wave(world.ada_here, world.ben_here, zone="Europe/London")
    world.hers = hers  # type: ignore[attr-defined]
    return world


def everything() -> dict[str, list[str]]:
    """Every row of every table as text."""
    with as_owner() as link:
        names = inspect(link).get_table_names()
        return {name: [repr(tuple(row)) for row in link.execute(text(f"select * from {name}"))] for name in names}


def leave(world: World, person: object, **form: str):  # type: ignore[no-untyped-def]
    return world.as_(person).post(world.path("/leave"), data={"words": "keep"} | form)


def test_ben_leaves_and_what_he_shared_stays_under_his_name(lived: World) -> None:
    ben = lived.as_(lived.ben)
    answer = leave(lived, lived.ben)
    assert (answer.status_code, answer.location) == (303, "/")
    assert ben.get(lived.path()).status_code == 404
    board_now = lived.as_(lived.ada).get(lived.path()).text
    assert CANARY in board_now
    assert CANARY + " in the window" not in board_now
    rows = everything()
    assert rows["status"] == rows["wave"] == []
    assert "Left the circle." in lived.as_(lived.ada).get(lived.path("/log")).text


def test_ben_takes_everything_along_and_no_trace_of_it_is_left(lived: World) -> None:
    lived.as_(lived.ben).post(
        lived.path("/me"), data={"nickname": "Ben", "paint": "sage", "town": "Bristol", "photo": file(photo())},
        content_type="multipart/form-data",
    )  # fmt: skip
    assert leave(lived, lived.ben, words="take").status_code == 303
    rows = everything()
    assert not any(CANARY in row or "Answer to Ben" in row for table in rows.values() for row in table)
    assert rows["status"] == rows["wave"] == rows["reaction"] == rows["reply"] == rows["picture"] == []
    assert len(rows["moment"]) == 1
    assert not any("moment.shared" in row or "status.set" in row for row in rows["activity"])
    assert not [path for path in lived.app.extensions["storage"].root.rglob("*") if path.is_file()]
    log = lived.as_(lived.ada).get(lived.path("/log")).text
    assert "Took along everything they had shared." in log
    assert "Bristol" not in "".join(rows["membership"])


def test_open_pages_hear_that_moments_and_windows_changed(lived: World) -> None:
    ada = lived.as_(lived.ada)
    seen = ada.get(lived.path("/pulse")).json["version"]
    leave(lived, lived.ben, words="take")
    assert {"moments", "circle"} <= set(ada.get(lived.path(f"/pulse?v={seen}")).json["names"])


def test_a_host_without_a_successor_cannot_leave_and_is_offered_to_name_one(world: World) -> None:
    page = world.as_(world.ada).get(world.path("/leave")).text
    assert "Who should host after you?" in page
    assert world.ben_here.id in page
    for form in ({}, {"successor": "0" * 32}, {"successor": world.cleo_there.id}, {"successor": world.ada_here.id}):
        refused = leave(world, world.ada, **form)
        assert refused.status_code == 422
        assert "Someone has to host Family after you. Name one." in refused.text
    assert world.as_(world.ada).get(world.path()).status_code == 200
    assert leave(world, world.ada, successor=world.ben_here.id).status_code == 303
    db.session.rollback()
    db.session.expire_all()
    assert (world.ben_here.role, world.ada_here.left_at is not None) == ("host", True)


def test_a_guest_cannot_become_host_by_somebody_leaving(world: World) -> None:
    with writing():
        guest = world.join(world.person("Guest"), world.family, "guest", ends_at=clock.ahead(days=1))
    assert leave(world, world.ada, successor=guest.id).status_code == 422


def test_the_last_one_turns_off_the_light_and_nothing_is_left(lived: World) -> None:
    lived.as_(lived.ada).post(lived.path("/invites"), data={"for_name": "Ruth", "role": "member"})
    leave(lived, lived.ben)
    ada = lived.as_(lived.ada)
    assert "the last one here" in ada.get(lived.path("/leave")).text
    assert ada.post(lived.path("/leave"), data={}).status_code == 422
    assert ada.get(lived.path()).status_code == 200
    assert ada.post(lived.path("/leave"), data={"sure": "yes"}).status_code == 303
    family = lived.family.id
    assert not any(family in row for table in everything().values() for row in table)
    assert ada.get(f"/circles/{family}").status_code == 404
    assert lived.as_(lived.cleo).get(lived.path("", lived.elsewhere)).status_code == 200


def test_removal_ends_it_at_once_and_shuts_what_they_handed_out(lived: World) -> None:
    ben, ada = lived.as_(lived.ben), lived.as_(lived.ada)
    ben.post(lived.path("/invites"), data={"for_name": "A friend of Ben", "role": "member"})
    assert "Their" not in ada.get(lived.path(f"/members/{lived.ben_here.id}/removal")).text.split("<main")[0]
    assert ada.post(lived.path(f"/members/{lived.ben_here.id}/removal")).status_code == 303
    for path in ("", "/about", "/me", "/live", "/pulse", "/log", "/leave", "/invites"):
        assert ben.get(lived.path(path)).status_code == 404, path
    assert db.session.scalars(select(Invite.revoked_at)).one() is not None
    about = ada.get(lived.path("/about")).text
    assert "<bdi>Ben</bdi>" not in about
    assert CANARY in ada.get(lived.path()).text
    assert ada.post(lived.path(f"/members/{lived.ben_here.id}/removal")).status_code == 404


def test_someone_who_left_and_is_invited_again_comes_back_as_who_they_were(lived: World) -> None:
    import re

    leave(lived, lived.ben)
    ada, ben = lived.as_(lived.ada), lived.as_(lived.ben)
    card = ada.get(ada.post(lived.path("/invites"), data={"for_name": "Ben", "role": "supported"}).location).text
    ben.post("/join", data={"token": re.search(r"/join#([\w-]+)", card)[1]})
    assert ben.post("/join/in").status_code == 303
    db.session.rollback()
    db.session.expire_all()
    rows = db.session.scalars(select(Membership).where(Membership.person_id == lived.ben.id)).all()
    assert [(row.id, row.role, row.left_at) for row in rows] == [(lived.ben_here.id, "supported", None)]
    assert rows[0].invited_by == lived.ada_here.id


def test_a_stale_key_is_asked_for_before_grave_acts(world: World) -> None:
    from datetime import timedelta

    from micronet.people.models import Device

    ada = world.as_(world.ada)
    with writing():
        device = db.session.scalars(select(Device).where(Device.id == ada.device_id)).one()
        device.proved_at = clock.now() - timedelta(minutes=6)
    for path in (f"/members/{world.ben_here.id}/removal", f"/members/{world.ben_here.id}/host", "/leave"):
        assert ada.get(world.path(path)).location == "/me/proof", path
        assert ada.post(world.path(path)).location == "/me/proof", path
    assert ada.post(world.path(f"/members/{world.ben_here.id}/code")).location == "/me/proof"
