"""The table of roles, cell by cell, through real requests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from micronet.base.db import db, writing
from micronet.circles.models import Circle, Invite, Membership
from micronet.circles.roles import CAN, ROLES, outranks
from micronet.people.models import Person
from tests.world import World


@dataclass
class House:
    """A circle with one member of each role, and an invite by each who may make one."""

    world: World
    circle: Circle
    people: dict[str, Person]
    members: dict[str, Membership]

    def path(self, rest: str) -> str:
        return self.world.path(rest, self.circle)


@pytest.fixture
def house(world: World) -> House:
    with writing():
        circle = world.circle("Goal", kind="purpose", cap=48)
        people = {role: world.person(role.title()) for role in ROLES}
        members = {role: world.join(people[role], circle, role) for role in ROLES}
        people["other"] = world.person("Other")
        members["other"] = world.join(people["other"], circle, "member")
    return House(world, circle, people, members)


def post(rest: str, **form: str) -> Callable[[FlaskClient, House], int]:
    return lambda client, house: client.post(house.path(rest), data=form).status_code


def get(rest: str) -> Callable[[FlaskClient, House], int]:
    return lambda client, house: client.get(house.path(rest)).status_code


def about_other(rest: str, **form: str) -> Callable[[FlaskClient, House], int]:
    return lambda client, house: (
        client.post(house.path(f"/members/{house.members['other'].id}/{rest}"), data=form).status_code
    )


def revoke(by: str) -> Callable[[FlaskClient, House], int]:
    """Take back an invite: one's own, or that of somebody else."""

    def ask(client: FlaskClient, house: House) -> int:
        role = client.role  # type: ignore[attr-defined]
        maker = house.members["other" if by == "other" else role]
        with writing():
            invite = Invite(circle_id=house.circle.id, by_id=maker.id, token_hash=by, words_hash=by, for_name="Ruth",
                            ends_at=house.world.ada.created_at.replace(year=2100))  # fmt: skip
            db.session.add(invite)
        return client.post(house.path(f"/invites/{invite.id}/revoke")).status_code

    return ask


def close(client: FlaskClient, house: House) -> int:
    """Alone in a circle, in one's role: only who hosts can close it."""
    role = client.role  # type: ignore[attr-defined]
    with writing():
        alone = house.world.circle("Alone")
        house.world.join(house.people[role], alone, role)
        path, id = house.world.path("/leave", alone), alone.id
    assert client.post(path, data={"sure": "yes"}).status_code in (303, 422)
    return 403 if db.session.scalar(select(Circle.id).where(Circle.id == id)) else 200


ASK: dict[str, Callable[[FlaskClient, House], int]] = {
    "circle.look": get("/about"),
    "circle.settings": post("/settings/name", name="Renamed"),
    "circle.hand_over": about_other("host"),
    "circle.close": close,
    "member.role": about_other("role", role="supported"),
    "member.remove": about_other("removal"),
    "member.code": about_other("code"),
    "member.profile": post("/me", nickname="Someone", paint="sage"),
    "storage.set": post("/storage", budget="0"),
    "log.look": get("/log"),
    "member.quiet": about_other("quiet", days="7"),
    "report.make": about_other("report", words="Please look."),
    "report.settle": get("/reports"),
    "invite.make": post("/invites", for_name="Ruth", role="member"),
    "invite.co_host": post("/invites", for_name="Ruth", role="co_host"),
    "invite.revoke": revoke("mine"),
    "invite.revoke_any": revoke("other"),
}
LEAVING = {"member.leave"}
"""Asked apart: it takes a successor from a host."""
ELSEWHERE = ("status.", "wave.", "moment.", "reply.", "reaction.", "shelf.", "poll.", "letter.", "album.")
"""Acts of other rooms, asked there."""


def test_every_act_of_the_table_is_asked_somewhere() -> None:
    mine = {act for act in CAN if not act.startswith(ELSEWHERE)}
    assert mine == set(ASK) | LEAVING


