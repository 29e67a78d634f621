"""What people type: cleaned, counted, cut, sorted."""

import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micronet.base.errors import Invalid
from micronet.base.text import CODES, clean, clusters, cut, initial, length, sort_key

FAMILY = "👩\u200d👩\u200d👧\u200d👦"
TRICKY = (
    "aA \n\r\t\u0000\u0301\u0335\u0130\u0958\u1100\u1161\u11a8\u200b\u200c\u200d\u200e\u202e\u2069"
    "\ufe0f\u3164👩👧🏽🇩🇪🏴\U000e0067\U000e007fकत्षि1\u20e3"
)
texts = st.text() | st.text(TRICKY)
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Kettle   on. ", "Kettle on."),
        ("Zoe\u0308", "Zoë"),
        ("one\ttwo\r\nthree\u2028four", "one two three four"),
        ("be\u0000ll\u0007\u001b[31m", "bell[31m"),
        ("\u202eevil\u202c \u2066name\u2069", "evil name"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        (FAMILY, FAMILY),
        ("\u200d\u200cBen\u200d \u200e", "Ben"),
        ("\ud83d lone", "lone"),
        ("not\ufffea\ufdd0char", "notachar"),
        ("hidden\U000e0041\U000e0042 tags", "hidden tags"),
        ("a" + "\u0335" * 40, "a" + "\u0335" * 8),
        ("", ""),
        (" \u200e\u3164\u2800\u200d ", ""),
        ("\u00a0\u3000", ""),
        ("<script>", "<script>"),
        ("\u05e9\u05dc\u05d5\u05dd Ada", "\u05e9\u05dc\u05d5\u05dd Ada"),
    ],
)
def test_what_cannot_be_seen_or_turns_a_line_about_is_left_out(typed: str, kept: str) -> None:
    assert clean(typed, 80) == kept


@pytest.mark.parametrize(
    ("typed", "lines", "kept"),
    [
        ("one\ntwo", 1, "one two"),
        ("one \r\n two\rthree", 3, "one\ntwo\nthree"),
        ("\n\none\n\n\n\n\ntwo\n\n", 9, "one\n\ntwo"),
        ("a\u2029b", 2, "a\nb"),
        ("\n\n", 5, ""),
    ],
)
def test_lines_are_folded_or_kept(typed: str, lines: int, kept: str) -> None:
    assert clean(typed, 80, lines) == kept


def test_a_flag_a_family_and_a_syllable_count_as_one_each() -> None:
    assert length(FAMILY + "🇩🇪" + "क्षि") == 3
    assert clean("🇩🇪" * 4, 4) == "🇩🇪" * 4


def test_too_long_says_how_long_and_names_its_field() -> None:
    with pytest.raises(Invalid) as caught:
        clean("x" * 81, 80, field="words")
    assert caught.value.field == "words"
    assert "80" in caught.value.message
    assert "81" in caught.value.message


def test_too_many_lines_and_towers_of_signs_are_refused() -> None:
    with pytest.raises(Invalid):
        clean("a\nb\nc\nd", 80, 3)
    with pytest.raises(Invalid):
        clean(FAMILY * 80, 80)


@given(texts, st.integers(1, 60), st.integers(1, 5))
def test_clean_text_fits_its_column_and_cleaning_it_again_changes_nothing(typed: str, most: int, lines: int) -> None:
    try:
        kept = clean(typed, most, lines)
    except Invalid:
        return
    assert length(kept) <= most
    assert len(kept) <= CODES * most
    assert kept.count("\n") < lines
    assert kept == kept.strip()
    assert clean(kept, most, lines) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert not set(kept) & set(TURNING)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in kept.replace("\n", ""))
    kept.encode()


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("Ada", 3, "Ada"),
        ("Maximilian", 5, "Maxi…"),
        ("Third try. I stopped arguing with the yeast", 30, "Third try. I stopped arguing…"),
        ("Kettle on, toast in", 11, "Kettle on…"),
        ("अन्नपूर्णा", 3, "अन्न…"),
        (FAMILY * 3, 2, FAMILY + "…"),
        ("🇩🇪🇫🇷🇯🇵", 2, "🇩🇪…"),
        ("Ada", 1, "…"),
        ("Ada", 0, ""),
        ("Wolfeschlegelsteinhausenbergerdorff", 10, "Wolfeschl…"),
    ],
)
def test_a_cut_keeps_whole_characters_and_likes_whole_words(text: str, most: int, shown: str) -> None:
    assert cut(text, most) == shown


@given(texts, st.integers(0, 20))
def test_a_cut_is_never_too_long_and_never_inside_a_character(text: str, most: int) -> None:
    shown = cut(text, most)
    assert length(shown) <= most
    if shown != text:
        parts = list(clusters(text))
        kept = shown.removesuffix("…")
        assert text.startswith(kept)
        assert kept == "".join(parts[: length(kept)])


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("ada", "A"), ("  ben", "B"), ("“Bibi”", "B"), ("élodie", "É"), ("e\u0301lodie", "É"), ("山田", "山"),
        ("مُحمد", "مُ"), ("क्षितिज", "क्षि"), ("한나", "한"), ("เอก", "อ"), ("ß", "ß"), ("ǆ", "ǅ"), ("7of9", "7"),
        ("🦊 Fox", "🦊"), ("🇳🇴", "🇳🇴"), ("...", "."), ("", "·"), ("żółw", "Ż"), ("Ωμέγα", "Ω"),
    ],
)  # fmt: skip
def test_a_face_without_a_picture_wears_the_first_letter(name: str, letter: str) -> None:
    assert initial(name) == letter


@given(texts)
def test_a_face_always_wears_one_character(name: str) -> None:
    assert length(initial(name)) == 1


def test_names_sort_as_in_a_list_on_paper() -> None:
    names = ["Ada", "ada", "Åse", "ben", "Ben  Ode", "“Bibi”", "Emil", "Émile", "Zoë", "Øyvind"]
    mixed = ["Zoë", "ada", "Øyvind", "Émile", "“Bibi”", "Ada", "Emil", "ben", "Åse", "Ben  Ode"]
    assert sorted(mixed, key=sort_key) == names


@given(st.lists(texts), st.randoms())
def test_every_two_names_have_one_order(names: list[str], random: Random) -> None:
    mixed = list(names)
    random.shuffle(mixed)
    assert sorted(names, key=sort_key) == sorted(mixed, key=sort_key)
