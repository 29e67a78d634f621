"""What a reader calls one character, and what is one emoji."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micronet.base.graphemes import clusters, is_one_emoji

FAMILY = "👩\u200d👩\u200d👧\u200d👦"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
texts = st.text() | st.text(
    "aé\u0301\u200c\u200d\r\n👩👧🏽🇩🇪🏴\U000e0067\U000e007f❤\ufe0f1\u20e3कत्षि\u1100\u1161\u11a8\uac00\u0600"
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("Ada", ["A", "d", "a"]),
        ("a\r\nb", ["a", "\r\n", "b"]),
        ("Zoe\u0308!", ["Z", "o", "e\u0308", "!"]),
        (FAMILY + "x", [FAMILY, "x"]),
        ("👋🏽👋", ["👋🏽", "👋"]),
        ("🇩🇪🇫🇷🇯", ["🇩🇪", "🇫🇷", "🇯"]),
        (SCOTLAND + "1️⃣", [SCOTLAND, "1️⃣"]),
        ("❤️☀️", ["❤️", "☀️"]),
        ("क्षि", ["क्षि"]),
        ("नमस्ते", ["न", "म", "स्ते"]),
        ("নন্দিনী", ["ন", "ন্দি", "নী"]),
        ("한국", ["한", "국"]),
        ("\u1112\u1161\u11ab\u1100", ["\u1112\u1161\u11ab", "\u1100"]),
        ("\u1112\uac00", ["\u1112\uac00"]),
        ("\uac00\u11a8\uac01\u1161", ["\uac00\u11a8", "\uac01", "\u1161"]),
        ("山田", ["山", "田"]),
        ("مُحمد", ["مُ", "ح", "م", "د"]),
        ("กำ", ["กำ"]),
    ],
)
def test_a_character_is_what_a_reader_sees(text: str, parts: list[str]) -> None:
    assert list(clusters(text)) == parts


@given(texts)
def test_the_characters_joined_are_the_text_again(text: str) -> None:
    parts = list(clusters(text))
    assert "".join(parts) == text
    assert all(parts)


@given(texts)
def test_a_character_alone_is_still_one_character(text: str) -> None:
    for part in clusters(text):
        assert list(clusters(part)) == [part]


@pytest.mark.parametrize(
    "text",
    [
        "☀️", "☀", "🫖", "👋🏽", "🇳🇴", "#️⃣", "0⃣", FAMILY, SCOTLAND, "🏳️\u200d🌈", "🧑🏿\u200d🚀", "❤️\u200d🔥",
        "🫱🏻\u200d🫲🏿", "😮\u200d💨",
    ],
)  # fmt: skip
def test_one_emoji_is_one_emoji(text: str) -> None:
    assert is_one_emoji(text)
    assert list(clusters(text)) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "", "a", "1", "#", "☀️☀️", "☀️ ", " ☀️", "🇩", "🇩🇪🇫", "\u200d", "☀\u200d", "👋🏽🏽", "\ufe0f", "é", "→", "山",
        "\U0001f3f4\U000e0067", "<b>", "\u202e☀️", "👩" + "\u200d👩" * 9,
    ],
)  # fmt: skip
def test_anything_else_is_not(text: str) -> None:
    assert not is_one_emoji(text)


@given(texts)
def test_one_emoji_is_always_one_character(text: str) -> None:
    if is_one_emoji(text):
        assert len(list(clusters(text))) == 1
