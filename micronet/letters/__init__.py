"""Letters between members of one circle: writing them, reading them, taking them back. No act of theirs is recorded."""

from micronet.letters.purge import purge
from micronet.letters.views import blueprint
from micronet.web.room import Room

ROOM = Room("letters", blueprint, sweeps=(purge,))
