"""What of a room can be searched: it says so in its manifest, and the page that searches asks no further."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sought:
    """`model` mixes in `base.search.Searched`. `columns` are read of what is found: `circle_id`, `id`, `author_id`,
    `kind`, `text` and `created_at` by these names, and what `address`, which gives where it is shown, needs besides.

    `kinds` gives the kinds one may look for, each a label of its entries, and their words in the order to choose from.
    """

    model: type[Any]
    columns: tuple[Any, ...]
    kinds: Callable[[], Mapping[str, str]]
    address: Callable[[Any], str]
