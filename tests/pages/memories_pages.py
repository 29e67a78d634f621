"""Albums with photos in them, one photo, and what is not to come up."""

from __future__ import annotations

from tests.memories.photos import album, photo, put
from tests.pages.crowd import Crowd
from tests.pages.table import PAGES, Ask

C = "/circles/{family}"
page = PAGES.page

page("new album", "ada", C + "/albums/new")
page("album refused", "ada", C + "/albums", 422, name="x" * 61, sort="event", begins_on="2026-03-14")
page("empty month of photos", "ada", C + "/albums/2020/2")
page("no albums yet", "cleo", "/circles/{dawn}/albums")
page("nothing kept from coming up", "ben", C + "/not-this")


class Shelf:
    """What the crowd has: photos, and three albums, made at the first page that needs them."""

    def __init__(self, crowd: Crowd) -> None:
        with crowd.app.app_context():
            self.photo = photo(crowd, crowd.ben_here, alt="عمّتي تحت المظلة", text="لم أنم جيدًا.")
            self.other = photo(crowd, crowd.ada_here, alt="", text="W" * 90)
            self.named = album(crowd, crowd.ada, "رحلتنا إلى البحر مع خالتي " + "y" * 30)
            self.event = album(crowd, crowd.ben, "Fair", "event", begins_on="2026-03-14", ends_on="2026-03-15")
            self.child = album(crowd, crowd.ada, "Mo", "child", born_on="2024-02-29")
            self.empty = album(crowd, crowd.ada, "Nothing")
            for one in (self.named, self.child):
                put(crowd, crowd.ada, one, self.photo, self.other)
            crowd.as_(crowd.ada).post(crowd.path("/not-this"), data={"moment": crowd.mine.id, "sort": "moment"})
            crowd.as_(crowd.ada).post(crowd.path("/not-this"), data={"moment": crowd.old.id, "sort": "person"})
            crowd.as_(crowd.ada).post(crowd.path("/not-this"), data={"moment": crowd.old.id, "sort": "day"})


def shelf(crowd: Crowd) -> Shelf:
    """The albums of this crowd."""
    found: Shelf | None = getattr(crowd, "albums", None)
    if found is None:
        found = crowd.albums = Shelf(crowd)  # type: ignore[attr-defined]
    return found


def way(name: str, path: str, who: str = "ada", status: int = 200, form: dict[str, object] | None = None) -> None:
    """Write down a page that is about one of them; its names stand in braces."""

    @PAGES.way(name)
    def ask(crowd: Crowd) -> Ask:
        address = crowd.path(path.format(**vars(shelf(crowd))))
        return Ask(crowd.as_(getattr(crowd, who)), address, status, form)


way("albums", "/albums")
way("auf Deutsch, albums", "/albums", "wolf")
way("month of photos", "/albums/2026/3")
way("month to pick from", "/albums/2026/3?pick=1")
way("month with nothing picked", "/albums/photos", status=422, form={"album": "", "year": "2026", "month": "3"})
way("album", "/albums/{named}")
way("album of an event", "/albums/{event}", "ben")
way("album of a child", "/albums/{child}")
way("album with nothing in it", "/albums/{empty}")
way("change an album", "/albums/{event}/edit")
way("one photo", "/photos/{photo}")
way("one photo in an album", "/photos/{other}?in={named}")
way("auf Deutsch, one photo", "/photos/{photo}", "wolf")
way("what does not come up", "/not-this")
