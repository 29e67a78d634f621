"""Pictures to laugh at: the circle’s shelf, and a line written above or below one of them."""

from micronet.shelf import models  # noqa: F401 - their tables are declared here
from micronet.shelf.purge import purge
from micronet.shelf.views import blueprint
from micronet.web.room import Room

ROOM = Room(
    "shelf",
    blueprint,
    activities={
        "shelf.kept": "shelf/_activity_kept.html",
        "shelf.removed": "shelf/_activity_removed.html",
    },
    sweeps=(purge,),
)
