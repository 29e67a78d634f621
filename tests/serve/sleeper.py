"""A child for the supervisor's tests: does nothing until it is told to stop."""

import time

if __name__ == "__main__":
    while True:
        time.sleep(60)
