"""The manifest of the people room: my keys, my devices, my settings."""

from micronet.people import sessions
from micronet.people.views import blueprint
from micronet.web.room import Room

ROOM = Room("people", blueprint, sweeps=(sessions.sweep,))
