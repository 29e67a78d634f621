"""Ids of things that one sending makes several of. See `base.ids.offspring`."""

from micronet.base.ids import offspring

__all__ = ["offspring"]
