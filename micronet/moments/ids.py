"""Ids of things that one sending makes several of: worked out, not thrown, so that sending twice makes them once."""

from micronet.base.ids import offspring

__all__ = ["offspring"]
