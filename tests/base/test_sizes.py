"""Sizes are told in the unit that fits them, as the reader's language writes numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from micronet.base.sizes import STEP, UNITS, in_words

SAID = [
    (0, "en", "0 kB"),
    (1, "en", "1 kB"),
    (1536, "en", "2 kB"),
    (STEP**2 - 1, "en", "1 MB"),
    (2_516_582, "en", "2.4 MB"),
    (2_516_582, "de", "2,4 MB"),
    (2_516_582, "fr", "2,4 Mo"),
    (250 * STEP**2, "en", "250 MB"),
    (5 * STEP**3, "de", "5 GB"),
    (3 * STEP**5, "en", "3,072 TB"),
]
SPACES = str.maketrans("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}", "  ")


@pytest.mark.parametrize(("size", "locale", "said"), SAID)
def test_a_size_is_told_in_the_unit_that_fits(size: int, locale: str, said: str) -> None:
    assert in_words(size, locale).translate(SPACES) == said
    assert " " not in in_words(size, locale), "a number never stands on another line than its unit"


@given(st.integers(min_value=1, max_value=STEP**5))
def test_what_is_told_is_near_what_is_there(size: int) -> None:
    number, _space, unit = in_words(size, "en").partition("\N{NO-BREAK SPACE}")
    scale = STEP ** (1 + [name[0].casefold() for name in UNITS].index(unit[0].casefold()))
    told = float(number.replace(",", "")) * scale
    assert 0 < told <= max(size * 1.5, STEP)
    assert told >= size * 0.66
