"""A circle from the inside: its people, rules, invites and log."""

from micronet.circles import strays
from micronet.circles.invites import sweep
from micronet.members import peace
from micronet.members.views import blueprint
from micronet.web.room import Room

ROOM = Room(
    "members",
    blueprint,
    activities={
        "circle.started": "members/_activity_started.html",
        "circle.renamed": "members/_activity_renamed.html",
        "circle.repainted": "members/_activity_repainted.html",
        "circle.rules_written": "members/_activity_rules.html",
        "circle.question_asked": "members/_activity_question.html",
        "circle.resized": "members/_activity_resized.html",
        "circle.pictured": "members/_activity_pictured.html",
        "circle.handed_over": "members/_activity_handed_over.html",
        "member.joined": "members/_activity_joined.html",
        "member.presented": "members/_activity_presented.html",
        "member.role_given": "members/_activity_role.html",
        "member.removed": "members/_activity_removed.html",
        "member.left": "members/_activity_left.html",
        "member.took_along": "members/_activity_took_along.html",
        "member.code_made": "members/_activity_code.html",
        "invite.made": "members/_activity_invited.html",
        "invite.revoked": "members/_activity_revoked.html",
        "block.made": "members/_activity_blocked.html",
        "block.lifted": "members/_activity_unblocked.html",
        "report.made": "members/_activity_reported.html",
        "report.settled": "members/_activity_settled.html",
        "report.reopened": "members/_activity_reopened.html",
    },
    sweeps=(sweep, strays.sweep, peace.sweep),
    leaving=(peace.forget,),
)
