"""A trial must be able to fail: what judges in them is shown something that is wrong."""

from __future__ import annotations

from torture import r17_streams


def test_streams_beyond_three_and_rude_refusals_are_noticed() -> None:
    kept, polite, rude = b"HTTP/1.1 200 OK", b"HTTP/1.1 429 Too Many\r\nRetry-After: 60", b"HTTP/1.1 500 Oops"
    assert r17_streams.judge([kept] * 3 + [polite] * 5) == (3, [])
    assert r17_streams.judge([kept] * 4)[1] == ["4 streams of one person were kept"]
    assert len(r17_streams.judge([kept] * 3 + [rude, b""])[1]) == 2
