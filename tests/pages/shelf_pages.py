"""The shelf with a photo on it that the circle kept."""

from __future__ import annotations

from tests.pages.crowd import Crowd
from tests.pages.table import PAGES, Ask
from tests.shelf.pictures import keep, photo

WORDS = "عمّتي تحت المظلة"


@PAGES.way("shelf with a kept photo")
def with_a_kept_photo(crowd: Crowd) -> Ask:
    shelf, ben = crowd.path("/shelf"), crowd.as_(crowd.ben)
    if WORDS not in ben.get(shelf).text:
        assert keep(crowd, crowd.ben, photo(crowd, alt=WORDS)).status_code == 303
    return Ask(ben, shelf)
