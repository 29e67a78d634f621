"""Four words, as they are heard and typed."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from micronet.base.errors import Invalid
from micronet.circles import words

LIST = sorted(words._by_beginning().values())
BETWEEN = st.sampled_from([" ", "  ", ".", " . ", "-", ", ", " · ", "\t", "\n"])


@st.composite
def spelled(draw: st.DrawFn, word: str) -> str:
    """A word the way people type it: any capitals, the whole of it or at least its first four letters."""
    end = draw(st.integers(min(len(word), words.ENOUGH), len(word)))
    high = draw(st.lists(st.booleans(), min_size=end, max_size=end))
    return "".join(char.upper() if up else char for char, up in zip(word, high, strict=False))


@given(st.lists(st.sampled_from(LIST), min_size=4, max_size=4), st.data())
def test_four_words_come_back_however_they_were_typed(said: list[str], data: st.DataObject) -> None:
    typed = "".join(data.draw(spelled(word)) + data.draw(BETWEEN) for word in said)
    assert words.read(" " + typed) == tuple(said)


def test_accents_and_wide_letters_are_forgiven() -> None:
    assert words.read("ábandon ＡＢＬＥ about - zoo") == ("abandon", "able", "about", "zoo")


@pytest.mark.parametrize("typed", ["", "zoo", "zoo zoo zoo", "zoo zoo zoo zoo zoo", "🦜 🦜 🦜 🦜"])
def test_other_than_four_words_is_said_plainly(app: Flask, typed: str) -> None:
    with app.test_request_context(), pytest.raises(Invalid, match="four words"):
        words.read(typed)


def test_a_word_that_is_on_no_card_is_named(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(Invalid, match="“mapple”"):
        words.read("zoo mapple river finch")


def test_no_two_words_begin_alike_and_the_keeper_of_another_house_cannot_make_the_hash() -> None:
    assert len(words._by_beginning()) == 2048
    said = words.draw()
    assert words.sealed(said, "one house") != words.sealed(said, "another")


def test_the_chance_of_guessing_any_card_in_a_year_is_small() -> None:
    cards, tries_a_year = 500, 100 * 24 * 365
    assert cards * tries_a_year / 2048**words.MANY < 1e-4
    assert cards * tries_a_year / 2**128 < 1e-24


def test_no_card_says_an_unkind_word_though_it_would_be_read() -> None:
    assert not any(set(words.draw()) & words.UNKIND for _ in range(500))
    assert set(LIST) >= words.UNKIND
    some = tuple(sorted(words.UNKIND)[:4])
    assert words.read(" ".join(some)) == some
