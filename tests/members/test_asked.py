"""The hosts' page of what was asked of them: what they find there, and settle."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from micronet.activity.letters import Correspondent, Letter, Thread
from micronet.activity.models import Activity
from micronet.base import clock
from micronet.base.db import db, writing
from micronet.members.models import Report
from tests.members.asking import WORDS, about, ask, read, rows, two_hosts
from tests.moments.saying import at, quickly, replied
from tests.world import World, statements


@pytest.fixture
def family(world: World) -> World:
    """Ada hosts, Hal helps to host, Ben and Dora live there."""
    return two_hosts(world)


def test_a_report_about_a_host_goes_to_the_others_alone(family: World) -> None:
    id = ask(family, family.dora, "hal")
    assert WORDS in read(family, family.ada)
    assert WORDS not in read(family, family.hal)
    assert "Someone asked for your help" not in read(family, family.hal, "/about")
    assert "Asked for help about" not in read(family, family.hal, "/log")
    for rest in ("settle", "reopen"):
        assert family.as_(family.hal).post(family.path(f"/reports/{id}/{rest}")).status_code == 404
    family.as_(family.ada).post(family.path(f"/reports/{id}/settle"))
    assert "Settled what was asked about <bdi>Hal</bdi>." in read(family, family.ada, "/log")
    assert "Settled what was asked" not in read(family, family.hal, "/log")
    assert WORDS not in read(family, family.hal)


def test_settled_with_one_button_and_opened_again(family: World) -> None:
    id = ask(family, family.dora, "ben")
    hal = family.as_(family.hal)
    assert hal.post(family.path(f"/reports/{id}/settle")).location == family.path("/reports")
    page = hal.get(family.path("/reports")).text
    assert "Settled by <bdi>Hal</bdi>" in page
    assert f"/reports/{id}/reopen" in page
    one = rows()[0]
    assert (one.settled_by_id, one.settled_at is not None) == (family.hal_here.id, True)
    settled_at = one.settled_at
    family.as_(family.ada).post(family.path(f"/reports/{id}/settle"))
    assert (rows()[0].settled_by_id, rows()[0].settled_at) == (family.hal_here.id, settled_at)
    assert "Someone asked for your help" not in read(family, family.ada, "/about")
    hal.post(family.path(f"/reports/{id}/reopen"))
    hal.post(family.path(f"/reports/{id}/reopen"))
    assert rows()[0].settled_at is None
    assert "Someone asked for your help" in read(family, family.ada, "/about")
    acts = select(Activity.verb).where(Activity.verb.startswith("report.")).order_by(Activity.version)
    assert db.session.scalars(acts).all() == ["report.made", "report.settled", "report.reopened"]


def test_what_is_gone_or_not_meant_for_the_host_is_not_shown(family: World) -> None:
    bens, hers = quickly(family, family.ben, "The bread was mine."), quickly(family, family.dora, "Kettle on.")
    reply = replied(family, family.ben, hers, "Cold tea again.")
    ask(family, family.dora, "ben", moment=bens)
    ask(family, family.dora, "ben", words="", reply=reply)
    page = read(family, family.ada)
    assert "The bread was mine." in page
    assert "Cold tea again." in page
    family.as_(family.ben).post(at(family, bens, "/remove"))
    family.as_(family.ada).post(family.path(f"/members/{family.ben_here.id}/block"))
    page = read(family, family.ada)
    assert "The bread was mine." not in page
    assert "Cold tea again." not in page
    assert page.count("isn’t there any more, or isn’t meant for you.") == 2
    assert WORDS in page


def test_a_letter_is_asked_about_in_words_and_stays_closed(family: World) -> None:
    here = {"circle_id": family.family.id}
    with writing() as session:
        thread = Thread(**here)
        session.add(thread)
        session.flush()
        for who in (family.ben_here, family.dora_here):
            session.add(Correspondent(**here, thread_id=thread.id, member_id=who.id))
        letter = Letter(**here, thread_id=thread.id, author_id=family.ben_here.id, text="Between us.")
        session.add(letter)
    dora = family.as_(family.dora)
    assert dora.post(about(family, "ben"), data={"words": "", "letter": letter.id}).status_code == 422
    ask(family, family.dora, "ben", letter=letter.id)
    page = read(family, family.ada)
    assert "Between us." not in page
    assert "It’s about a letter, which only those who write to each other can read." in page
    assert family.as_(family.hal).get(about(family, "ben", f"?letter={letter.id}")).status_code == 404


def test_the_page_asks_the_database_the_same_for_one_and_for_thirty(family: World) -> None:
    moment = quickly(family, family.ben, "The bread was mine.")
    ask(family, family.dora, "ben", moment=moment)
    ada = family.as_(family.ada)
    ada.get(family.path("/reports"))
    with statements() as few:
        ada.get(family.path("/reports"))
    with writing() as session:
        for number in range(30):
            made = Report(circle_id=family.family.id, by_id=family.dora_here.id, about_id=family.ben_here.id)
            made.sort, made.subject_id, made.words = "moment", moment, f"Number {number}."
            made.settled_at = clock.now() if number % 2 else None
            made.settled_by_id = family.ada_here.id if number % 2 else None
            session.add(made)
    with statements() as many:
        ada.get(family.path("/reports"))
    assert len(few) == len(many) <= 8
