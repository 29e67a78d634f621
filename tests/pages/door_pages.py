"""The door, my own pages, and what is shown when something is wrong."""

from __future__ import annotations

from flask.testing import FlaskClient

from micronet.base.db import writing
from micronet.base.notes import keep_note
from micronet.base.secrets import fingerprint
from micronet.people import links
from tests.pages.crowd import Crowd
from tests.pages.table import PAGES, Ask

LONG = "x" * 5000
page = PAGES.page

page("welcome", "", "/welcome")
page("recover", "", "/recover")
page("recover refused", "", "/recover", 422, code="0000")
page("link", "", "/link")
page("link refused", "", "/link", 422, code="0000")
page("join", "", "/join")
page("join refused", "", "/join", 422, words="one two")
page("join gone", "", "/join", 410, token="forged")
page("reading on the way in", "ada", "/circles/{family}/reading")

page("settings", "ada", "/me")
page("settings of a newcomer", "stranger", "/me")
page("settings, name refused", "ada", "/me/name", 422, name=LONG)
page("settings, place refused", "ada", "/me/place", 422, zone="Atlantis/Harbour")
page("settings, reading refused", "ada", "/me/reading", 422, locale="xx")
page("settings, quiet refused", "ada", "/me/quiet", 422, quiet_from="")
for where in ("/me", "/me/keys", "/me/devices", "/me/codes"):
    page(f"auf Deutsch,{where}".replace("/", " "), "wolf", where)
page("whose device", "ada", "/me/device")
page("devices", "ada", "/me/devices")
page("new device", "ada", "/me/devices/new")
page("new device's code", "ada", "/me/devices/new", nothing="")
page("keys", "ada", "/me/keys")
page("no keys", "ben", "/me/keys")
page("key name refused", "ada", "/me/keys/{key}/name", 422, name="")
page("new key", "ada", "/me/keys/new")
page("take a key back", "ada", "/me/keys/{key}/remove")
page("prove", "ada", "/me/proof")
page("prove without a key", "ben", "/me/proof")
page("codes", "ada", "/me/codes")
page("sheet of codes", "ben", "/me/codes", nothing="")

page("offline", "", "/offline")
page("404", "ada", "/circles/0198f2a0b1c27d3e8f40a1b2c3d4e5f6", 404)
page("404 for nobody", "", "/there/is/nothing", 404)
page("403", "ben", "/circles/{family}/moments/{mine}/edit", 403)
page("405", "ada", "/me/sign-out", 405)
page("410", "", "/setup", 410)


def with_card(crowd: Crowd, who: str, path: str, status: int = 200, form: dict[str, str] | None = None) -> Ask:
    """Someone who has opened Fumiko's invitation, at a page of it."""
    client = crowd.as_(getattr(crowd, who) if who else None)
    assert client.post("/join", data={"token": crowd.asked.token}).status_code == 303
    return Ask(client, path, status, form)


PAGES.way("invitation")(lambda crowd: with_card(crowd, "", "/join/card"))
PAGES.way("invitation for a member")(lambda crowd: with_card(crowd, "ben", "/join/card"))
PAGES.way("answer refused")(lambda crowd: with_card(crowd, "ben", "/join/in", 422, {"answer": ""}))
PAGES.way("not me")(lambda crowd: with_card(crowd, "", "/join/not-me"))
PAGES.way("join with a key")(lambda crowd: with_card(crowd, "", "/join/key"))


@PAGES.way("first codes")
def first_codes(crowd: Crowd) -> Ask:
    """What a newcomer sees of spare keys on the way in."""
    client = crowd.as_(crowd.ben)
    with client.session_transaction() as session:
        session["offer_spare"] = True
    return Ask(client, "/me/codes")


def knocked(crowd: Crowd) -> tuple[FlaskClient, FlaskClient, str]:
    """Ada's browser, a new one that has brought her code, and the id of the link between them."""
    with crowd.app.app_context(), writing():
        offer = links.offer(crowd.ada)
    fresh = crowd.as_(None)
    fresh.get("/link")
    assert fresh.post("/link", data={"code": offer.shown}).status_code == 303
    return crowd.as_(crowd.ada), fresh, offer.id


@PAGES.way("new device waits")
def wait(crowd: Crowd) -> Ask:
    """The number on the new device."""
    _hers, fresh, _id = knocked(crowd)
    return Ask(fresh, "/link/wait")


@PAGES.way("new device may enter")
def let_in(crowd: Crowd) -> Ask:
    """The new device after the other one has said yes."""
    hers, fresh, link_id = knocked(crowd)
    hers.post(f"/me/devices/links/{link_id}/confirm")
    return Ask(fresh, "/link/wait")


@PAGES.way("number to compare")
def compare(crowd: Crowd) -> Ask:
    """The number on the signed-in device."""
    hers, _fresh, link_id = knocked(crowd)
    return Ask(hers, f"/me/devices/links/{link_id}")


@PAGES.way("new device confirmed")
def confirmed(crowd: Crowd) -> Ask:
    """What the signed-in device says after yes."""
    hers, _fresh, link_id = knocked(crowd)
    return Ask(hers, f"/me/devices/links/{link_id}/confirm", form={"nothing": ""})


@PAGES.way("set-up")
def setup(crowd: Crowd) -> Ask:
    """The first page in a house that nobody keeps yet."""
    client = crowd.bare.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    with crowd.bare.app_context(), writing():
        keep_note("setup", fingerprint("once"))
    assert client.post("/setup", data={"token": "once"}).status_code == 303
    return Ask(client, "/setup")


@PAGES.way("set-up without the link")
def setup_without(crowd: Crowd) -> Ask:
    """The same page before the link's secret has been read."""
    return Ask(crowd.bare.test_client(), "/setup")


for status in (400, 401, 413, 422, 429, 500, 503, 507):
    page(str(status), "", f"/broken/{status}", status)
