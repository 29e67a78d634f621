"""Files that are enclosed with words: they come in piece by piece, and are looked at from here."""

from micronet.activity import attached  # noqa: F401 - their tables are declared here
from micronet.media.views import blueprint
from micronet.web.room import Room

ROOM = Room("media", blueprint)
