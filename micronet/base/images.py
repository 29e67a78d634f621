"""Portraits from hostile files: decoded in a child process with limits, rebuilt from pixels, saved as WebP.

Nothing of the original file survives but its pixels: no place, no camera, no comment.
Run as `python -m micronet.base.images SIDE`: the file on standard input, the picture on standard output.
"""

from __future__ import annotations

import io
import subprocess
import sys

from micronet.base.errors import Invalid

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_PIXELS = 50_000_000
MOST_BYTES = 10 * 1024 * 1024
SECONDS = 15


def square(data: bytes, side: int) -> bytes:
    """The middle of a picture as a WebP square of `side` pixels. Raises Invalid for what is no usable picture."""
    command = [sys.executable, "-m", "micronet.base.images", str(side)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own module
            command, input=data, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Invalid from None
    if done.returncode or not done.stdout:
        raise Invalid
    return done.stdout


def _limit() -> None:
    """Memory and processor time of this child. Not every system has the means."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (768 * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))


def _rebuild(data: bytes, side: int) -> bytes:
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data), formats=FORMATS) as found:
        if found.width * found.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        found.draft("RGB", (side * 2, side * 2))
        upright = ImageOps.exif_transpose(found).convert("RGB")
    fitted = ImageOps.fit(upright, (side, side))
    clean = Image.frombytes("RGB", fitted.size, fitted.tobytes())
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()


def main() -> int:
    """The child's work: 0 and a picture, or 1 and nothing."""
    _limit()
    try:
        sys.stdout.buffer.write(_rebuild(sys.stdin.buffer.read(MOST_BYTES + 1), int(sys.argv[1])))
    except Exception:  # a hostile file may raise anything; the parent says it plainly
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
