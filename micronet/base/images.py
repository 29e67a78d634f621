"""Pictures from hostile files: decoded in a child process with limits, rebuilt from pixels, saved as WebP.

Nothing of the original file survives but its pixels: no place, no camera, no comment.
Run as `python -m micronet.base.images SIDE`: the file on standard input, the picture on standard output. With `fit`
after the side, the whole of the picture is in it, and its width and height stand in a line before it.
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
    return _made(data, str(side))


def fit(data: bytes, side: int) -> tuple[bytes, int, int]:
    """The whole picture as WebP, at most `side` pixels wide and high, with its width and height. Raises Invalid."""
    size, _line, picture = _made(data, str(side), "fit").partition(b"\n")
    width, height = map(int, size.split())
    return picture, width, height


def _made(data: bytes, *order: str) -> bytes:
    command = [sys.executable, "-m", "micronet.base.images", *order]
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


def _rebuild(data: bytes, side: int, *, whole: bool) -> bytes:
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data), formats=FORMATS) as found:
        if found.width * found.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        found.draft("RGB", (side * 2, side * 2))
        upright = ImageOps.exif_transpose(found).convert("RGB")
    fitted = upright.copy() if whole else ImageOps.fit(upright, (side, side))
    fitted.thumbnail((side, side))
    clean = Image.frombytes("RGB", fitted.size, fitted.tobytes())
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=82, method=4)
    size = f"{fitted.width} {fitted.height}\n".encode() if whole else b""
    return size + out.getvalue()


def main() -> int:
    """The child's work: 0 and a picture, or 1 and nothing."""
    _limit()
    try:
        data = sys.stdin.buffer.read(MOST_BYTES + 1)
        sys.stdout.buffer.write(_rebuild(data, int(sys.argv[1]), whole="fit" in sys.argv))
    except Exception:  # a hostile file may raise anything; the parent says it plainly
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
