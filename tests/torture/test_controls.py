"""A trial must be able to fail: what judges in them is shown something that is wrong."""

from __future__ import annotations

from collections import Counter

from tests.base.servers import page, serving
from torture import r17_streams, r27_fetch, r30_ceremonies, r31_races, r32_guessing, r33_alike


def test_streams_beyond_three_and_rude_refusals_are_noticed() -> None:
    kept, polite, rude = b"HTTP/1.1 200 OK", b"HTTP/1.1 429 Too Many\r\nRetry-After: 60", b"HTTP/1.1 500 Oops"
    assert r17_streams.judge([kept] * 3 + [polite] * 5) == (3, [])
    assert r17_streams.judge([kept] * 4)[1] == ["4 streams of one person were kept"]
    assert len(r17_streams.judge([kept] * 3 + [rude, b""])[1]) == 2


def test_a_fetch_from_our_own_network_is_noticed() -> None:
    with serving({"/": page(b"secret")}) as cellar:
        assert r27_fetch.judge(cellar.at(), cellar, cellar.net(own=False)) == []
        assert r27_fetch.judge(cellar.at(), cellar, cellar.net()) == [f"{cellar.at()} was fetched"]
        assert r27_fetch.judge(cellar.at("/nothing"), cellar, cellar.net()) == [
            f"{cellar.at('/nothing')} reached the cellar"
        ]


def test_two_winners_and_a_fault_are_noticed() -> None:
    assert r31_races.judge("card", 1, 1, [303, 410, 410]) == []
    assert r31_races.judge("card", 1, 2, [303, 303, 410]) == ["card: 2 won where 1 may: {303: 2, 410: 1}"]
    assert len(r31_races.judge("card", 1, 1, [303, 503])) == 1


def test_a_second_session_from_a_replay_is_noticed() -> None:
    assert r30_ceremonies.judge(1, {200: 1, 422: 49}) == []
    assert r30_ceremonies.judge(2, {200: 2, 422: 48}) == ["50 replays made 2 sessions: {200: 2, 422: 48}"]
    assert len(r30_ceremonies.judge(1, {200: 1, 500: 49})) == 1


def test_guesses_beyond_the_limits_are_noticed() -> None:
    assert r32_guessing.judge(Counter({("code", n): 10 for n in range(10)}), 0, Counter()) == []
    assert len(r32_guessing.judge(Counter({("code", 1): 11}), 0, Counter())) == 1
    assert len(r32_guessing.judge(Counter({("words", n): 10 for n in range(11)}), 5, Counter())) == 1
    assert len(r32_guessing.judge(Counter({("words", 1): 1}), 5, Counter({(0, "words"): 150}))) == 1
    assert r32_guessing.judge(Counter(), 0, Counter()) == ["nobody could try anything"]


def test_another_word_and_another_wait_are_noticed() -> None:
    alike = {True: {"410 gone"}, False: {"410 gone"}}
    assert r33_alike.judge("card", alike, 0.0004, 0.0004, full=True) == []
    assert len(r33_alike.judge("card", alike | {True: {"410 used"}}, 0.0004, 0.0004, full=True)) == 1
    assert len(r33_alike.judge("card", alike, 0.002, 0.002, full=True)) == 2
    assert len(r33_alike.judge("card", alike, 0.002, 0.0, full=True)) == 1
    assert len(r33_alike.judge("card", alike, 0.006, 0.002, full=False)) == 1
    near = [0.001 + n * 1e-6 for n in range(0, 200, 2)], [0.001 + n * 1e-6 for n in range(1, 200, 2)]
    assert r33_alike.mann_whitney(*near) > 0.5
    assert r33_alike.mann_whitney(near[0], [one + 0.0001 for one in near[1]]) < 0.001
