"""Moments: composing them, talking under them, feelings, taking back."""

from micronet.activity import polls  # noqa: F401 - their tables are declared here
from micronet.moments import sought
from micronet.moments.purge import purge
from micronet.moments.views import blueprint
from micronet.web.room import Room

ROOM = Room(
    "moments",
    blueprint,
    activities={
        "moment.shared": "moments/_activity_shared.html",
        "moment.edited": "moments/_activity_edited.html",
        "moment.removed": "moments/_activity_removed.html",
        "moment.restored": "moments/_activity_restored.html",
        "reply.written": "moments/_activity_replied.html",
        "reply.edited": "moments/_activity_reply_edited.html",
        "reply.removed": "moments/_activity_reply_removed.html",
        "reply.restored": "moments/_activity_reply_restored.html",
        "reaction.given": "moments/_activity_felt.html",
        "reaction.taken": "moments/_activity_unfelt.html",
    },
    sweeps=(purge,),
    searched=(sought.MOMENTS, sought.REPLIES),
)
