"""The manifest of the people room: my keys, my devices, my settings."""

from micronet.base import limits
from micronet.people import challenges, door, links, sessions, spoken
from micronet.people.views import blueprint
from micronet.web.room import Room

SWEEPS = (limits.sweep, sessions.sweep, challenges.sweep, links.sweep, spoken.sweep, door.sweep)
ROOM = Room("people", blueprint, sweeps=SWEEPS)
