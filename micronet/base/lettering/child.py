"""The child process that draws: a line of JSON and a picture on standard input, pictures on standard output.

Run as `python -m micronet.base.lettering.child`. See `micronet.base.lettering.write_on`.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any

from micronet.base.lettering import UNDRAWN

FORMATS = ("WEBP", "PNG", "JPEG")
MOST_PIXELS = 20_000_000
MOST_BYTES = 10 * 1024 * 1024


def limit() -> None:
    """Memory and processor time of this child. Not every system has the means."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (1024 * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (5, 5))


def made(asked: dict[str, Any], data: bytes) -> bytes:
    """Every size that is asked for. Raises Missing, and anything at all for a hostile picture."""
    from PIL import Image

    from micronet.base.lettering.draw import composed

    with Image.open(io.BytesIO(data), formats=FORMATS) as found:
        if found.width * found.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        whole = composed(found.convert("RGB"), asked["top"], asked["bottom"], asked["paper"], asked["ink"])
    head, body = [], b""
    for width in asked["widths"]:
        height = max(1, round(whole.height * width / whole.width))
        sized = whole if width == whole.width else whole.resize((width, height), Image.Resampling.BICUBIC)
        saved = io.BytesIO()
        sized.save(saved, "WEBP", quality=82 if width > 100 else 40, method=2)
        head.append((width, height, len(saved.getvalue())))
        body += saved.getvalue()
    return json.dumps(head).encode() + b"\n" + body


def main() -> int:
    """The child's work: 0 and pictures; UNDRAWN and the letters; or 1 and nothing."""
    from micronet.base.lettering.lines import Missing

    limit()
    try:
        asked = json.loads(sys.stdin.buffer.readline(64 * 1024))
        sys.stdout.buffer.write(made(asked, sys.stdin.buffer.read(MOST_BYTES + 1)))
    except Missing as missing:
        sys.stdout.write(json.dumps(missing.letters))
        return UNDRAWN
    except Exception:  # a hostile file may raise anything; the parent says it plainly
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
