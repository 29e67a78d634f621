"""The house full of life, built once a worker, for tests that only look."""

from __future__ import annotations

from tests.pages.fixtures import crowd

__all__ = ["crowd"]
