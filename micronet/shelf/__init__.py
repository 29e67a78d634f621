"""Pictures to laugh at: the circle’s shelf, and a line written over or under one of them."""

from micronet.shelf import models  # noqa: F401 - their tables are declared here
from micronet.shelf.views import blueprint
from micronet.web.room import Room

ROOM = Room("shelf", blueprint)
