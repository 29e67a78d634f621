"""The sentence: at most three things, each of somebody else, each a fact."""

import re
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from micronet.board import sentence
from micronet.board.sentence import SAYINGS, Fact, Reader, Saying, greeting, say

NOW = datetime(2026, 3, 14, 10, 40, tzinfo=UTC)
HANA = Reader("hana", "Hana", "Europe/London")
kinds = st.sampled_from([*SAYINGS, "unheard of"])
facts = st.lists(
    st.builds(
        Fact, kinds, st.sampled_from(["hana", "ada", "ben", "cleo", "dot"]), st.text(min_size=1), st.text(),
        st.none() | st.integers(0, 99).map(lambda hours: NOW - timedelta(hours=hours)), st.text(),
    )
)  # fmt: skip


def fact(kind: str, name: str, ago: int = 0, detail: str = "") -> Fact:
    return Fact(kind, name.lower(), name, f"/people/{name.lower()}", NOW - timedelta(hours=ago), detail)


def words(*told: Fact, reader: Reader = HANA) -> str:
    return Markup(say(told, reader, NOW).html).striptags()


@pytest.mark.parametrize(
    ("told", "spoken"),
    [
        ([fact("win", "Ada")], "Ada has good news."),
        ([fact("win", "Ada", detail="It rose.")], "Ada has good news: “It rose”."),
        ([fact("setback", "Ada", detail="I lost my job")], "Ada has had a setback."),
        ([fact("question", "Ada", detail="Which flour?")], "Ada asks “Which flour?”"),
        ([fact("question", "Ada")], "Ada has a question."),
        ([fact("new_words", "Ada", detail="Kettle on.")], "Ada says “Kettle on”."),
        ([fact("new_words", "Ada", detail="...")], "It’s quiet everywhere."),
        ([fact("shared", "Ada")], "Ada has shared a moment."),
        ([fact("joined", "Ada")], "Ada has a window here now."),
        ([fact("waved_to_me", "Ada")], "Ada waved to you."),
        ([fact("dawn", "Ada")], "The sun is coming up where Ada is."),
        ([fact("asleep", "Ada")], "Ada has drawn the curtains."),
        ([fact("unheard of", "Ada")], "It’s quiet everywhere."),
        ([fact("win", "Hana")], "It’s quiet everywhere."),
        (
            [fact("asleep", "Ada"), fact("dawn", "Ben")],
            "The sun is coming up where Ben is, and Ada has drawn the curtains.",
        ),
        (
            [fact("dawn", "Cleo"), fact("new_words", "Ben", 0, "Toast"), fact("setback", "Ada"), fact("asleep", "Dot")],
            "Ada has had a setback, Ben says “Toast”, and the sun is coming up where Cleo is.",
        ),
    ],
)
def test_it_says_what_is_so(told: list[Fact], spoken: str) -> None:
    assert words(*told) == f"Good morning, Hana. {spoken}"


def test_a_setback_comes_before_chatter_however_fresh() -> None:
    chatter = [fact("new_words", name, detail="Hello") for name in ("Ada", "Ben", "Cleo")]
    told = [*chatter, fact("setback", "Dot", ago=30)]
    assert [clause.who for clause in say(told, HANA, NOW).clauses] == ["dot", "ada", "ben"]


def test_of_one_kind_the_latest_comes_first_and_of_one_person_the_weightiest() -> None:
    told = [fact("win", "Ada", ago=5), fact("win", "Ben", ago=1), fact("shared", "Ben"), fact("asleep", "Ada")]
    assert [(clause.who, clause.kind) for clause in say(told, HANA, NOW).clauses] == [("ben", "win"), ("ada", "win")]


def test_two_people_of_one_name_are_two() -> None:
    told = [Fact("win", "1", "Ben", "/1", NOW), Fact("win", "2", "Ben", "/2", NOW)]
    assert words(*told) == "Good morning, Hana. Ben has good news, and Ben has good news."


