"""How much room something takes, as one says it: "2.4 MB", in the reader's language."""

from __future__ import annotations

from babel import Locale
from babel.units import format_unit

STEP = 1024
UNITS = "kilobyte", "megabyte", "gigabyte", "terabyte"
FINE = 100
"""Below so many of a unit, a tenth of it is told as well."""


def in_words(size: int, locale: Locale | str) -> str:
    """So many bytes in the unit that fits them. What is there at all takes a kilobyte at least."""
    number, unit = max(size / STEP, 1.0) if size > 0 else 0.0, 0
    while number >= STEP - 0.5 and unit < len(UNITS) - 1:
        number, unit = number / STEP, unit + 1
    tenths = unit > 0 and number < FINE
    shown = format_unit(number, f"digital-{UNITS[unit]}", "short", "#,##0.#" if tenths else "#,##0", locale)
    return shown.replace(" ", "\N{NO-BREAK SPACE}")
