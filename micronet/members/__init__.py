"""A circle from the inside: its people, rules, invites and log."""

from micronet.members.views import blueprint
from micronet.web.room import Room

ROOM = Room("members", blueprint)