def test_whoever_is_alone_is_asked_to_invite() -> None:
    assert "people you miss" in words(reader=Reader("hana", "Hana", "Europe/London", alone=True))


def test_long_words_are_quoted_short_and_on_one_line() -> None:
    spoken = words(fact("new_words", "Ada", detail="one\ntwo " + "three " * 40))
    assert "“one two three" in spoken
    assert "…”" in spoken
    assert len(spoken) < 90


def test_every_name_is_a_link_and_nothing_typed_is_markup() -> None:
    told = Fact("new_words", "x", "<b>%(who)s & Co", '/p?a=1&b="2"', NOW, "<i>100% %(a)s</i>")
    found = say([told], Reader("hana", "<u>Hana</u> %(name)s", "Europe/London"), NOW)
    assert str(found.html) == (
        "<b>Good morning, <bdi>&lt;u&gt;Hana&lt;/u&gt; %(name)s</bdi>.</b> "
        '<a href="/p?a=1&amp;b=&#34;2&#34;"><bdi>&lt;b&gt;%(who)s &amp; Co</bdi></a>'
        " says “<bdi>&lt;i&gt;100% %(a)s&lt;/i&gt;</bdi>”."
    )
    assert found.greeting == "Good morning, <u>Hana</u> %(name)s."


@pytest.mark.parametrize(
    ("hour", "hello"),
    [
        (0, "night"), (4, "night"), (5, "morning"), (11, "morning"), (12, "afternoon"), (17, "afternoon"),
        (18, "evening"), (22, "evening"), (23, "night"),
    ],
)  # fmt: skip
def test_the_greeting_goes_by_the_readers_hour(hour: int, hello: str) -> None:
    assert greeting(NOW.replace(hour=hour), "Hana") == f"Good {hello}, Hana."


def test_the_hour_is_the_one_where_the_reader_is() -> None:
    assert say([], Reader("hana", "Hana", "Asia/Tokyo"), NOW).greeting == "Good evening, Hana."


def test_a_room_can_teach_it_something_new(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentence, "SAYINGS", dict(SAYINGS))
    sentence.register("landed", Saying(15, "%(who)s has landed"))
    spoken = words(fact("landed", "Tom"), fact("win", "Ada"))
    assert spoken == "Good morning, Hana. Tom has landed, and Ada has good news."


@given(facts)
def test_it_says_at_most_three_things_each_of_somebody_else(told: list[Fact]) -> None:
    found = say(told, HANA, NOW)
    people = [clause.who for clause in found.clauses]
    assert len(people) == len(set(people)) <= 3
    assert "hana" not in people
    for clause in found.clauses:
        assert any(one.who == clause.who and one.kind == clause.kind for one in told)
        name = Markup(clause.html.split("<bdi>")[1].split("</bdi>")[0]).unescape()
        assert name in [one.name for one in told if one.who == clause.who]


@given(facts, st.randoms())
def test_the_order_of_the_facts_makes_no_difference(told: list[Fact], random: Random) -> None:
    mixed = list(told)
    random.shuffle(mixed)
    assert say(told, HANA, NOW) == say(mixed, HANA, NOW)


@given(facts, st.text())
def test_its_only_tags_are_its_own(told: list[Fact], name: str) -> None:
    found = say(told, Reader("hana", name, "Europe/London"), NOW)
    bare = re.sub(r'</?b>|</?bdi>|<a href="[^"<>]*">|</a>', "", str(found.html))
    assert "<" not in bare
    assert ">" not in bare
    assert found.html.count("<a ") == len(found.clauses)


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("The bread has risen. Third try. I stopped arguing.", "“The bread has risen”"),
        ("Who has a sofa in August? If I get the job", "“Who has a sofa in August?”"),
        ("雪が降っています。寒い。", "“雪が降っています”"),
        ("Version 2.5 is out", "“Version 2.5 is out”"),
    ],
)
def test_only_the_first_sentence_is_quoted(said: str, quoted: str) -> None:
    assert quoted in words(fact("win", "Ada", detail=said))
