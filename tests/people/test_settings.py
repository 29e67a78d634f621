"""Ada's settings: each section saves by itself, and shows at once."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from micronet.base.db import db, writing
from micronet.people.models import Person
from micronet.people.quiet import DAY, as_minutes, as_time, stretches
from tests.people.visitor import visitor
from tests.world import PARTIAL, World


def ada(world: World) -> Person:
    db.session.rollback()
    rows = select(Person).where(Person.id == world.ada.id).execution_options(populate_existing=True)
    return db.session.scalars(rows).one()


PLACE = {"zone": "Asia/Tokyo", "locale": "en", "clock_hours": "12", "first_weekday": "6", "units": "imperial"}


def test_text_size_and_light_apply_to_the_next_page(world: World) -> None:
    there = visitor(world, world.ada)
    assert there.client.post("/me/reading", data={"text_size": "4", "theme": "dark"}).location == "/me#reading"
    page = there.client.get("/me").text
    assert 'data-theme="dark" data-text="4"' in page
    assert "Kept." in page


def test_a_section_comes_back_alone_for_htmx(world: World) -> None:
    there = visitor(world, world.ada)
    answer = there.client.post("/me/quiet", data={"quiet_from": "22:30", "quiet_until": "06:15"}, headers=PARTIAL)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<section id="quiet"')
    assert "<html" not in answer.text
    assert "Your curtains are drawn from 22:30 to 6:15." in answer.text
    assert "Kept." in answer.text
    assert (ada(world).quiet_from, ada(world).quiet_until) == (22 * 60 + 30, 6 * 60 + 15)


def test_clock_language_and_habits_of_writing(world: World) -> None:
    there = visitor(world, world.ada)
    assert there.client.post("/me/place", data=PLACE).status_code == 303
    kept = ada(world)
    assert (kept.zone, kept.clock_hours, kept.first_weekday, kept.units) == ("Asia/Tokyo", 12, 6, "imperial")
    assert "from 9:00 pm to 8:00 am" in there.client.get("/me").text


def test_another_language_reloads_the_page(world: World) -> None:
    there = visitor(world, world.ada)
    answer = there.client.post("/me/place", data={**PLACE, "locale": "de"}, headers=PARTIAL)
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")
    assert 'lang="de"' in there.client.get("/me").text


def test_an_old_spelling_of_a_zone_is_shown_as_the_one_it_means(world: World) -> None:
    with writing():
        db.session.merge(world.ada).zone = "Asia/Calcutta"
    page = visitor(world, world.ada).client.get("/me").text
    assert re.search(r'<option selected value="Asia/Kolkata">', page)


def test_a_name_in_any_script_is_kept_and_an_empty_one_is_not(world: World) -> None:
    there = visitor(world, world.ada)
    assert there.client.post("/me/name", data={"name": "  أمّي \u202e "}).status_code == 303
    assert ada(world).name == "أمّي"
    wrong = there.client.post("/me/name", data={"name": "\u200b"}, headers=PARTIAL)
    assert wrong.status_code == 422
    assert "Tell us what your people call you." in wrong.text
    assert wrong.text.lstrip().startswith('<section id="name"')


def test_a_window_may_keep_quiet_about_her(world: World) -> None:
    there = visitor(world, world.ada)
    there.client.post("/me/window", data={})
    assert not ada(world).shows_here
    there.client.post("/me/window", data={"shows_here": "y"})
    assert ada(world).shows_here


@pytest.mark.parametrize(("section", "fields"), [
    ("reading", {"text_size": "9", "theme": ""}), ("reading", {"text_size": "x", "theme": ""}),
    ("reading", {"text_size": "2", "theme": "neon"}), ("reading", {}), ("place", {**PLACE, "zone": "Moon/Base"}),
    ("place", {**PLACE, "locale": "xx"}), ("place", {**PLACE, "clock_hours": "13"}), ("place", {}),
    ("quiet", {"quiet_from": "25:00", "quiet_until": "07:00"}), ("quiet", {"quiet_from": "21:00"}),
    ("name", {"name": "x" * 61}), ("name", {}),
])  # fmt: skip
def test_what_cannot_be_is_refused_and_changes_nothing(world: World, section: str, fields: dict[str, str]) -> None:
    there = visitor(world, world.ada)
    before = {column.key: getattr(ada(world), column.key) for column in Person.__table__.columns}
    whole = there.client.post(f"/me/{section}", data=fields)
    part = there.client.post(f"/me/{section}", data=fields, headers=PARTIAL)
    assert whole.status_code == part.status_code == 422
    assert 'class="wrong"' in part.text
    assert part.text.lstrip().startswith(f'<section id="{section}"')
    after = {column.key: getattr(ada(world), column.key) for column in Person.__table__.columns}
    assert {**before, "here_at": None} == {**after, "here_at": None}


def test_no_form_takes_a_field_it_does_not_list(world: World) -> None:
    there = visitor(world, world.ben)
    names = {column.key: "1" for column in Person.__table__.columns}
    good = {
        "name": {"name": "Ben"}, "reading": {"text_size": "1", "theme": ""}, "place": PLACE,
        "quiet": {"quiet_from": "21:00", "quiet_until": "08:00"}, "window": {"shows_here": "y"},
    }  # fmt: skip
    db.session.rollback()
    ben = select(Person.keeper, Person.id, Person.handle, Person.created_at).where(Person.id == world.ben.id)
    before = db.session.execute(ben).one()
    for section, fields in good.items():
        assert there.client.post(f"/me/{section}", data={**names, **fields}).status_code == 303, section
    db.session.rollback()
    assert db.session.execute(ben).one() == before


def test_a_get_on_a_write_is_405(world: World) -> None:
    there = visitor(world, world.ada)
    for path in ("/me/name", "/me/reading", "/me/place", "/me/quiet", "/me/window", "/me/sign-out", "/me/codes/done"):
        assert there.client.get(path).status_code == 405


def test_nobodys_settings_lead_to_the_door(world: World) -> None:
    there = visitor(world)
    for path in ("/me", "/me/keys", "/me/devices", "/me/codes", "/me/proof", "/me/device", "/me/devices/new"):
        assert there.client.get(path).location == "/welcome"
    for path in ("/me/name", "/me/keys", "/me/codes", "/me/devices/new", "/me/sign-out"):
        assert there.client.post(path).location == "/welcome"


@given(st.integers(0, DAY - 1), st.integers(0, DAY - 1))
def test_quiet_stretches_lie_within_the_day_and_add_up(start: int, end: int) -> None:
    parts = stretches(start, end)
    assert sum(last - first for first, last in parts) == (end - start) % DAY
    assert all(0 <= first <= last <= DAY for first, last in parts)
    assert as_minutes(as_time(start)) == start
