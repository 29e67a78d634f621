"""Moments: composing them, talking under them, feelings, taking back."""

from micronet.activity import polls  # noqa: F401 - their tables are declared here
from micronet.moments import sought
from micronet.moments.polling import tell
from micronet.moments.previews import look
from micronet.moments.purge import purge, unveil
from micronet.moments.views import blueprint
from micronet.web.room import Room

ROOM = Room(
    "moments",
    blueprint,
    activities={
        "moment.shared": "moments/_activity_shared.html",
        "moment.edited": "moments/_activity_edited.html",
        "moment.previewed": "moments/_activity_previewed.html",
        "moment.removed": "moments/_activity_removed.html",
        "moment.restored": "moments/_activity_restored.html",
        "moment.opened": "moments/_activity_opened.html",
        "moment.ended": "moments/_activity_ended.html",
        "moment.pinned": "moments/_activity_pinned.html",
        "moment.unpinned": "moments/_activity_unpinned.html",
        "reply.written": "moments/_activity_replied.html",
        "reply.edited": "moments/_activity_reply_edited.html",
        "reply.removed": "moments/_activity_reply_removed.html",
        "reply.restored": "moments/_activity_reply_restored.html",
        "reaction.given": "moments/_activity_felt.html",
        "reaction.taken": "moments/_activity_unfelt.html",
        "host.took_away": "moments/_activity_took_away.html",
        "host.gave_back": "moments/_activity_gave_back.html",
        "poll.asked": "moments/_activity_asked.html",
        "poll.voted": "moments/_activity_voted.html",
        "poll.closed": "moments/_activity_closed.html",
    },
    sweeps=(purge, unveil, tell),
    errands=(look,),
    searched=(sought.MOMENTS, sought.REPLIES),
)
