"""The catalogues: complete, exact, compiled, and heard on the pages."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import IO

import pytest
from babel.messages import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import force_locale

from micronet.base import clock
from micronet.base.db import writing
from micronet.base.ids import new_id
from micronet.board.sentence import Fact, Reader, say
from micronet.moments import actions, talk
from micronet.web.i18n import NAMES
from tests.world import World

ROOT = Path(__file__).parent.parent
WORDS = ROOT / "micronet" / "translations"
LANGUAGES = sorted(set(NAMES) - {"en"})
PLACES = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
MORNING = datetime(2026, 3, 14, 9, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the sources say, gathered as `make catalogue` gathers it."""
    found = tmp_path_factory.mktemp("words") / "messages.pot"
    keywords = re.findall(r"--keyword=\S+", (ROOT / "Makefile").read_text(encoding="utf-8"))
    how = [f"--mapping-file={ROOT / 'pyproject.toml'}", *keywords, f"--output-file={found}", str(ROOT / "micronet")]
    CommandLineInterface().run(["pybabel", "--quiet", "extract", *how])
    return opened(found)


def opened(path: Path, locale: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def catalogue(code: str) -> Catalog:
    return opened(WORDS / code / "LC_MESSAGES" / "messages.po", code)


def told(found: Catalog) -> list[Message]:
    return [message for message in found if message.id]


def name(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> list[tuple[str, str]]:
    """Each form of a translation with the form of the message that it stands for."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    one, *many = message.string
    return [(message.id[0], one), *((message.id[1], form) for form in many)]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_message_of_the_sources_is_translated(spoken: Catalog, code: str) -> None:
    kept = catalogue(code)
    assert {name(message) for message in told(kept)} == {name(message) for message in told(spoken)}
    assert not [message.id for message in told(kept) if not all(form.strip() for _said, form in forms(message))]
    plurals = [message for message in told(kept) if not isinstance(message.id, str)]
    assert not [message.id for message in plurals if len(forms(message)) < kept.num_plurals]


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_in_a_catalogue_is_guessed_or_left_over(code: str) -> None:
    kept = catalogue(code)
    assert not kept.fuzzy
    assert not [message.id for message in told(kept) if message.fuzzy]
    assert not kept.obsolete


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_translation_has_the_places_its_message_has(code: str) -> None:
    for message in told(catalogue(code)):
        for said, form in forms(message):
            assert set(PLACES.findall(form)) == set(PLACES.findall(said)), said
            if message.python_format:
                assert form % defaultdict(str) is not None, said


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_translation_keeps_the_voice(code: str) -> None:
    for message in told(catalogue(code)):
        for said, form in forms(message):
            assert not re.search(r"[!\"'<>]|\.\.\.|  ", form), said
            assert form == form.strip(), said
            assert form.endswith(".") == said.endswith("."), said


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_compiled_is_what_is_written(tmp_path: Path, code: str) -> None:
    fresh = tmp_path / "messages.mo"
    with fresh.open("wb") as file:
        write_mo(file, catalogue(code))
    with fresh.open("rb") as new, (WORDS / code / "LC_MESSAGES" / "messages.mo").open("rb") as old:
        assert words(old) == words(new)


def words(file: IO[bytes]) -> dict[str, object]:
    return {name(message): (message.id, message.string) for message in told(read_mo(file))}


class Seen(HTMLParser):
    """What a page says: its text and the attributes that are read out, but for lists of places and words in English."""

    VOID = frozenset({"meta", "link", "img", "input", "br", "hr", "source", "wbr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.skipped: list[str] = []
        self.feed(html)
        assert not self.skipped

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        if tag not in self.VOID and (self.skipped or tag in ("script", "style", "option") or own.get("lang") == "en"):
            self.skipped.append(tag)
        elif not self.skipped:
            read = ("aria-label", "alt", "title", "placeholder", "left", "over", "late", "done", "asking", "failed")
            self.said += [own[key] or "" for key in read if key in own]

    def handle_endtag(self, tag: str) -> None:
        if self.skipped and self.skipped[-1] == tag:
            self.skipped.pop()

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.said.append(data)


ENGLISH = re.compile(
    r"\b(?:the|and|your?|with|what|who|how|this|that|of|for|are|from|have|there|they|their|isn[’']t|can[’']t|back|"
    r"choose|save|leave|share|windows?|circles?|people|keys?|today|yesterday|yet|valid|required|been|until|say)\b",
    re.IGNORECASE,
)

PAGES = (
    "/", "/share", "/circles/new", "/circles/{family}", "/circles/{family}/members/{ben}", "/circles/{family}/status",
    "/circles/{family}/moments/new", "/circles/{family}/moments/{moment}", "/circles/{family}/about",
    "/circles/{family}/me", "/circles/{family}/invites", "/circles/{family}/log", "/circles/{family}/leave",
    "/circles/{family}/members/{ben}/place", "/circles/{family}/members/{ben}/removal", "/me", "/me/devices",
    "/me/keys", "/me/devices/new", "/circles/{family}/moments/{moment}/edit", "/circles/{family}/moments/{family}",
)  # fmt: skip


def german(world: World) -> dict[str, str]:
    """Ada reads German; Ben has shared a setback, and she a moment that he was glad of."""
    with writing():
        world.ada.locale = "de"
        world.join(world.ada, world.elsewhere)
        actions.share(world.ben_here, id=new_id(), kind="setback", text="Der Zug ist weg.")
        mine = actions.share(world.ada_here, id=new_id(), kind="note", text="Brot ist im Ofen.")
        talk.react(mine, world.ben_here, "love")
        talk.reply(mine, world.ben_here, id=new_id(), text="Heb mir den Knust auf.")
    return {"family": world.family.id, "ben": world.ben_here.id, "moment": mine.id}


def test_a_german_browser_is_met_in_german_at_the_door(world: World) -> None:
    page = world.as_(None, accept_language="de-AT,de;q=0.9,en;q=0.5").get("/welcome").text
    assert '<html lang="de" dir="ltr"' in page
    assert "Komm herein." in page
    assert "Anmelden" in page
    assert not ENGLISH.findall(" ".join(Seen(page).said))


def test_someone_who_reads_german_has_a_german_board_whatever_the_browser_says(world: World) -> None:
    with clock.frozen(MORNING):
        german(world)
        page = world.as_(world.ada, accept_language="en").get(world.path()).text
    said = " ".join("".join(Seen(page).said).split())
    assert '<html lang="de" dir="ltr"' in page
    assert "Samstag, 14. März" in said
    assert "Guten Morgen, Ada. Ben hat einen Rückschlag erlebt." in said
    assert "Wie ist dein Morgen?" in said
    assert "Ben schickt Liebe" in said
    assert "Das waren alle." in said


def test_the_sentence_reads_right_in_german(app: Flask) -> None:
    facts = [Fact("dawn", "1", "Ben", "#"), Fact("asleep", "2", "Oma", "#")]
    asking = Fact("question", "3", "Theo", "#", MORNING, "Wer hat Zeit?")
    with app.test_request_context(), force_locale("de"):
        html = say([*facts, asking], Reader("4", "Ada", "Europe/Berlin"), MORNING).html
        calm = say(facts[:1], Reader("4", "Ada", "Europe/Berlin"), MORNING).html
    said = "Theo fragt: „Wer hat Zeit?“, bei Ben geht gerade die Sonne auf und Oma hat die Vorhänge zugezogen."
    assert html.striptags() == f"Guten Morgen, Ada. {said}"
    assert calm.striptags() == "Guten Morgen, Ada. Bei Ben geht gerade die Sonne auf."


@pytest.mark.parametrize("path", PAGES)
def test_no_english_is_left_on_a_german_page(world: World, path: str) -> None:
    with clock.frozen(MORNING):
        places = german(world)
        page = world.as_(world.ada).get(path.format(**places)).text
    assert '<html lang="de" dir="ltr"' in page
    said = Seen(page).said
    assert not [text for text in said if ENGLISH.search(text)]


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/circles/new", {"name": "", "kind": "mob", "cap": "many", "paint": "plaid"}),
        ("/circles/{family}/status", {"text": "x" * 5000, "clears": "never"}),
        ("/circles/{family}/moments", {"words": "", "kind": "song", "which": "1"}),
        ("/circles/{family}/invites", {"for_name": "", "role": "king"}),
        ("/circles/{family}/me", {"nickname": "", "paint": "plaid"}),
        ("/me/quiet", {"quiet_from": "25:00", "quiet_until": ""}),
        ("/me/place", {"zone": "Atlantis", "locale": "xx", "clock_hours": "13"}),
    ],
)
def test_what_is_wrong_with_a_form_is_said_in_german(world: World, path: str, form: dict[str, str]) -> None:
    answer = world.as_(world.ada).post(path.format(**german(world)), data=form)
    assert answer.status_code == 422
    assert not [text for text in Seen(answer.text).said if ENGLISH.search(text)]
