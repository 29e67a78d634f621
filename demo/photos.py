"""The photographs of the sample family. Their sizes lie in `photos/` as the house makes them, so that it opens soon."""

from __future__ import annotations

from collections.abc import Iterable

from demo.told import PHOTOS
from micronet.activity import arriving, enclosing
from micronet.activity.models import Moment
from micronet.base import clock
from micronet.base.ids import new_id
from micronet.base.pictures import Made, Size
from micronet.circles.models import Membership
from micronet.circles.serving import storage
from micronet.media import actions

WIDE, HIGH = 960, 720


def send(by: Membership, moment: Moment, photos: Iterable[tuple[str, str]]) -> None:
    """Put these photographs with a moment; the second of each pair says what is in it."""
    alts = {}
    for name, alt in photos:
        made = _made(name)
        id = new_id(int(clock.now().timestamp() * 1000))
        photo = arriving.announce(by, id=id, what="photo", size=made.sizes[0].path.stat().st_size)
        photo.received = photo.size
        file_ids = [new_id() for _size in made.sizes]
        for file_id, size in zip(file_ids, made.sizes, strict=True):
            storage().put_file(by.circle_id, file_id, size.path)
        actions.show_photo(photo, made, file_ids, None)
        alts[id] = alt
    enclosing.attach(by, list(alts), moment=moment, alts=alts)


def _made(name: str) -> Made:
    sizes = tuple(Size(PHOTOS / f"{name}-{width}.webp", width, width * 3 // 4) for width in (WIDE, 480))
    placeholder = (PHOTOS / f"{name}.txt").read_text().strip()
    return Made(sizes, WIDE, HIGH, placeholder, None, False)
