"""In which order the windows hang."""

from datetime import UTC, datetime
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from micronet.base import zones
from micronet.board.order import Seat, window_order

NOW = datetime(2026, 3, 14, 10, 40, tzinfo=UTC)
FINCHES = [
    Seat("zadie", "Zadie", "Australia/Melbourne"),
    Seat("kenji", "Ojiisan Kenji", "Asia/Tokyo"),
    Seat("theo", "Theo", "Europe/Lisbon"),
    Seat("hana", "Hana", "Europe/London"),
    Seat("oskar", "Oskar", "Europe/Oslo"),
    Seat("ada", "Auntie Ada", "Africa/Lagos"),
    Seat("sam", "Sam", "America/Toronto"),
    Seat("tom", "Tom", "Africa/Lagos"),
]
seats = st.lists(
    st.builds(Seat, st.uuids().map(str), st.text(max_size=8), st.sampled_from(sorted(zones.known()))),
    max_size=48, unique_by=lambda seat: seat.key,
)  # fmt: skip


def keys(found: list[Seat]) -> list[str]:
    return [seat.key for seat in found]


def test_windows_hang_from_west_to_east_and_by_name_on_one_clock() -> None:
    assert keys(window_order(FINCHES, NOW)) == ["sam", "hana", "theo", "ada", "oskar", "tom", "kenji", "zadie"]


def test_people_on_the_move_come_first_and_pinned_ones_before_them() -> None:
    found = window_order(FINCHES, NOW, pinned=["zadie", "gone", "kenji"], moving={"tom", "kenji"})
    assert keys(found) == ["zadie", "kenji", "tom", "sam", "hana", "theo", "ada", "oskar"]


def test_the_clock_counts_with_its_date() -> None:
    line = [Seat("east", "Ben", "Pacific/Kiritimati"), Seat("west", "Ada", "Pacific/Niue")]
    assert keys(window_order(line, NOW)) == ["west", "east"]


@given(seats, st.randoms(), st.lists(st.integers(0, 47), max_size=4), st.lists(st.integers(0, 47), max_size=4))
def test_the_order_hangs_only_on_the_people(
    found: list[Seat], random: Random, pins: list[int], moves: list[int]
) -> None:
    pinned = [found[at].key for at in pins if at < len(found)]
    moving = {found[at].key for at in moves if at < len(found)}
    mixed = list(found)
    random.shuffle(mixed)
    hung = window_order(found, NOW, pinned=pinned, moving=moving)
    assert hung == window_order(mixed, NOW, pinned=pinned, moving=moving)
    assert sorted(keys(hung)) == sorted(keys(found))
    assert keys(hung)[: len(set(pinned))] == list(dict.fromkeys(pinned))
