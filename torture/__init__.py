"""The large trials: kill it, cut its power, fill its disk, attack it, and count what was lost or leaked.

`make torture` runs every figure of docs/SECURITY.md at full size, unattended; `make torture ARGS="R5 R6"` only some,
`make torture ARGS="--small"` as large as the tests do. tests/torture runs the same code at the small size.
"""
