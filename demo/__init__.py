"""A throw-away house with a sample family in it: `make demo`. Nothing here is part of the product.

Twelve people, three circles and sixty days, told in `data/`; built by `family.py` through the same verbs that pages
use; served by the same server. `door.py` holds the only thing the product does not have: four links that sign in.
"""
