"""What fills the machine, for whoever keeps it: bytes and sums, and nothing of circles they are not in."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from flask import Response, current_app
from flask_babel import gettext as _

from micronet.activity import allowance
from micronet.base import reserve
from micronet.circles import strays
from micronet.circles.access import memberships
from micronet.config import Settings
from micronet.media import measure
from micronet.media.cupboard import said
from micronet.media.views import blueprint
from micronet.people.guards import me
from micronet.people.keeper import must_keep
from micronet.web.render import page


@dataclass(frozen=True)
class Line:
    """A name, what there is of it in words, and the paint of its pot if it is a circle of the keeper's."""

    name: str
    size: str
    paint: str = ""


@blueprint.get("/house/storage")
def storage() -> Response:
    """Disk, database, files, and what each of them takes."""
    must_keep(me())
    settings: Settings = current_app.config["SETTINGS"]
    held = measure.of_house()
    return page(
        "media/house.html",
        here="you",
        total=said(sum(one.size for one in held)),
        circles=_circles(held),
        disk=_disk(settings),
        works=_works(settings),
        far=bool(settings.s3_bucket),
    )


def _circles(held: list[measure.Holding]) -> list[Line]:
    """The keeper's own circles by name; the others only by their kind, all of a kind together."""
    own = {member.circle_id: member.circle for member in memberships(me())}
    mine = [one for one in held if one.circle_id in own]
    others: dict[str, int] = {}
    for one in held:
        if one.circle_id not in own:
            others[one.kind] = others.get(one.kind, 0) + one.size
    named = [Line(own[one.circle_id].name, said(one.size), own[one.circle_id].paint) for one in mine]
    return named + [Line(_kinds()[kind], said(size)) for kind, size in others.items()]


def _kinds() -> dict[str, str]:
    return {
        "family": _("Family circles you’re not in"),
        "friends": _("Circles of friends you’re not in"),
        "purpose": _("Circles with a purpose you’re not in"),
    }


def _disk(settings: Settings) -> list[Line]:
    disk = shutil.disk_usage(settings.instance)
    kept = min(disk.total // allowance.SPARE[0], allowance.SPARE[1])
    return [
        Line(_("Free on the disk"), said(disk.free)),
        Line(_("Kept free of files"), said(kept)),
        Line(_("Kept in reserve for a bad day"), said(_size(settings.instance / reserve.NAME))),
        Line(_("The database"), said(measure.database())),
    ]


def _works(settings: Settings) -> list[Line]:
    """What waits, what was refused, and what no row names. A far store is not searched for the sake of a page."""
    many = measure.states()
    lines = [
        Line(_("Files still coming in"), str(many.get("arriving", 0))),
        Line(_("Photos waiting to be made ready"), str(many.get("waiting", 0))),
        Line(_("Files that couldn’t be shown"), str(many.get("refused", 0))),
    ]
    if not settings.s3_bucket:
        with measure.everything():
            lines.append(Line(_("Strays, swept out each hour"), str(strays.many())))
    return lines


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0
