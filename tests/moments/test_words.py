"""What people say becomes a page: nothing in it is markup, addresses are links, times are words."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from micronet.activity.timeline import MomentView
from micronet.base.ids import is_id, new_id
from micronet.moments.ids import offspring
from micronet.moments.words import groups, kind_words, spoken, when_said

NOW = datetime(2026, 3, 14, 10, 40, tzinfo=UTC)
ZONE = "Europe/London"


def link(address: str, shown: str) -> str:
    return f'<a href="{address}" rel="noopener nofollow noreferrer" dir="ltr">{shown}</a>'


@pytest.mark.parametrize(
    ("said", "page"),
    [
        ("Kettle on.", "Kettle on."),
        ("See https://example.org.", f"See {link('https://example.org', 'example.org')}."),
        ("https://www.example.org/", link("https://www.example.org/", "example.org")),
        ("(https://example.org/a_(b))", f"({link('https://example.org/a_(b)', 'example.org/a_(b)')})"),
        ("HTTP://EXAMPLE.ORG/x!", f"{link('HTTP://EXAMPLE.ORG/x', 'EXAMPLE.ORG/x')}!"),
        ("https://a.example/?q=1&r=2", link("https://a.example/?q=1&amp;r=2", "a.example/?q=1&amp;r=2")),
        ("https://bücher.example/ä", link("https://bücher.example/ä", "bücher.example/ä")),
        ("two\nlines", "two\nlines"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("ftp://example.org", "ftp://example.org"),
        ("https://", "https://"),
        ("https://bank.example@evil.example/", "https://bank.example@evil.example/"),
        ("https://example.org:99999/", "https://example.org:99999/"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ('https://example.org/"onclick="x', f"{link('https://example.org/', 'example.org')}&#34;onclick=&#34;x"),
    ],
)
def test_words_become_a_page(said: str, page: str) -> None:
    assert str(spoken(said)) == page


def test_the_host_of_a_link_is_never_shortened_away() -> None:
    host = "login.bank.example.com." + "a" * 40 + ".evil.example"
    shown = re.search(">(.*)<", str(spoken(f"https://{host}/{'path/' * 20}")))
    assert shown
    assert shown[1].startswith(f"{host}/path")
    assert shown[1].endswith("…")
    assert len(shown[1]) < len(host) + 30


class Tags(HTMLParser):
    """Notes which elements and attributes a page has."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _value in attrs)))
        address = dict(attrs).get("href") or ""
        assert address.lower().startswith(("http://", "https://")), address


@given(
    st.lists(
        st.sampled_from(["<", ">", '"', "'", "&", "https://", "a.b/", "@", " ", "x", "\n", "javascript:", "(", ")"])
    )
)
def test_whatever_is_said_holds_nothing_but_text_and_links(parts: list[str]) -> None:
    tags = Tags()
    tags.feed(str(spoken("".join(parts))))
    assert set(tags.found) <= {("a", ("href", "rel", "dir"))}


@given(st.text())
def test_words_without_an_address_stay_word_for_word(said: str) -> None:
    plain = said.replace("://", "")
    assert spoken(plain).unescape() == plain


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("2026-03-14T08:05", "8:05"),
        ("2026-03-13T19:10", "19:10"),
        ("2026-03-11T19:10", "19:10"),
        ("2026-03-04T19:10", "Wednesday 19:10"),
        ("2026-02-20T19:10", "20 February, 19:10"),
        ("2025-02-20T19:10", "20 February 2025, 19:10"),
    ],
)
def test_a_time_says_what_its_heading_leaves_open(app: Flask, said: str, words: str) -> None:
    with app.test_request_context():
        assert when_said(at(said), NOW, ZONE, "en") == words


def view(said: str) -> MomentView:
    return MomentView(new_id(), new_id(), "note", "Hello", False, at(said), False)


def test_moments_stand_under_headings_in_their_order(app: Flask) -> None:
    times = ["2026-03-14T10:00", "2026-03-14T09:00", "2026-03-13T20:00", "2026-03-12T12:00", "2026-03-12T08:00"]
    with app.test_request_context():
        found = groups([view(time) for time in times], NOW, ZONE, "en", 0)
    assert [(one.heading, len(one.moments)) for one in found] == [
        ("This morning", 2), ("Yesterday evening", 1), ("On Thursday", 2),
    ]  # fmt: skip
    assert [one.icon for one in found] == ["sun-horizon", "moon", "calendar-blank"]
    assert len({one.key for one in found}) == 3


def test_kinds_have_their_words(app: Flask) -> None:
    with app.test_request_context():
        assert [kind_words(kind) for kind in ("note", "win", "setback", "question")] == [
            "", "A win", "A setback", "A question",
        ]  # fmt: skip


def test_the_id_of_a_copy_follows_from_the_first() -> None:
    first, one, other = new_id(), new_id(), new_id()
    assert is_id(offspring(first, one))
    assert offspring(first, one) == offspring(first, one)
    assert len({first, offspring(first, one), offspring(first, other), offspring(new_id(), one)}) == 4
    assert offspring(first, one)[:12] == first[:12]
