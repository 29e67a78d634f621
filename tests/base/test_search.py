"""The same answers on both databases, and an index that is right however a row changes."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text, update

from micronet.activity.models import Moment, Reply
from micronet.base import clock, search, search_again
from micronet.base.db import as_owner, db, engine, on_postgres, writing
from micronet.base.ids import new_id
from micronet.base.search import SearchEntry, wanted, words_of
from micronet.base.sqlite import sqlite3
from micronet.base.terms import terms
from micronet.circles.models import Circle
from tests import database
from tests.base.foreign import seen_by
from tests.world import World

SAID = {
    "cafe": "Meet me at the Café Central, naïve as ever",
    "munich": "Back from München, the Straße was closed",
    "tokyo": "東京タワーから富士山が見えた",
    "arabic": "وصلت إلى المَدرسة، السلام عليكم",
    "cake": "Grandad’s plum cake 🎂 for 12 people",
    "greek": "Ο Σωκράτης στην Ελλάδα",
    "russian": "Ёлка уже стоит",
    "korean": "서울에서 만나요",
}
CASES = [
    ("cafe", "cafe"), ("CAFÉ", "cafe"), ("café central", "cafe"), ("naive", "cafe"), ("cent", "cafe"), ("ntral", ""),
    ("munchen", "munich"), ("München", "munich"), ("muenchen", "munich"), ("MÜNCHEN", "munich"), ("münch", "munich"),
    ("strasse", "munich"), ("STRASSE", "munich"), ("Straße", "munich"), ("straße münchen", "munich"), ("masse", ""),
    ("東京", "tokyo"), ("京", "tokyo"), ("富士山", "tokyo"), ("士山が見", "tokyo"), ("た", "tokyo"), ("京東", ""), ("大阪", ""),
    ("المدرسه", "arabic"), ("مدرسة", ""), ("المدرسة", "arabic"), ("الي", "arabic"), ("السَّلام", "arabic"), ("الس", "arabic"),
    ("plum", "cake"), ("pl", "cake"), ("🎂", "cake"), ("12", "cake"), ("1", ""), ("grandad", "cake"), ("cake plum", "cake"),
    ("cake café", ""), ("σωκρατης", "greek"), ("ΕΛΛΑΔΑ", "greek"), ("елка", "russian"), ("서울", "korean"), ("울에", "korean"),
    ('"plum cake"', "cake"), ("plum* OR", ""), ("plum NOT cake", ""), ("words:plum", ""), ("plum & cake", "cake"),
    ("-plum", "cake"), ("pl:um", ""), ("'plum' | 'x'", ""), ("p\\lum", ""), ("^plum", "cake"), ("NEAR(plum cake)", ""),
    ("=note", ""), ("%", ""), ("search_words", ""),
]  # fmt: skip
"""What is typed, and which of the above it finds. Both databases are asked the same."""


@pytest.fixture
def said(world: World) -> dict[str, str]:
    """Ids by name of what Ada has said in Family."""
    with writing():
        return {name: say(world, words) for name, words in SAID.items()}


def say(world: World, words: str, **more: Any) -> str:
    moment = Moment(circle_id=world.family.id, id=new_id(), author_id=world.ada_here.id, text=words, **more)
    db.session.add(moment)
    db.session.flush()
    return moment.id


def find(world: World, typed: str, **more: Any) -> list[str]:
    """Ids of what is found in all circles of the house, by the index and the entries."""
    circles = [world.family.id, world.elsewhere.id]
    numbers = search.find(wanted(typed), circles, **{"most": 50} | more)
    ids = dict(db.session.execute(select(SearchEntry.number, SearchEntry.id)).all())
    return [ids[number] for number in numbers]


def test_every_case_of_the_table_is_answered_alike_on_both_databases(world: World, said: dict[str, str]) -> None:
    names = {id: name for name, id in said.items()}
    wrong = []
    for typed, name in CASES:
        found = [names[id] for id in find(world, typed)]
        if found != ([name] if name else []):
            wrong.append(f"{typed} finds {found}")
    assert not wrong


def test_the_newest_come_first_by_page_by_label_and_by_time(world: World) -> None:
    days = [datetime(2024, 12, 31, 23, tzinfo=UTC) + timedelta(hours=2 * turn) for turn in range(4)]
    with writing():
        ids = [say(world, "Kettle on", created_at=at, kind="win" if place else "note") for place, at in enumerate(days)]
    assert find(world, "kettle") == ids[::-1]
    numbers = search.find(wanted("kettle"), [world.family.id], most=2)
    assert numbers == sorted(numbers, reverse=True)
    assert find(world, "kettle", before=numbers[-1]) == ids[1::-1]
    assert find(world, "kettle", labels=["win"]) == ids[:0:-1]
    assert find(world, "", labels=["note", world.ada_here.id]) == ids[:1]
    assert find(world, "kettle", labels=[world.ben_here.id]) == []
    assert find(world, "kettle", since=search.number_at(datetime(2025, 1, 1, tzinfo=UTC))) == ids[:0:-1]
    assert find(world, "kettle", before=search.number_at(datetime(2025, 1, 1, tzinfo=UTC))) == ids[:1]


def test_rows_of_one_instant_have_a_number_each(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    at = clock.now()
    monkeypatch.setattr(search, "_own", lambda _id: 7)
    with writing() as session:
        for circle, author in ((world.family, world.ada_here), (world.elsewhere, world.cleo_there)):
            for _ in range(3):
                session.add(Moment(circle_id=circle.id, author_id=author.id, text="at once", created_at=at))
                session.flush()
    assert len(set(db.session.scalars(select(SearchEntry.number)))) == 6
    assert len(find(world, "once")) == 6


@given(st.text(max_size=80))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_anyone_types_is_more_than_words(world: World, typed: str) -> None:
    search.find(wanted(typed), [world.family.id], most=5)


@given(st.text(min_size=1, max_size=40))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_said_can_be_kept_and_found(world: World, words: str) -> None:
    words = "".join(char for char in words if char.isprintable())
    with writing():
        id = say(world, words)
    if not wanted(words).is_short:
        assert id in find(world, words)


def entries() -> dict[str, str]:
    """What the entries hold, by id, as the database has it now."""
    db.session.rollback()
    return dict(db.session.execute(select(SearchEntry.id, SearchEntry.words)).all())


def right() -> None:
    """The index holds what the entries hold, and the entries what the rows hold that are there to be found."""
    db.session.rollback()
    fresh = {"populate_existing": True}
    rows = [row for model in (Moment, Reply) for row in db.session.scalars(select(model), execution_options=fresh)]
    assert entries() == {row.id: words_of(row) for row in rows if row.search_text()}
    with as_owner() as owner:
        if on_postgres():
            kept = "select number, words from search_index except select number, array_to_tsvector(string_to_array("
            assert owner.execute(text(kept + "words, ' ')) from search_entry")).all() == []
            counts = "select (select count(*) from search_index) - (select count(*) from search_entry)"
            assert owner.execute(text(counts)).scalar() == 0
        else:
            owner.exec_driver_sql("insert into search_words(search_words, rank) values ('integrity-check', 1)")


def test_an_entry_follows_its_row_however_that_changes(world: World) -> None:
    with writing():
        kept, cut = say(world, "Kettle on"), say(world, "Toast burnt")
    right()
    with writing() as session:
        session.scalars(select(Moment).where(Moment.id == kept)).one().text = "Kettle off"
    right()
    assert find(world, "off") == [kept]
    assert find(world, "kettle on") == []
    with writing() as session:
        moment = session.scalars(select(Moment).where(Moment.id == kept)).one()
        moment.removed_at = clock.now()
    right()
    assert find(world, "kettle") == []
    with writing() as session:
        session.scalars(select(Moment).where(Moment.id == kept)).one().removed_at = None
    right()
    assert find(world, "kettle") == [kept]
    with writing() as session:
        session.execute(delete(Moment).where(Moment.id == cut))
    right()
    with writing() as session:
        session.delete(session.scalars(select(Moment).where(Moment.id == kept)).one())
    right()
    assert entries() == {}


def test_a_row_that_is_changed_past_the_models_is_rather_not_found_than_found_by_old_words(world: World) -> None:
    with writing() as session:
        id = say(world, "Zanzibar")
        session.execute(update(Moment).where(Moment.id == id).values(text="Home"))
    assert find(world, "zanzibar") == []
    assert entries() == {}


def test_what_hangs_under_a_moment_and_a_whole_circle_leave_the_index_with_it(world: World) -> None:
    with writing() as session:
        moment = say(world, "Kettle on")
        under = {"circle_id": world.family.id, "moment_id": moment, "author_id": world.ben_here.id}
        session.add(Reply(**under, text="Milk?"))
    assert len(entries()) == 2
    with writing() as session:
        session.execute(delete(Moment).where(Moment.id == moment))
    right()
    assert entries() == {}
    with writing() as session:
        say(world, "Kettle on")
        session.execute(delete(Circle).where(Circle.id == world.family.id))
    assert entries() == {}


def test_a_reply_under_the_id_of_a_moment_takes_nothing_away_from_it(world: World) -> None:
    with writing() as session:
        id = say(world, "Kettle on")
        reply = Reply(circle_id=world.family.id, id=id, moment_id=id, author_id=world.ben_here.id, text="Mine now")
        session.add(reply)
    assert find(world, "kettle") == [id]
    with writing() as session:
        session.delete(reply)
    assert find(world, "kettle") == [id]


def test_searching_looks_only_into_the_circles_of_whoever_asks(world: World, said: dict[str, str]) -> None:
    for person, many in ((world.ada, 1), (world.ben, 1), (world.cleo, 0), (None, 0)):
        with seen_by(world, person):
            assert len(search.find(wanted("plum"), [world.family.id, world.elsewhere.id], most=9)) == many
    assert said


def test_terms_are_kept_with_the_mark_of_their_circle(world: World) -> None:
    with writing():
        id = say(world, "Kettle on, kettle off")
    mark = world.family.id[-8:]
    labels = [f"={world.ada_here.id}", "=note"]
    assert entries()[id].split(" ") == [mark + one for one in [*labels, *terms("kettle on off")]]
    assert engine(writing=False)


def test_what_was_there_before_is_found_once_the_errand_was_run(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with writing() as session:
        kept = [say(world, f"Kettle {place}") for place in range(5)]
        gone = say(world, "Kettle gone", removed_at=clock.now())
        session.execute(delete(SearchEntry))
    assert find(world, "kettle") == []
    monkeypatch.setattr(search_again, "AT_ONCE", 2)
    assert search_again.errand()
    assert 0 < len(find(world, "kettle")) < 5, "a few at a time, and it can stop there"
    turns = 0
    while search_again.errand():
        turns += 1
    assert turns == 4
    right()
    assert sorted(find(world, "kettle")) == sorted(kept)
    assert gone not in find(world, "kettle")
    monkeypatch.setattr(search_again, "RULES", 2)
    assert search_again.errand(), "other rules: everything anew"


@pytest.mark.skipif(database.POSTGRES, reason="it has no way to overwrite a row")
def test_a_word_that_was_taken_back_is_nowhere_in_the_file(world: World) -> None:
    for place in range(30):
        with writing():
            say(world, f"Filler number{place} says how the day went and what there was for tea")
    with writing():
        id = say(world, "Zanzibar and the quagga, zanzi")
    assert b"zanzibar" in on_disk(world)
    for place in range(30):
        with writing():
            say(world, f"Filler again{place} says how the day went")
    with writing() as session:
        session.execute(update(Moment).where(Moment.id == id).values(text="Home", removed_at=clock.now()))
    left = on_disk(world)
    assert b"filler" in left
    assert not re.search(rb"(?i)zanzi|quagga|anziba", left)


def on_disk(world: World) -> bytes:
    """The file of the house, with everything in it that was written."""
    db.session.remove()
    kept = world.app.config["SETTINGS"].instance / "micronet.db"
    with closing(sqlite3.connect(kept)) as file:
        assert file.execute("pragma wal_checkpoint(truncate)").fetchone()[0] == 0
    return bytes(kept.read_bytes())


def test_every_searched_table_has_its_triggers(world: World) -> None:
    with as_owner() as owner:
        if on_postgres():
            rows = owner.execute(text("select tgrelid::regclass::text from pg_trigger where tgname = 'search_forget'"))
            assert {row[0] for row in rows} == set(search.searched())
        else:
            rows = owner.execute(text("select name from sqlite_schema where type = 'trigger'"))
            assert {row[0] for row in rows} >= {
                f"search_{table}_{when}" for table in search.searched() for when in ("gone", "new")
            }
