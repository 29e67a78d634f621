"""Albums that members put together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from micronet.base import clock
from micronet.base.db import writing
from micronet.base.ids import new_id
from micronet.circles.roles import CAN, ROLES
from micronet.memories.models import Album, AlbumPhoto
from micronet.memories.purge import purge
from tests.memories.photos import MARCH, album, photo, put, rows, shows
from tests.world import World


def test_what_only_writes_is_not_to_be_looked_at(world: World) -> None:
    one, mine, ben = photo(world), album(world, world.ada), world.as_(world.ben)
    for path in (f"/albums/{mine}/remove", f"/albums/{mine}/restore", f"/albums/{mine}/photos/{one}/remove"):
        assert ben.get(world.path(path)).status_code == 405


def test_an_album_is_made_once_however_often_it_is_sent(world: World) -> None:
    ben, fresh = world.as_(world.ben), new_id()
    said = {"fresh": fresh, "name": "Whitby", "sort": "named"}
    places = {ben.post(world.path("/albums"), data=said).location for _time in range(2)}
    assert len(places) == len(rows(Album)) == 1
    other = ben.post(world.path("/albums"), data=said | {"name": "The garden"})
    assert other.location not in places
    assert len(rows(Album)) == 2


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": ""}, "Give it a name."),
        ({"name": "Fair", "sort": "event"}, "Say on which day it begins"),
        (
            {"name": "Fair", "sort": "event", "begins_on": "2026-03-14", "ends_on": "2026-03-01"},
            "comes after the first",
        ),
        ({"name": "Fair", "sort": "event", "begins_on": "soon"}, "That isn’t a day on the calendar"),
        ({"name": "Mo", "sort": "child"}, "Say when the child was born"),
        ({"name": "Mo", "sort": "child", "born_on": "2999-01-01"}, "still to come"),
        ({"name": "x" * 61}, "x" * 61),
        ({"name": "Mo", "sort": "king"}, "Choose one of the answers shown."),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence_and_stays_typed(world: World, sent: dict[str, str], said: str) -> None:
    answer = world.as_(world.ben).post(world.path("/albums"), data={"sort": "named"} | sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert sent["name"] in answer.text
    assert not rows(Album)


def test_photos_are_ticked_in_their_month_and_lie_in_the_album_once(world: World) -> None:
    one, two, mine = photo(world), photo(world, alt="The hill"), album(world, world.ben)
    page = shows(world, world.ada, f"/albums/2026/3?pick=1&album={mine}")
    assert page.count('type="checkbox" name="photo"') == 2
    assert f'<option value="{mine}" selected>' in page
    for _time in range(2):
        assert put(world, world.ada, mine, one, two).location == world.path(f"/albums/{mine}")
    assert len(rows(AlbumPhoto)) == 2
    page = shows(world, world.ben, f"/albums/{mine}")
    assert one in page
    assert f"/photos/{two}?in={mine}" in page
    assert "2 photos" in shows(world, world.ben, "/albums")


def test_with_nothing_ticked_the_month_comes_back_and_says_so(world: World) -> None:
    one, mine, ben = photo(world), album(world, world.ben), world.as_(world.ben)
    at = {"year": "2026", "month": "3"}
    answer = ben.post(world.path("/albums/photos"), data={"album": mine, **at})
    assert (answer.status_code, "Tick the photos first." in answer.text) == (422, True)
    answer = ben.post(world.path("/albums/photos"), data={"photo": one, **at})
    assert (answer.status_code, "Choose an album." in answer.text) == (422, True)
    assert f'value="{one}" checked' in answer.text
    assert ben.post(world.path("/albums/photos"), data={"album": mine, "year": "x", "month": "²"}).status_code == 422


def test_an_event_gathers_what_was_taken_on_its_days_and_a_photo_can_be_left_out(world: World) -> None:
    inside, outside = photo(world), photo(world, alt="Later", taken=MARCH + timedelta(days=3))
    fair = album(world, world.ben, "Fair", "event", begins_on="2026-03-14", ends_on="2026-03-15")
    page = shows(world, world.ben, f"/albums/{fair}")
    assert inside in page
    assert outside not in page
    put(world, world.ada, fair, outside)
    assert outside in shows(world, world.ben, f"/albums/{fair}")
    out = world.as_(world.ben).post(world.path(f"/albums/{fair}/photos/{inside}/remove"))
    assert out.location == world.path(f"/albums/{fair}")
    assert inside not in shows(world, world.ada, f"/albums/{fair}")
    assert "One photo" in shows(world, world.ada, "/albums")
    put(world, world.ada, fair, inside)
    assert inside in shows(world, world.ada, f"/albums/{fair}")


def test_a_childs_photos_stand_under_the_age_it_was(world: World) -> None:
    photos = [photo(world, taken=datetime(*day, 12, tzinfo=UTC)) for day in ((2026, 3, 20), (2024, 6, 3), (2024, 3, 2))]
    mo = album(world, world.ada, "Mo", "child", born_on="2024-02-29")
    put(world, world.ada, mo, *photos)
    page = shows(world, world.ben, f"/albums/{mo}")
    assert page.index("Two years") < page.index("Three months") < page.index("The first weeks")


def test_an_album_is_changed_and_removed_and_comes_back_for_a_while(world: World) -> None:
    one, mine, ben = photo(world), album(world, world.ben), world.as_(world.ben)
    put(world, world.ben, mine, one)
    at = world.path(f"/albums/{mine}")
    assert ben.post(f"{at}/edit", data={"name": "Robin Hood’s Bay", "sort": "named"}).location == at
    assert "Robin Hood’s Bay" in shows(world, world.ada, "/albums")
    assert ben.post(f"{at}/edit", data={"name": "", "sort": "named"}).status_code == 422
    assert ben.post(f"{at}/remove").status_code == 303
    assert ben.get(at).status_code == 404
    assert f"{at}/restore" in ben.get(world.path("/albums")).text
    assert world.as_(world.ada).post(f"{at}/restore").status_code == 404
    assert ben.post(f"{at}/restore").location == at
    assert one in shows(world, world.ben, f"/albums/{mine}")
    ben.post(f"{at}/remove")
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        assert "too late" in ben.post(f"{at}/restore").text
        with writing():
            purge()
    assert not rows(Album)
    assert not rows(AlbumPhoto)
    assert one in shows(world, world.ben, "/albums")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_makes_and_removes_as_the_table_says(world: World, role: str) -> None:
    with writing():
        who = world.person(role.title())
        world.join(who, world.family, role)
    bens, one, client = album(world, world.ben), photo(world), world.as_(who)
    made = client.post(world.path("/albums"), data={"name": "Mine", "sort": "named"})
    assert (made.status_code == 303) is (role in CAN["album.make"])
    assert (put(world, who, bens, one).status_code == 303) is (role in CAN["album.make"])
    for act in ("edit", "remove"):
        status = client.post(world.path(f"/albums/{bens}/{act}"), data={"name": "X", "sort": "named"}).status_code
        assert status == (303 if role in CAN["album.change_any"] else 403)
