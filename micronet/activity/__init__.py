"""Floor 4: who did what to which thing, what was shared, and how open pages hear of it."""
