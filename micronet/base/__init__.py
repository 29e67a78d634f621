"""Floor 0: what any program needs. No product words live here."""
