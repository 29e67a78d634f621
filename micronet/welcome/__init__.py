"""The door: signing in, the first person, coming back, joining."""

from micronet.web.room import Room
from micronet.welcome import link, recover, setup
from micronet.welcome.views import blueprint

__all__ = ["ROOM", "link", "recover", "setup"]

ROOM = Room("welcome", blueprint)
