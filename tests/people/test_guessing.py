"""What can be guessed: at the allowed rates less than once in a million years of trying, with 200 accounts."""

from __future__ import annotations

from math import log2

import pytest
from flask import Flask

from micronet.base.secrets import token
from micronet.circles import invites, words
from micronet.circles.words import UNKIND
from micronet.people import challenges, codes, crockford, links, spoken
from micronet.welcome import join, recover

ACCOUNTS = 200
HOURS = 365 * 24
UNLIMITED = 1000 * 3600
"""Where nothing limits the tries but the machine itself: a thousand a second, each hour."""
CHANCE = 1e-6


def letters(size: int) -> float:
    """Bits of a code of that many letters."""
    return size * log2(len(crockford.LETTERS))


def chance(bits: float, tries_an_hour: float, live: float) -> float:
    """That a year of guessing opens any of `live` things, all of them there the whole year."""
    return tries_an_hour * HOURS * live / 2**bits


def all_codes_an_hour(app: Flask) -> int:
    """What everybody together may type of codes in an hour, whichever page they type them at."""
    limits = [app.view_functions[name].limit for name in ("welcome.redeem", "welcome.knock")]
    assert {limit[0] for limit in limits} == {"code"}, "both pages count into one"
    assert {limit[2] for limit in limits} == {3600}
    return max(limit[3] for limit in limits)


def test_spare_keys_are_not_guessed(app: Flask) -> None:
    assert chance(letters(codes.SIZE), all_codes_an_hour(app), ACCOUNTS * codes.COUNT) <= CHANCE


@pytest.mark.parametrize("size", [spoken.SIZE, links.SIZE, spoken.LONG])
def test_codes_that_stand_for_ten_minutes_are_not_guessed(app: Flask, size: int) -> None:
    """As if at every moment of the year somebody of the two hundred were waiting with a code."""
    assert spoken.MINUTES == links.MINUTES == 10
    assert chance(letters(size), all_codes_an_hour(app), live=1) <= CHANCE


def test_the_four_words_are_not_guessed() -> None:
    """As if one card for each account lay about the whole year."""
    known = len(words._by_beginning().values()) - len(UNKIND & set(words._by_beginning().values()))
    assert chance(words.MANY * log2(known), min(join.PER_HOUR, join.PER_DAY / 24), ACCOUNTS) <= CHANCE


@pytest.mark.parametrize(("size", "each"), [(invites.TOKEN_BYTES, 20), (challenges.SIZE, 30), (32, 10)])
def test_tokens_are_not_guessed_however_often_they_are_tried(size: int, each: int) -> None:
    """Links of cards, questions to keys, sessions."""
    assert chance(8 * size, UNLIMITED, ACCOUNTS * each) <= CHANCE
    assert len(token(size)) >= 8 * size / 6


def test_six_letters_would_have_been_guessed(app: Flask) -> None:
    assert chance(letters(6), all_codes_an_hour(app), live=1) > CHANCE
    assert recover.TRIES <= 5
