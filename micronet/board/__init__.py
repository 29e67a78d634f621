"""The board: one calm page per circle, a window for everyone."""

from micronet.board import actions
from micronet.board.views import blueprint
from micronet.web.room import Room

ROOM = Room(
    "board",
    blueprint,
    activities={
        "status.set": "board/_activity_said.html",
        "status.cleared": "board/_activity_cleared.html",
        "wave.sent": "board/_activity_waved.html",
    },
    sweeps=(actions.sweep,),
    leaving=(actions.withdraw,),
)
