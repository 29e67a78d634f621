"""Every page of the product: listed once, then held against the standard, the walls and the eye."""