def put_back(house: House) -> None:
    """Everybody is inside, in the role they are named after."""
    for name, member in house.members.items():
        role = "member" if name == "other" else name
        with writing():
            db.session.execute(update(Membership).where(Membership.id == member.id).values(role=role, left_at=None))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_what_the_table_says_and_nothing_else(house: House, role: str) -> None:
    for act, ask in ASK.items():
        put_back(house)
        client = house.world.as_(house.people[role])
        client.role = role  # type: ignore[attr-defined]
        status = ask(client, house)
        allowed = role in CAN[act]
        refused = (403, 404, 422) if act == "invite.co_host" or act == "invite.revoke_any" else (403,)
        assert (status in (200, 303)) is allowed, f"{role} {act}: {status}"
        assert allowed or status in refused, f"{role} {act}: {status}"


@pytest.mark.parametrize("role", ROLES)
def test_everybody_may_leave(house: House, role: str) -> None:
    form = {"words": "keep", "successor": house.members["other"].id}
    assert house.world.as_(house.people[role]).post(house.path("/leave"), data=form).status_code == 303
    assert house.world.as_(house.people[role]).get(house.path("/about")).status_code == 404


def test_an_act_that_nobody_declared_is_nobodys(house: House) -> None:
    from micronet.circles.roles import can

    with pytest.raises(KeyError):
        can(house.members["host"], "circle.burn")


def test_nobody_ends_the_hosts_stay_and_co_hosts_leave_each_other_alone() -> None:
    people = {role: Membership(id=role, role=role) for role in ROLES} | {"helper": Membership(id="2", role="co_host")}
    for one, two in product(people.values(), people.values()):
        if one is two or two.role == "host":
            assert not outranks(one, two)
        elif two.role == "co_host":
            assert outranks(one, two) is (one.role == "host")
        else:
            assert outranks(one, two)


@pytest.mark.parametrize("act", ["removal", "code"])
def test_a_co_host_can_neither_remove_the_host_nor_make_a_code_for_them(house: House, act: str) -> None:
    helper = house.world.as_(house.people["co_host"])
    for who in ("host", "co_host"):
        path = house.path(f"/members/{house.members[who].id}/{act}")
        assert helper.post(path).status_code == 403


def test_a_co_host_cannot_make_hosts_nor_a_host_give_hosting_away_by_a_form(house: House) -> None:
    other, host = (house.members[name].id for name in ("other", "host"))
    helper, ada = house.world.as_(house.people["co_host"]), house.world.as_(house.people["host"])
    assert helper.post(house.path(f"/members/{other}/role"), data={"role": "host"}).status_code == 403
    assert ada.post(house.path(f"/members/{other}/role"), data={"role": "host"}).status_code == 422
    refused = ada.post(house.path(f"/members/{host}/role"), data={"role": "member"})
    assert refused.status_code == 422
    assert "Someone has to host" in refused.text
    for form in ({"role": "guest"}, {"role": "king"}, {}, {"role": "member\u202e"}):
        assert ada.post(house.path(f"/members/{other}/role"), data=form).status_code == 422


def test_handing_over_makes_one_host_and_one_helper(house: House) -> None:
    other = house.members["other"]
    ada = house.world.as_(house.people["host"])
    assert "Hand" in ada.get(house.path(f"/members/{other.id}/host")).text
    assert ada.post(house.path(f"/members/{other.id}/host")).status_code == 303
    db.session.rollback()
    db.session.expire_all()
    assert other.role == "host"
    assert house.members["host"].role == "co_host"
    assert ada.post(house.path(f"/members/{other.id}/host")).status_code == 403
    guest = house.members["guest"].id
    assert house.world.as_(house.people["other"]).post(house.path(f"/members/{guest}/host")).status_code == 422


def test_no_column_of_a_row_can_be_sent_along(house: House) -> None:
    member = house.members["member"]
    before = {c.name: getattr(member, c.name) for c in Membership.__table__.columns}
    form = dict.fromkeys(before, "host") | {"nickname": "Me", "paint": "sage", "town": "Here"}
    assert house.world.as_(house.people["member"]).post(house.path("/me"), data=form).status_code == 303
    db.session.rollback()
    db.session.expire_all()
    after = {c.name: getattr(member, c.name) for c in Membership.__table__.columns}
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"nickname", "paint", "town"}
