"""Letters between members: written, read, taken back, and nobody else's."""
