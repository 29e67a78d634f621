"""Asking the hosts for help: whom it reaches, and who never hears of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from micronet.activity.models import Activity
from micronet.base.db import db, writing
from micronet.base.ids import new_id
from micronet.members import reports
from tests.members.asking import WORDS, about, ask, read, rows, two_hosts
from tests.moments.saying import quickly
from tests.world import PARTIAL, World


@pytest.fixture
def family(world: World) -> World:
    """Ada hosts, Hal helps to host, Ben and Dora live there."""
    return two_hosts(world)


def test_dora_asks_and_both_hosts_find_it_with_what_was_said(family: World) -> None:
    bens = quickly(family, family.ben, "The bread was mine.")
    page = family.as_(family.dora).get(about(family, "ben", f"?moment={bens}")).text
    assert "The hosts will see this, and that it came from you." in page
    assert "It goes to <bdi>Ada</bdi> and <bdi>Hal</bdi>" in page or "Ada" in page
    assert "The bread was mine." in page
    ask(family, family.dora, "ben", moment=bens)
    for host in (family.ada, family.hal):
        assert "Someone asked for your help" in read(family, host, "/about")
        page = read(family, host)
        for words in (WORDS, "The bread was mine.", "<bdi>Dora</bdi>, about <bdi>Ben</bdi>", f"/moments/{bens}"):
            assert words in page, words
        assert "Asked for help about <bdi>Ben</bdi>." in read(family, host, "/log")
    assert rows()[0].sort == "moment"


def test_nobody_else_hears_of_it(family: World) -> None:
    ask(family, family.dora, "ben")
    for who in (family.ben, family.dora):
        client = family.as_(who)
        assert client.get(family.path("/reports")).status_code == 403
        assert "Someone asked" not in client.get(family.path("/about")).text
        for path in ("", "/about", f"/members/{family.dora_here.id}", f"/members/{family.dora_here.id}/quiet"):
            assert WORDS not in client.get(family.path(path)).text
    assert family.as_(family.ben).get(family.path("/pulse?v=1")).json["names"] == ["circle"]
    assert WORDS not in str([vars(one) for one in db.session.scalars(select(Activity))])


def test_a_host_who_asks_is_not_answered_by_themselves_alone(family: World) -> None:
    assert "It goes to" in family.as_(family.ada).get(about(family, "ben")).text
    family.as_(family.ada).post(family.path(f"/members/{family.hal_here.id}/role"), data={"role": "member"})
    page = family.as_(family.ada).get(about(family, "ben")).text
    assert "nobody beside you would read this" in page
    assert family.path(f"/members/{family.ben_here.id}/place") in page
    assert family.as_(family.ada).post(about(family, "ben"), data={"words": WORDS}).status_code == 422
    assert rows() == []


def test_where_the_only_host_is_meant_the_page_says_whom_else_to_ask(family: World) -> None:
    family.as_(family.ada).post(family.path(f"/members/{family.hal_here.id}/role"), data={"role": "member"})
    dora = family.as_(family.dora)
    page = dora.get(about(family, "ada")).text
    assert "Ask <bdi>Ben</bdi>, who keeps the machine it lives on" in page
    assert "<textarea" not in page
    assert dora.post(about(family, "ada"), data={"words": WORDS}).status_code == 422
    assert rows() == []
    with writing():
        family.ada.keeper, family.ben.keeper = True, False
    page = dora.get(about(family, "ada")).text
    assert "<bdi>Ada</bdi> keeps the machine as well." in page
    assert family.path("/leave") in page


def test_only_what_one_may_see_and_what_they_said_can_be_asked_about(family: World) -> None:
    hers, bens = quickly(family, family.ada, "Kettle on."), quickly(family, family.ben, "The bread was mine.")
    dora = family.as_(family.dora)
    for thing in (f"moment={hers}", f"moment={new_id()}", "moment=x", f"reply={bens}", "reply=", "letter=0"):
        assert dora.get(about(family, "ben", f"?{thing}")).status_code == 404, thing
        name, _is, value = thing.partition("=")
        assert dora.post(about(family, "ben"), data={"words": WORDS, name: value}).status_code == 404, thing
    dora.post(family.path(f"/members/{family.ben_here.id}/block"))
    assert dora.get(about(family, "ben", f"?moment={bens}")).status_code == 404
    assert rows() == []


def test_sent_twice_it_is_there_once(family: World) -> None:
    dora, form = family.as_(family.dora), {"fresh": new_id(), "words": WORDS}
    for _again in range(2):
        assert dora.post(about(family, "ben"), data=form).status_code == 303
    assert len(rows()) == 1
    family.as_(family.ada).post(about(family, "ben"), data=form | {"words": "Another."})
    assert sorted(one.words for one in rows()) == ["Another.", WORDS]


def test_bad_input_is_said_and_what_was_typed_stays(family: World) -> None:
    dora = family.as_(family.dora)
    empty = dora.post(about(family, "ben"), data={"words": " \n "}, headers=PARTIAL)
    assert empty.status_code == 422
    assert empty.text.lstrip().startswith("<form")
    assert "Write a line about what happened." in empty.text
    long = dora.post(about(family, "ben"), data={"words": "Far too long. " * 50})
    assert long.status_code == 422
    assert "Far too long. Far too long." in long.text
    assert "Keep it to 500 characters" in long.text
    hostile = ask(family, family.dora, "ben", words="<script>alert(1)</script> {{ 7*7 }} %(name)s")
    assert "<script>alert" not in read(family, family.ada)
    assert "%(name)s" in read(family, family.ada)
    assert [one.id for one in rows()] == [hostile]


def test_a_lot_in_one_hour_is_kept_for_later(family: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "MOST", 2)
    for _time in range(2):
        ask(family, family.dora, "ben")
    answer = family.as_(family.dora).post(about(family, "ben"), data={"words": WORDS})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert WORDS in answer.text
    assert len(rows()) == 2


def test_cleo_finds_nothing_of_it_and_a_settling_is_never_a_get(family: World) -> None:
    id = ask(family, family.dora, "ben")
    cleo = family.as_(family.cleo)
    for path in ("/reports", f"/members/{family.ben_here.id}/report"):
        assert cleo.get(family.path(path)).status_code == 404
    for rest in ("settle", "reopen"):
        assert cleo.post(family.path(f"/reports/{id}/{rest}")).status_code == 404
        assert cleo.post(family.path(f"/reports/{id}/{rest}", family.elsewhere)).status_code == 404
        assert family.as_(family.dora).post(family.path(f"/reports/{id}/{rest}")).status_code == 403
        assert family.as_(family.ada).get(family.path(f"/reports/{id}/{rest}")).status_code == 405
    assert rows()[0].settled_at is None


def test_what_was_asked_about_someone_who_left_stays_and_their_own_goes_along(family: World) -> None:
    ask(family, family.dora, "ben")
    ask(family, family.ben, "dora", words="She hid the butter.")
    family.as_(family.ben).post(family.path("/leave"), data={"words": "take"})
    assert [one.words for one in rows()] == [WORDS]
    assert WORDS in read(family, family.ada)
    log = read(family, family.ada, "/log")
    assert "Asked for help about <bdi>Ben</bdi>." in log
    assert "Asked for help about <bdi>Dora</bdi>." not in log
