"""Albums, and what was on this day."""

from micronet.memories import models, spared  # noqa: F401 - their tables are declared here
from micronet.memories.purge import purge
from micronet.memories.told import tell
from micronet.memories.views import blueprint
from micronet.web.room import Room

ROOM = Room(
    "memories",
    blueprint,
    activities={
        "album.made": "memories/_activity_made.html",
        "album.changed": "memories/_activity_changed.html",
        "album.filled": "memories/_activity_filled.html",
        "album.removed": "memories/_activity_removed.html",
        "album.restored": "memories/_activity_restored.html",
        "photos.added": "memories/_activity_added.html",
    },
    sweeps=(purge, tell),
    leaving=(spared.forget,),
)
