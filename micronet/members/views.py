"""All views of this room: importing them hangs them on the blueprint."""

from micronet.members import about, invites, leave, log, new, photos, place, profile, quiet, reports, settings
from micronet.members.blueprint import blueprint

__all__ = [
    "about", "blueprint", "invites", "leave", "log", "new", "photos", "place", "profile", "quiet", "reports",
    "settings",
]  # fmt: skip
