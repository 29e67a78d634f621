"""The board: one calm page per circle, a window for everyone."""

from micronet.board.views import blueprint
from micronet.web.room import Room

ROOM = Room("board", blueprint)
