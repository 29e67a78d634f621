"""Floor 6: my circles, and what frames every page. Reads across rooms."""

from micronet.home.views import blueprint
from micronet.web.room import Room

ROOM = Room("home", blueprint)
