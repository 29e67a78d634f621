"""The same answers on both databases, and an index that is right however a row changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from micronet.activity.models import Moment
from micronet.base import clock, search
from micronet.base.db import db, writing
from micronet.base.search import SearchEntry, wanted
from tests.base.foreign import seen_by
from tests.base.said import find, say
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
    ("cafe", "cafe"), ("CAFÉ", "cafe"), ("café central", "cafe"), ("naive", "cafe"), ("cent", "cafe"),
    ("ntral", ""), ("munchen", "munich"), ("München", "munich"), ("muenchen", "munich"),
    ("MÜNCHEN", "munich"), ("münch", "munich"), ("strasse", "munich"), ("STRASSE", "munich"),
    ("Straße", "munich"), ("straße münchen", "munich"), ("masse", ""), ("東京", "tokyo"),
    ("京", "tokyo"), ("富士山", "tokyo"), ("士山が見", "tokyo"), ("た", "tokyo"), ("京東", ""),
    ("大阪", ""), ("المدرسه", "arabic"), ("المدرسة", "arabic"), ("الي", "arabic"),
    ("السَّلام", "arabic"), ("الس", "arabic"), ("plum", "cake"), ("pl", "cake"), ("🎂", "cake"),
    ("12", "cake"), ("1", ""), ("grandad", "cake"), ("cake plum", "cake"), ("cake café", ""),
    ("σωκρατης", "greek"), ("ΕΛΛΑΔΑ", "greek"), ("елка", "russian"), ("서울", "korean"),
    ("울에", "korean"), ('"plum cake"', "cake"), ("plum* OR", ""), ("plum NOT cake", ""),
    ("words:plum", ""), ("plum & cake", "cake"), ("-plum", "cake"), ("pl:um", ""), ("'plum' | 'x'", ""),
    ("p\\lum", ""), ("^plum", "cake"), ("NEAR(plum cake)", ""), ("=note", ""), ("%", ""),
    ("search_words", ""), ("مدرسة", "arabic"),
]  # fmt: skip
"""What is typed, and which of the above it finds. Both databases are asked the same."""


@pytest.fixture
def said(world: World) -> dict[str, str]:
    """Ids by name of what Ada has said in Family."""
    with writing():
        return {name: say(world, words) for name, words in SAID.items()}


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


def test_searching_looks_only_into_the_circles_of_whoever_asks(world: World, said: dict[str, str]) -> None:
    for person, many in ((world.ada, 1), (world.ben, 1), (world.cleo, 0), (None, 0)):
        with seen_by(world, person):
            assert len(search.find(wanted("plum"), [world.family.id, world.elsewhere.id], most=9)) == many
    assert said
