"""Floor 2: people, their keys and their devices."""
