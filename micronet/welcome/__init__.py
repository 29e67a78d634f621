"""The door: signing in, the first person, coming back, joining."""

from micronet.web.room import Room
from micronet.welcome import join, join_in, link, recover, setup
from micronet.welcome.invited import blueprint as invited
from micronet.welcome.views import blueprint

__all__ = ["INVITED", "ROOM", "join", "join_in", "link", "recover", "setup"]

ROOM = Room("welcome", blueprint, activities={"member.let_back_in": "welcome/_activity_let_back_in.html"})
INVITED = Room("invited", invited)
