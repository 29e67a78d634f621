"""The rule of what a poll tells to whom, and how its end and its result are put into words. All of it pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.ctx import AppContext
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st

from micronet.activity.polled import OptionView, PollView, tally
from micronet.base.errors import Invalid
from micronet.moments.ballot import leading, result, until_words
from micronet.moments.polling import answers

NOON = datetime(2026, 3, 18, 12, tzinfo=UTC)
"""A Wednesday."""
IDS = "abcd"
PEOPLE = ("ada", "ben", "cleo", "dora", "eve")


TONGUE = Flask(__name__)
Babel(TONGUE)


def english() -> AppContext:
    """Where words are, for rules that need nothing else of the house."""
    return TONGUE.test_request_context()


@dataclass(frozen=True)
class One:
    """A vote as the database gives it."""

    option_id: str
    voter_id: str | None
    votes: int = 1


def poll(*, secret: bool = False, ended: bool = False, many: bool = True) -> PollView:
    return PollView(many, secret, NOON, ended, tuple(OptionView(id, id.upper()) for id in IDS))


choices = st.sets(st.tuples(st.sampled_from(IDS), st.sampled_from(PEOPLE)))
polls = st.builds(poll, secret=st.booleans(), ended=st.booleans())


def votes(chosen: set[tuple[str, str]]) -> list[One]:
    return [One(option, who) for option, who in sorted(chosen)]


@given(polls, choices, st.sampled_from(PEOPLE))
def test_everyone_knows_their_own_choice(asked: PollView, chosen: set[tuple[str, str]], me: str) -> None:
    seen = tally(asked, votes(chosen), me)
    assert seen.mine == tuple(id for id in IDS if (id, me) in chosen)
    assert hash(seen) == hash(tally(asked, votes(chosen), me))


@given(choices, choices, st.sampled_from(PEOPLE))
def test_before_the_end_a_secret_poll_is_the_same_whatever_the_others_chose(
    some: set[tuple[str, str]], others: set[tuple[str, str]], me: str
) -> None:
    mine = {one for one in some if one[1] == me}
    theirs = {one for one in others if one[1] != me}
    assert tally(poll(secret=True), votes(some), me) == tally(poll(secret=True), votes(mine | theirs), me)


@given(choices, st.permutations(PEOPLE), st.sampled_from(PEOPLE))
def test_after_the_end_a_secret_poll_is_the_same_whoever_of_the_others_chose(
    chosen: set[tuple[str, str]], mixed: list[str], me: str
) -> None:
    others = dict(zip((one for one in PEOPLE if one != me), (one for one in mixed if one != me), strict=True))
    swapped = {(option, others.get(who, who)) for option, who in chosen}
    asked = poll(secret=True, ended=True)
    seen = tally(asked, votes(chosen), me)
    assert seen == tally(asked, votes(swapped), me)
    assert all(one.voters == () for one in seen.options)
    assert [one.votes for one in seen.options] == [sum(1 for option, _ in chosen if option == id) for id in IDS]


@given(choices, st.booleans(), st.sampled_from(PEOPLE))
def test_by_name_every_vote_has_its_face(chosen: set[tuple[str, str]], ended: bool, me: str) -> None:
    seen = tally(poll(ended=ended), votes(chosen), me)
    assert {(one.id, who) for one in seen.options for who in one.voters} == chosen
    assert all(one.votes == len(one.voters) for one in seen.options)


@given(polls, choices, st.sampled_from(PEOPLE))
def test_who_leads_was_chosen_most(asked: PollView, chosen: set[tuple[str, str]], me: str) -> None:
    seen = tally(replace(asked, ended=True), votes(chosen), me)
    ahead = leading(seen)
    assert bool(ahead) == bool(chosen)
    behind = [one.votes for one in seen.options if one not in ahead]
    assert all(votes < one.votes for one in ahead for votes in behind)


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((0, 0, 0), "Nobody answered this time."),
        ((0, 3, 0), "Everyone who answered said <bdi>B</bdi>."),
        ((1, 3, 0), "Most said <bdi>B</bdi>."),
        ((3, 3, 1), "<bdi>A</bdi> and <bdi>B</bdi> came out even."),
        ((2, 2, 2), "<bdi>A</bdi>, <bdi>B</bdi> and <bdi>C</bdi> came out even."),
    ],
)
def test_the_result_is_a_sentence(counts: tuple[int, ...], words: str) -> None:
    told = tuple(OptionView(id, id.upper(), votes) for id, votes in zip(IDS, counts, strict=False))
    with english():
        assert str(result(replace(poll(ended=True), options=told), "en_GB")) == words


def test_what_people_wrote_is_no_markup_in_the_result() -> None:
    told = (OptionView("a", "<b>%(x)s</b>", 2), OptionView("b", "no", 1))
    with english():
        said = str(result(replace(poll(ended=True), options=told), "en"))
    assert said == "Most said <bdi>&lt;b&gt;%(x)s&lt;/b&gt;</bdi>."


@pytest.mark.parametrize(
    ("ends_at", "zone", "words"),
    [
        (datetime(2026, 3, 19, 3, tzinfo=UTC), "Europe/London", "Open until tonight."),
        (datetime(2026, 3, 20, 3, tzinfo=UTC), "Europe/London", "Open until tomorrow night."),
        (datetime(2026, 3, 22, 3, tzinfo=UTC), "Europe/London", "Open until Saturday."),
        (datetime(2026, 3, 26, 3, tzinfo=UTC), "Europe/London", "Open until 25 March."),
        (datetime(2026, 3, 19, 3, tzinfo=UTC), "Asia/Tokyo", "Open until Thursday, 12:00."),
        (datetime(2026, 3, 19, 3, tzinfo=UTC), "America/New_York", "Open until 23:00."),
        (datetime(2026, 3, 30, 3, tzinfo=UTC), "America/New_York", "Open until 29 March, 23:00."),
    ],
)
def test_until_when_it_is_open_goes_by_the_readers_clocks(ends_at: datetime, zone: str, words: str) -> None:
    with english():
        assert until_words(ends_at, NOON, zone, "en", 24) == words


@given(st.integers(min_value=1, max_value=60 * 24 * 400), st.sampled_from(["UTC", "Asia/Tokyo", "Pacific/Chatham"]))
def test_every_end_can_be_told(minutes: int, zone: str) -> None:
    with english():
        said = until_words(NOON + timedelta(minutes=minutes), NOON, zone, "en", 24)
    assert said.startswith("Open until ")
    assert said.endswith(".")
    assert "3:00" not in said.replace("13:00", "").replace("23:00", "")


@given(st.lists(st.text(alphabet="ab \t", max_size=3), max_size=12))
def test_answers_are_two_to_eight_and_no_two_alike(typed: list[str]) -> None:
    with english():
        try:
            found = answers(typed)
        except Invalid:
            given = [one.strip() for one in typed if one.strip()]
            assert not 2 <= len(given) <= 8 or len(set(given)) < len(given)
            return
    assert 2 <= len(found) <= 8
    assert len(set(found)) == len(found)
    assert all(one.strip() == one and one for one in found)
