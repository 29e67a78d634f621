"""What a page says of itself, however it is written, and however it is meant."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from micronet.base import glance as glances
from micronet.base.glance import Glance, glance
from micronet.base.page_words import decoded, read
from micronet.base.text import length


def test_open_graph_goes_before_the_cards_and_the_title() -> None:
    page = """<!doctype html><html><head><title>Plain</title><meta name=description content=plain>
    <meta name="twitter:title" content="Card"><meta property="og:title" content=" Bread &amp; butter ">
    <meta property="og:title" content="Second"><meta property="og:description" content="A<b>crust</b>">
    <meta property="og:image" content="/loaf.jpg"></head><body>..."""
    assert glance(page.encode()) == Glance("Bread & butter", "A<b>crust</b>", "/loaf.jpg")


@pytest.mark.parametrize(
    ("page", "title", "text"),
    [
        ("<title>Only\n a  title</title>", "Only a title", ""),
        ("<title>T</title><meta content='A word.' NAME=Description>", "T", "A word."),
        ("<meta name=twitter:title content=Card><meta name=twitter:description content=Text>", "Card", "Text"),
        ("<meta property=og:title content='  '><title>T</title>", "T", ""),
        ("<svg><title>A drawing</title></svg>", "", ""),
        ("<title>&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>", ""),
        ("<title>a\u202eb\u200bc\x00d</title>", "abcd", ""),
        ("<title>مرحبا 👨‍👩‍👧 東京</title>", "مرحبا 👨‍👩‍👧 東京", ""),
        ("", "", ""),
        ("not a page", "", ""),
    ],
)
def test_titles_and_texts(page: str, title: str, text: str) -> None:
    found = glance(page.encode())
    assert (found.title.replace("\ufffd", ""), found.text) == (title, text)


@pytest.mark.parametrize(
    ("page", "charset", "said"),
    [
        ("é".encode(), "", "é"),
        ("é".encode("latin-1"), "iso-8859-1", "é"),
        ("“é”".encode("cp1252"), "ISO-8859-1", "“é”"),
        (b"<meta charset=windows-1251>" + "Ж".encode("cp1251"), "", "Ж"),
        (
            b'<meta http-equiv=Content-Type content="text/html; charset=Shift_JIS">' + "東京".encode("shift_jis"),
            "",
            "東京",
        ),
        (b"\xef\xbb\xbf" + "é".encode(), "latin-1", "é"),
        ("é".encode("utf-16"), "", "é"),
        (b"<meta charset=utf-16>" + "é".encode(), "", "é"),
        ("é".encode(), "unicode_escape", "é"),
        ("é".encode(), "idna", "é"),
        ("é".encode(), "zlib", "é"),
        ("é".encode(), "no such\x00thing", "é"),
    ],
)
def test_charsets(page: bytes, charset: str, said: str) -> None:
    assert decoded(page, charset).endswith(said)


def test_long_words_are_cut_to_what_a_reader_would_count() -> None:
    family, words = "👨\u200d👩\u200d👧" * 5000, "ab " * 5000
    found = glance(f"<title>{family}</title><meta name=description content='{words}'>".encode())
    assert 100 < length(found.title) <= glances.TITLE_LENGTH
    assert 250 < length(found.text) <= glances.TEXT_LENGTH
    assert found.text.endswith("…")


@pytest.mark.parametrize(
    "page",
    [
        b"<div>" * 100_000,
        b"<table><tr><td>" * 30_000,
        b"<a " + b"x=y " * 120_000 + b">",
        b"<meta " * 80_000,
        b"<!--" * 120_000,
        b"&#x1F600;" * 50_000,
        b"<svg><math><style><![CDATA[" * 10_000,
        b"<b><i><a><p>" * 40_000,
        bytes(range(256)) * 2000,
    ],
)
def test_wicked_pages_say_nothing_and_take_no_long_time(page: bytes) -> None:
    assert glance(page).title == ""


def test_a_child_that_breaks_or_dawdles_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glances, "SECONDS", 0.001)
    assert glance(b"<title>T</title>") == Glance()
    monkeypatch.setattr(glances, "SECONDS", 10)
    monkeypatch.setattr(glances.sys, "executable", "/bin/false")
    assert glance(b"<title>T</title>") == Glance()


def test_the_child_knows_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    given_along: list[dict[str, str]] = []
    real = glances.subprocess.run
    monkeypatch.setenv("MICRONET_DATABASE", "postgresql://me:secret@db/house")
    monkeypatch.setattr(
        glances.subprocess, "run", lambda *a, **more: given_along.append(more["env"]) or real(*a, **more)
    )
    assert glance(b"<title>T</title>").title == "T"
    assert not [name for name in given_along[0] if name.startswith("MICRONET")]


@settings(max_examples=300)
@given(st.binary(max_size=400), st.sampled_from(["", "utf-8", "latin-1", "euc-jp", "utf-16", "x"]))
def test_whatever_is_sent_can_be_read(page: bytes, charset: str) -> None:
    assert set(read(decoded(page, charset))) == {"title", "text", "picture"}
