"""The measurements: `make bench` fills houses, measures everything in one run as ratios, and writes RESULTS.md.

`make bench QUICK=1` leaves out the house of 100,000 circles. Nothing here is asserted in tests.
"""
