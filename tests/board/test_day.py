"""The day: every face at its own hour, those near one another together."""

from datetime import datetime, time, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micronet.board.day import Cluster, slot, the_day

faces = st.lists(
    st.tuples(st.uuids().map(str), st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1))),
    max_size=48, unique_by=lambda face: face[0],
)  # fmt: skip


def day(**clocks: str) -> list[tuple[tuple[str, ...], int, str]]:
    """The clusters of faces at these clocks: who, the slot, the label."""
    at = {key: datetime.combine(datetime(2026, 3, 14), time.fromisoformat(clock)) for key, clock in clocks.items()}
    return [(found.keys, found.slot, found.label("en")) for found in the_day(at.items())]


def test_the_finches_stand_as_in_the_design() -> None:
    assert day(
        sam="06:40", hana="10:40", june="10:40", ruth="10:40", theo="10:40", ada="11:40", tom="11:40",
        kenji="19:40", fumiko="19:40", zadie="21:40",
    ) == [
        (("sam",), 13, "6:40"),
        (("hana", "june", "ruth", "theo", "ada", "tom"), 22, "10:40–11:40"),
        (("kenji", "fumiko", "zadie"), 41, "19:40–21:40"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("clocks", "together"),
    [
        ({}, []),
        ({"a": "00:00"}, [("a",)]),
        ({"a": "10:00", "b": "12:30"}, [("a", "b")]),
        ({"a": "10:00", "b": "12:31"}, [("a",), ("b",)]),
        ({"a": "08:00", "b": "10:30", "c": "11:00"}, [("a",), ("b", "c")]),
        ({"a": "08:00", "b": "09:00", "c": "10:00", "d": "11:00"}, [("a", "b"), ("c", "d")]),
        ({"a": "23:50", "b": "00:10"}, [("b",), ("a",)]),
        ({"b": "09:00", "a": "09:00"}, [("b", "a")]),
    ],
)
def test_the_nearest_stand_together_and_a_chain_is_cut(clocks: dict[str, str], together: list[tuple[str, ...]]) -> None:
    assert [keys for keys, _slot, _label in day(**clocks)] == together


@pytest.mark.parametrize(
    ("clock", "half_hour"),
    [("00:00", 0), ("00:29", 0), ("00:30", 1), ("06:40", 13), ("12:00", 24), ("23:30", 47), ("23:59", 47)],
)
def test_a_face_stands_on_its_half_hour(clock: str, half_hour: int) -> None:
    assert slot(time.fromisoformat(clock)) == half_hour
    assert day(ada=clock)[0][1] == half_hour


def test_the_label_is_in_the_readers_hours() -> None:
    cluster = Cluster(("ada",), 22, time(10, 40), time(11, 40))
    assert cluster.label("en", 12) == "10:40–11:40 am"
    assert cluster.label("fi") == "10.40–11.40"


def minutes(at: time) -> int:
    return 60 * at.hour + at.minute


@given(faces)
def test_everybody_stands_on_the_day_once(found: list[tuple[str, datetime]]) -> None:
    stood = [key for cluster in the_day(found) for key in cluster.keys]
    assert sorted(stood) == sorted(key for key, _at in found)
    assert len(stood) == len(set(stood))


@given(faces)
def test_no_cluster_is_too_long_and_none_could_join_the_next(found: list[tuple[str, datetime]]) -> None:
    clusters = the_day(found)
    for cluster in clusters:
        assert 0 <= minutes(cluster.last) - minutes(cluster.first) <= 150
        assert slot(cluster.first) <= cluster.slot <= slot(cluster.last)
    for before, after in pairwise(clusters):
        assert before.last < after.first
        assert minutes(after.last) - minutes(before.first) > 150
    assert len(clusters) <= 19


@given(faces, st.integers(-400, 400))
def test_the_date_makes_no_difference(found: list[tuple[str, datetime]], days: int) -> None:
    assert the_day(found) == the_day([(key, at + timedelta(days=days)) for key, at in found])


@given(faces, st.randoms())
def test_which_clusters_there_are_does_not_hang_on_the_order(found: list[tuple[str, datetime]], random: Random) -> None:
    mixed = list(found)
    random.shuffle(mixed)
    shape = [(set(cluster.keys), cluster.slot) for cluster in the_day(found)]
    assert shape == [(set(cluster.keys), cluster.slot) for cluster in the_day(mixed)]
