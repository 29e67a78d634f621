"""The door: signing in, the first person, joining."""

from micronet.web.room import Room
from micronet.welcome.views import blueprint

ROOM = Room("welcome", blueprint)
