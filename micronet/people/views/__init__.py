"""My pages: settings, keys, devices, spare keys, and what happened at my door."""

from micronet.people.views import codes, devices, keys, links, notes, proof, settings
from micronet.people.views.blueprint import blueprint

__all__ = ["blueprint", "codes", "devices", "keys", "links", "notes", "proof", "settings"]
