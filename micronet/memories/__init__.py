"""Albums, and what was on this day."""

from micronet.memories import models  # noqa: F401 - their tables are declared here
from micronet.memories.views import blueprint
from micronet.web.room import Room

ROOM = Room("memories", blueprint)
