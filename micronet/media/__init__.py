"""Files that are enclosed with words: they come in piece by piece, and are looked at from here."""

from micronet.activity import attached  # noqa: F401 - their tables are declared here
from micronet.media import cupboard, documents, house, making, serving, sweeping, uploads  # noqa: F401 - they add their views
from micronet.media.views import blueprint
from micronet.web.room import Room

ROOM = Room(
    "media",
    blueprint,
    activities={
        "photo.ready": "media/_activity_ready.html",
        "circle.furnished": "media/_activity_furnished.html",
    },
    sweeps=(sweeping.sweep,),
    errands=(making.make_sizes,),
)
