"""Photos over a line that breaks, a voice note from the microphone, and a photo without any script."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from micronet.activity.attached import Attachment
from micronet.base.db import db
from tests.browser.house import DESKTOP, PHONE, House, Visitor
from tests.browser.steps import button
from tests.members.pictures import photo
from tests.world import World

SLOW = {"offline": False, "latency": 20, "downloadThroughput": 4_000_000, "uploadThroughput": 1_500_000}
MANY = 12


@pytest.fixture
def twelve(tmp_path: Path) -> list[Path]:
    """Photos of about a megabyte, no two alike."""
    paths = [tmp_path / f"snow-{n}.jpg" for n in range(MANY)]
    for n, path in enumerate(paths):
        path.write_bytes(photo(size=(1500, 1000 + n)))
    return paths


def whats(world: World) -> dict[str, int]:
    """How many of each sort are with moments."""
    db.session.rollback()
    rows = select(Attachment.what, func.count()).where(Attachment.moment_id.is_not(None)).group_by(Attachment.what)
    return {row[0]: row[1] for row in db.session.execute(rows)}


def composer(world: World, visitor: Visitor) -> Page:
    return visitor.open(world.path("/moments/new"))


def breaks(visitor: Visitor, page: Page) -> None:
    """The line goes while pieces are on their way, and comes back."""
    line = visitor.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    for _twice in range(2):
        page.wait_for_timeout(700)
        line.send("Network.emulateNetworkConditions", SLOW | {"offline": True})
        page.wait_for_timeout(900)
        line.send("Network.emulateNetworkConditions", SLOW)


def test_twelve_photos_over_a_line_that_breaks_twice_are_there_once_each(
    world: World, house: House, twelve: list[Path]
) -> None:
    ben = house.visitor(world.ben, screen=PHONE)
    ben.watch.forgive("ERR_INTERNET_DISCONNECTED")
    ben.watch.forgive("ERR_FAILED")
    ben.watch.forgive("ERR_NETWORK_CHANGED")
    page = composer(world, ben)
    page.get_by_label("Add pictures").set_input_files(twelve)
    expect(page.locator(".enclosed-one")).to_have_count(MANY)
    page.get_by_label("What’s in the picture?").first.fill("The whole street under snow")
    button(page, "Share with Family").click()
    expect(page.get_by_text("are on their way")).to_be_visible()
    breaks(ben, page)
    expect(page.locator("#strip")).to_contain_text("Shared with Family.", timeout=60_000)
    assert whats(world) == {"photo": MANY}
    assert db.session.scalar(select(func.count(func.distinct(Attachment.moment_id)))) == 1
    assert db.session.scalar(select(func.max(Attachment.alt))) == "The whole street under snow"


def test_what_is_left_out_does_not_come_along(world: World, house: House, twelve: list[Path]) -> None:
    page = composer(world, house.visitor(world.ben, screen=DESKTOP))
    page.get_by_label("Add pictures").set_input_files(twelve[:2])
    expect(page.get_by_text("Here", exact=True)).to_have_count(2)
    page.get_by_role("button", name="Leave it out").first.click()
    button(page, "Share with Family").click()
    expect(page.locator("#strip")).to_contain_text("Shared with Family.")
    assert whats(world) == {"photo": 1}


def test_what_was_being_composed_is_there_after_a_reload(world: World, house: House, twelve: list[Path]) -> None:
    page = composer(world, house.visitor(world.ben, screen=DESKTOP))
    page.get_by_label("What would you say").fill("Snow to the sills.")
    page.get_by_label("Add pictures").set_input_files(twelve[0])
    expect(page.get_by_text("Here", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_label("What would you say")).to_have_value("Snow to the sills.")
    expect(page.locator(".enclosed-one")).to_contain_text("snow-0.jpg")
    button(page, "Share with Family").click()
    expect(page.locator("#strip")).to_contain_text("Shared with Family.")
    assert whats(world) == {"photo": 1}


def test_a_file_that_is_no_picture_says_so_and_can_be_left_out(world: World, house: House, tmp_path: Path) -> None:
    page = composer(world, house.visitor(world.ben, screen=DESKTOP))
    (wrong := tmp_path / "page.jpg").write_bytes(b"<html>" * 30)
    page.get_by_label("Add pictures").set_input_files(wrong)
    expect(page.get_by_text("We can’t make that out as a picture")).to_be_visible()
    page.get_by_label("What would you say").fill("Without it, then.")
    page.get_by_role("button", name="Leave it out").click()
    button(page, "Share with Family").click()
    expect(page.locator("#strip")).to_contain_text("Shared with Family.")
    assert whats(world) == {}


def test_a_voice_note_is_recorded_heard_and_shared(world: World, open_house: object, listening: Browser) -> None:
    house: House = open_house(world.app)  # type: ignore[operator]
    house.browser = listening
    page = composer(world, house.visitor(world.ben, screen=DESKTOP, permissions=["microphone"]))
    button(page, "Record a voice note").click()
    expect(page.get_by_role("timer")).to_have_text("0:01")
    button(page, "Stop recording").click()
    expect(page.locator(".voice-made audio")).to_be_visible()
    button(page, "Add it").click()
    expect(page.get_by_text("Here", exact=True)).to_be_visible()
    button(page, "Share with Family").click()
    expect(page.locator("#strip")).to_contain_text("Shared with Family.")
    expect(page.locator("figure.voice-note")).to_contain_text("A voice note, ")
    assert whats(world) == {"voice": 1}


@pytest.mark.parametrize(("seconds", "what"), [(2, "voice"), (200, "file")])
def test_a_recording_from_elsewhere_is_a_voice_note_unless_it_is_long(
    seconds: int, what: str, world: World, house: House, tmp_path: Path
) -> None:
    with wave.open(str(tmp_path / "hum.wav"), "wb") as hum:
        hum.setparams((1, 1, 8000, 0, "NONE", "not compressed"))
        hum.writeframes(bytes(range(0, 250, 5)) * 160 * seconds)
    page = composer(world, house.visitor(world.ben, screen=DESKTOP))
    page.get_by_label("Add a file").set_input_files(tmp_path / "hum.wav")
    expect(page.get_by_text("Here", exact=True)).to_be_visible()
    button(page, "Share with Family").click()
    expect(page.locator("#strip")).to_contain_text("Shared with Family.")
    assert whats(world) == {what: 1}


def test_without_script_a_photo_goes_with_the_form(world: World, house: House, twelve: list[Path]) -> None:
    page = composer(world, house.visitor(world.ben, screen=DESKTOP, java_script_enabled=False))
    page.get_by_label("Add pictures").set_input_files(twelve[0])
    button(page, "Share with Family").click()
    expect(page.get_by_text("Being made ready")).to_be_visible()
    assert whats(world) == {"photo": 1}
