"""The words around a hit, cut where a reader would cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from micronet.base.excerpt import excerpt
from micronet.base.search import wanted
from micronet.base.text import clusters, length

LONG = (
    "The first swallows are back over the yard. " * 6
    + "Grandad’s plum cake is in the oven, says Ada. "
    + "And so on. " * 30
)


def marked(text: str, typed: str) -> list[str]:
    return [part for part, is_hit in excerpt(text, wanted(typed)) if is_hit]


def test_a_short_text_is_all_there_and_its_hits_are_marked() -> None:
    assert excerpt("Kettle\non, café", wanted("CAFE ket")) == [
        ("Kettle", True), (" on, ", False), ("café", True),
    ]  # fmt: skip
    assert excerpt("Kettle on.", wanted("plum")) == [("Kettle on.", False)]
    assert excerpt("", wanted("plum")) == []


def test_of_a_long_text_the_part_with_the_hit_is_shown() -> None:
    parts = excerpt(LONG, wanted("plum ca"))
    whole = "".join(part for part, _hit in parts)
    assert [part for part, is_hit in parts if is_hit] == ["plum", "cake"]
    assert whole.startswith("…")
    assert whole.endswith("…")
    assert length(whole) <= 182
    assert "over the yard. Grandad’s plum cake is in the oven" in whole


def test_whole_words_are_marked_and_of_japanese_what_was_asked_for() -> None:
    assert marked("The Münchner went back to München", "mün") == ["Münchner", "München"]
    assert marked("Muenchen, München", "muenchen") == ["Muenchen", "München"]
    assert marked("昨日、東京タワーから富士山が見えた", "富士山") == ["富士山"]
    assert marked("東京、京都", "京") == ["京", "京"]
    assert marked("وصلت إلى المَدرسة", "مدرسة") == ["المَدرسة"]
    assert marked("cafe\u0301s", "cafe") == ["cafe\u0301s"]
    assert marked("👩‍👩‍👧 home", "👧") == ["👩‍👩‍👧"]


@given(st.text(max_size=500), st.text(max_size=12))
def test_an_excerpt_is_a_stretch_of_the_text_that_begins_and_ends_with_whole_characters(text: str, typed: str) -> None:
    plain = text.replace("\n", " ")
    parts = excerpt(text, wanted(typed), most=40)
    assert all(part for part, _hit in parts)
    whole = "".join(part for part, _hit in parts)
    assert length(whole) <= 42
    bare = whole
    if bare and bare not in plain:
        bare = bare.removesuffix("…")
        bare = bare if bare in plain else bare.removeprefix("…")
    assert bare in plain
    edges, at = {0}, 0
    for cluster in clusters(plain):
        at += len(cluster)
        edges.add(at)
    assert not bare or any(start in edges for start in range(len(plain)) if plain.startswith(bare, start)), (
        "begins within a character"
    )


@given(st.text(alphabet="ab \u0301👩\u200d👧東京🇩🇪é", min_size=150, max_size=400))
def test_the_hit_itself_is_always_there_to_be_seen(text: str) -> None:
    text += " kettle " + text
    assert "kettle" in marked(text, "kettle")
