"""Words on pictures: right in every script we have a font for, whole, and never in the way of the picture."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageColor, ImageDraw

from micronet.base.errors import Invalid
from micronet.base.lettering import Caption, Undrawn, bidi, fonts, write_on
from micronet.base.lettering.draw import WIDTH, band
from micronet.base.lettering.lines import Missing, fit, runs

PAPER, INK = "#f7e8df", "#122b25"
ROOM = WIDTH - 96


def ink(text: str) -> Image.Image:
    """The band with these words, as what differs from its paper."""
    drawn = band(text, PAPER, INK)
    assert drawn is not None
    return ImageChops.difference(drawn, Image.new("RGB", drawn.size, PAPER))


def inside(text: str) -> bool:
    """Whether all ink is within the band, with paper around it."""
    found = ink(text)
    box = found.convert("L").point(lambda value: 255 if value > 24 else 0).getbbox()
    assert box, "nothing was drawn"
    return box[0] > 4 and box[1] > 4 and box[2] < found.width - 4 and box[3] < found.height - 4


def colours(text: str) -> int:
    """How many points, of a few thousand, are far from every mixture of paper and ink."""
    drawn = band(text, PAPER, INK)
    assert drawn is not None
    far = 0
    paper, dark = ImageColor.getrgb(PAPER), ImageColor.getrgb(INK)
    for point in drawn.resize((480, 60)).get_flattened_data():
        part = (paper[1] - point[1]) / (paper[1] - dark[1])
        far += sum(abs(point[at] - paper[at] - part * (dark[at] - paper[at])) for at in (0, 2)) > 50
    return far


def shape(text: str, name: str, **how: str) -> Image.Image:
    """These letters by themselves, as a font draws them."""
    drawn = Image.new("L", (900, 160))
    ImageDraw.Draw(drawn).text((40, 30), text, 255, fonts.font(name, 76), **how)
    return drawn.crop(drawn.getbbox())


@pytest.mark.parametrize(
    "text",
    [
        "Größe, Straße, ÄÖÜ", "fjord ffi Ťěšín Łódź Đức Việt", "Καλημέρα γιαγιά", "Привет, бабушка",
        "السلام عليكم يا جدتي",
        "שלום סבתא", "नमस्ते दादी", "สวัสดีครับ", "Բարև", "გამარჯობა", "😂👍🏽❤️", "👨‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 1️⃣", "☂ ☕ ♥ ©",
        "a" + "\u0301" * 8,
        "W" * 120, "i" * 120, "ÄÊĬ" * 40, "Donaudampfschifffahrtsgesellschaftskapitänsmützenhersteller", "ﷺ" * 30,
        "g" * 60 + " " + "Å" * 59, "q\u0308\u0308", "👩🏽‍🚀" * 60,
    ],
)  # fmt: skip
def test_all_of_it_lies_on_the_paper(text: str) -> None:
    try:
        assert inside(text)
    except Missing:
        assert text == "q\u0308\u0308"


def test_arabic_is_joined_and_runs_to_the_left() -> None:
    (run,), word = runs("عليكم", bidi.RTL), "عليكم"
    assert (run.font, run.direction) == ("naskh", "rtl")
    joined = shape(word, "naskh", direction="rtl")
    apart = shape("\u200c".join(word), "naskh", direction="rtl")
    assert joined.width < apart.width
    drawn = ink(word).convert("L")
    strip = drawn.crop(drawn.point(lambda value: 255 if value > 24 else 0).getbbox())
    chosen = fit(word, ROOM)
    assert chosen.size == 76
    assert abs(strip.width - joined.width) <= 3
    assert abs(strip.height - joined.height) <= 3
    likeness = ImageChops.difference(
        strip.resize(joined.size).point(lambda value: 255 if value > 90 else 0),
        joined.point(lambda value: 255 if value > 110 else 0),
    )
    assert sum(likeness.histogram()[200:]) < 0.08 * joined.width * joined.height


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("I said שלום to Nana (סבתא), then left.", "I said םולש to Nana (אתבס), then left."),
        ("שלום (abc) def", "def )abc( םולש"),
        ("قالت hello ثم", "مث hello تلاق"),
        ("12:30 שלום 5-6", "5-6 םולש 12:30"),
        ("a שלום 12 (b) c", "a 12 םולש (b) c"),
        ("السعر 12.5€ only", "only €12.5 رعسلا"),
        ("שלום, abc [דהו] x!", "!x ]והד[ abc ,םולש"),
        ("abc (אבג) 😂 דהו 1 2", "abc (גבא) 😂 2 1 והד"),
    ],
)
def test_lines_of_two_directions_stand_as_a_browser_sets_them(text: str, seen: str) -> None:
    """`seen` is what Chromium shows from left to right; the shaping turns brackets about afterwards."""
    drawn = runs(text, bidi.levels(text)[0])
    assert "".join(run.text[:: -1 if run.level % 2 else 1] for run in drawn) == seen


@pytest.mark.parametrize("emoji", ["😂", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "❤️", "👩🏽‍🎤"])
def test_emoji_are_one_picture_each_and_in_colour(emoji: str) -> None:
    drawn = fonts.font(fonts.EMOJI, 76)
    assert drawn.getlength(emoji) == drawn.getlength("😂")
    assert [run.font for run in runs(f"a {emoji} b", bidi.LTR)] == ["alegreya", fonts.EMOJI, "alegreya"]
    if emoji != "👨‍👩‍👧‍👦":  # a grey one in this font
        assert colours(emoji) > 20
    assert colours("Only words") == 0


def test_skin_tones_differ() -> None:
    pale, dark = (band(one, PAPER, INK) for one in ("👍🏻", "👍🏿"))
    assert pale is not None
    assert dark is not None
    assert ImageChops.difference(pale, dark).getbbox()


def test_short_words_are_large_and_long_ones_still_whole() -> None:
    assert (fit("Tea", ROOM).size, len(fit("Tea", ROOM).lines)) == (76, 1)
    long = fit("Straßenbahnhaltestellenwärterhäuschen " * 3, ROOM)
    assert long.size < 76
    kept = "".join(run.text for line in fit("x" * 120, ROOM).lines for run in line)
    assert kept == "x" * 120


def test_lines_are_about_as_long_as_one_another() -> None:
    lines = fit("The cat has put the kettle on and so it is hers from now on", ROOM).lines
    lengths = [sum(len(run.text) for run in line) for line in lines]
    assert len(lengths) > 1
    assert min(lengths) > 0.5 * max(lengths)


def test_letters_without_a_font_are_named() -> None:
    with pytest.raises(Undrawn) as missing:
        write_on(picture(), Caption("a\U00013000\U00013001b", "", PAPER, INK), (480,))
    assert missing.value.letters == "\U00013000\U00013001"


def test_without_the_means_to_shape_it_only_plain_letters_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "shapes", lambda: False)
    fonts.choose.cache_clear()
    try:
        assert (fonts.choose("a"), fonts.choose("ß"), fonts.choose("ع")) == ("alegreya", "alegreya", None)
    finally:
        fonts.choose.cache_clear()


def picture(size: tuple[int, int] = (1200, 900), kind: str = "WEBP") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#336699").save(out, kind)
    return out.getvalue()


def test_the_picture_itself_is_left_as_it_is() -> None:
    (bare,) = write_on(picture(), Caption("", "", PAPER, INK), (480,))
    assert (bare.width, bare.height) == (480, 360)
    (told,) = write_on(picture(), Caption("Above", "", PAPER, INK), (480,))
    shown = Image.open(io.BytesIO(told.data)).convert("RGB")
    middle = shown.crop((0, told.height - 356, 480, told.height - 4))
    assert all(abs(low - want) < 8 and abs(high - want) < 8
               for (low, high), want in zip(middle.getextrema(), (0x33, 0x66, 0x99), strict=True))  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [b"", b"nothing", b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture()[:200], picture((5000, 4001), "PNG")],
)
def test_what_is_no_usable_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        write_on(data, Caption("Above", "", PAPER, INK), (480,))


MIXED = st.text(st.sampled_from("abc XYZ 123 .,:-()[] אבג دهو ٣٤ é😂"), min_size=1, max_size=60)


@given(MIXED)
@settings(max_examples=150, deadline=None)
def test_every_character_of_a_line_is_drawn_once(text: str) -> None:
    drawn = runs(text, bidi.levels(text)[0])
    assert sorted("".join(run.text for run in drawn)) == sorted(text)


@given(MIXED)
@settings(max_examples=60, deadline=None)
def test_any_caption_is_wrapped_without_loss_and_fits(text: str) -> None:
    text = " ".join(text.split())
    if not text:
        return
    chosen = fit(text, ROOM)
    kept = "".join(run.text for line in chosen.lines for run in line).replace(" ", "")
    assert sorted(kept) == sorted(text.replace(" ", ""))
    assert all(sum(run.width(chosen.size) for run in line) <= ROOM for line in chosen.lines)


@given(st.lists(st.integers(0, 3), max_size=12))
def test_what_is_seen_from_left_to_right_is_all_of_it(levels: list[int]) -> None:
    places = list(range(len(levels)))
    assert sorted(bidi.in_sight(places, levels)) == places
    assert bidi.in_sight(places, [0] * len(levels)) == places
    assert bidi.in_sight(places, [1] * len(levels)) == places[::-1]


def test_all_fonts_together_are_small_and_say_whose_they_are() -> None:
    assert sum(path.stat().st_size for path in fonts.HERE.iterdir()) < 5_000_000
    licences = "".join(path.read_text() for path in fonts.HERE.glob("OFL-*.txt"))
    assert "SIL OPEN FONT LICENSE Version 1.1" in licences
    for path in fonts.HERE.glob("*.ttf"):
        assert path.name in licences or path.stem in licences.lower()
