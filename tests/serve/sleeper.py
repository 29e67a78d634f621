"""A child for the supervisor's tests: does nothing until it is told to stop."""

import time
from collections.abc import Sequence


def main(_arguments: Sequence[str]) -> None:
    while True:
        time.sleep(60)
