"""Floor 6: my circles, searching them all, and what frames every page. Reads across rooms."""

from micronet.base.search_again import errand
from micronet.home import searching  # noqa: F401 - its page is declared there
from micronet.home.views import blueprint
from micronet.web.room import Room

ROOM = Room("home", blueprint, errands=(errand,))
