"""`python -m demo.build`: make the sample family's house where the environment says, and print its four links.

A process of its own, so that what building takes is gone from memory before the demo is served.
"""

from __future__ import annotations

import os
import sys

from demo import door
from demo.app import create_app
from demo.family import build
from micronet import config
from micronet.base.walls import unscoped
from micronet.config import BadSetting
from micronet.instance import prepare


def main() -> None:
    """What can be put right is one line and exit code 1."""
    try:
        settings = config.load(os.environ)
        prepare(settings)
        app = create_app(settings)
    except BadSetting as problem:
        sys.exit(f"micronet: {problem}")
    with app.app_context(), unscoped("the sample family is made from outside"):
        for kind, link in door.links(build(), settings.url).items():
            sys.stdout.write(f"{kind}  {link}\n")


if __name__ == "__main__":
    main()
