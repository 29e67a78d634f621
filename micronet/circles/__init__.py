"""Floor 3: circles, who belongs to them, and the only road to what is theirs (`access.py`)."""
