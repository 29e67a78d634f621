"""An index that is right however a row changes, of which nothing is left when it goes."""

from __future__ import annotations

import re
from contextlib import closing

import pytest
from sqlalchemy import delete, select, text, update

from micronet.activity.models import Moment, Reply
from micronet.base import clock, search, search_again
from micronet.base.db import as_owner, db, on_postgres, writing
from micronet.base.search import SearchEntry, words_of
from micronet.base.sqlite import sqlite3
from micronet.base.terms import terms
from micronet.circles.models import Circle
from tests import database
from tests.base.said import find, say
from tests.world import World


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


def test_terms_are_kept_with_the_mark_of_their_circle(world: World) -> None:
    with writing():
        id = say(world, "Kettle on, kettle off")
    mark = world.family.id[-8:]
    labels = [f"={world.ada_here.id}", "=note"]
    assert entries()[id].split(" ") == [mark + one for one in [*labels, *terms("kettle on off")]]


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
