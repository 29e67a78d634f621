"""Moments: composing them, talking under them, feelings, taking back."""

from micronet.moments.views import blueprint
from micronet.web.room import Room

ROOM = Room("moments", blueprint)
