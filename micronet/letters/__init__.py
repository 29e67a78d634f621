"""Letters between members of one circle."""

from micronet.activity import letters  # noqa: F401 - their tables are declared here
from micronet.letters.views import blueprint
from micronet.web.room import Room

ROOM = Room("letters", blueprint)
