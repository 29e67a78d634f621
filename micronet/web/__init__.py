"""Floor 1: what Flask needs, and nothing about people."""
