"""One spelling for all that a reader would call the same word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micronet.base.search import wanted
from micronet.base.terms import pieces, plain, terms


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Café cafe\u0301 CAFÉ", ["cafe"]),
        ("München", ["munchen", "muenchen"]),
        ("Straße STRASSE", ["strasse"]),
        ("Ærø Łódź İzmir", ["aero", "lodz", "izmir"]),
        ("東京タワー", ["東京", "京タ", "タワ", "ワー", "ー"]),
        ("ｶﾞｲﾄﾞ", ["ガイ", "イド", "ド"]),
        ("がいど", ["がい", "いど", "ど"]),
        ("서울에서", ["서울", "울에", "에서", "서"]),
        ("السَّلامُ عليـــكم إلى مدرسة", ["السلام", "سلام", "عليكم", "الي", "مدرسه"]),
        ("می\u200cخواهم ٣٤", ["ميخواهم", "34"]),
        ("Ελλάς ΕΛΛΆΣ Ёлка", ["ελλασ", "елка"]),
        ("हिन्दी", ["हिन्दी"]),
        ("👍🏽 ❤️ 👨‍👩‍👧 🇩🇪🇫🇷", ["👍", "❤", "👨", "👩", "👧", "🇩🇪", "🇫🇷"]),
        ("don’t, l’eau — 3.14 #house!", ["don", "t", "l", "eau", "3", "14", "house"]),
        ("½ ① ﬁne", ["1", "2", "fine"]),
        ("!? … —", []),
    ],
)
def test_text_is_cut_into_terms(text: str, cut: list[str]) -> None:
    assert terms(text) == cut


@pytest.mark.parametrize(
    ("typed", "whole", "begun"),
    [
        ("kettle", (), ("kettle",)),
        ("Kettle on", ("kettle",), ("on",)),
        ("new y", ("new", "y"), ()),
        ("München", (), ("munchen",)),
        ("東", (), ("東",)),
        ("東京タ", ("東京", "京タ"), ()),
        ("東 kettle", (), ("東", "kettle")),
        ("🎂", ("🎂",), ()),
        ("five 5", ("five", "5"), ()),
    ],
)
def test_the_last_word_may_be_the_beginning_of_one(typed: str, whole: tuple[str, ...], begun: tuple[str, ...]) -> None:
    asked = wanted(typed)
    assert (asked.whole, asked.begun) == (whole, begun)
    assert not asked.is_short


@pytest.mark.parametrize("typed", ["", " ", "a", "é", "!", '"', "ж"])
def test_one_letter_is_too_little_to_go_by(typed: str) -> None:
    assert wanted(typed).is_short


@given(st.text(max_size=60))
def test_terms_hold_nothing_that_a_database_would_read_as_its_own(text: str) -> None:
    for term in terms(text):
        assert term
        assert all(char.isalnum() for char in term if char.isascii()), term
        assert not any(char.isspace() or "A" <= char <= "Z" for char in term), term
    end = 0
    for piece in pieces(text):
        assert 0 <= piece.start < piece.end <= len(text)
        assert piece.end >= end or piece.terms[0] in text, "in order"
        end = piece.start
    assert len(wanted(text).whole) + len(wanted(text).begun) <= 12


@given(st.text(max_size=60))
def test_a_text_is_found_by_each_of_its_own_words(text: str) -> None:
    found = set(terms(text))
    for word in text.split():
        asked = wanted(word)
        assert len(found) == 0 or all(one in found for one in asked.whole), word
        assert all(any(term.startswith(one) for term in found) for one in asked.begun), word


@given(st.text(max_size=40))
def test_what_is_spelled_plainly_stays_so(text: str) -> None:
    assert plain(plain(text)) == plain(plain(plain(text)))
