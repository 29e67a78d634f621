"""Pixels out of a picture, and pixels into WebP: the part that is done in the child process."""

from __future__ import annotations

import base64
import io
import warnings
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image, ImageOps

from micronet.base.pictures import heic
from micronet.base.pictures.kinds import HEAD, Hostile, picture_format

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 16_383
"""Pixels; no WebP is longer."""

EXIF, PLACE = 0x8769, 0x8825
TAKEN, OFFSET = 36867, 36881
TURNED = (5, 6, 7, 8)
"""Orientations in which a picture lies on its side."""
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture of each orientation upright."""
ORIENTATION = 0x0112
QUALITY, METHOD = 80, 2
TINY = 24
"""Pixels of the longer side of a placeholder."""


def opened(file: BinaryIO) -> Image.Image:
    """The picture, its header read and found bearable, nothing decoded yet. Raises Hostile."""
    form = picture_format(file.read(HEAD))
    if form is None:
        raise Hostile("not_a_picture")
    file.seek(0)
    if form == "HEIF":
        heic.register()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        found = Image.open(file, formats=[form])
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Hostile("too_many_pixels") from None
    except Image.UnidentifiedImageError:
        raise Hostile("broken") from None
    if max(found.size) > LONGEST_SIDE or found.width * found.height > MOST_PIXELS:
        raise Hostile("too_many_pixels")
    return found


def noted(found: Image.Image) -> dict[str, Any]:
    """What its camera noted and somebody may want to keep: when; and whether it knew where, but never where."""
    with suppress(Exception):
        exif = found.getexif()
        place = {1, 2, 3, 4} <= set(exif.get_ifd(PLACE))
        taken = _time(exif.get_ifd(EXIF))
        return {"taken_at": taken, "has_place": place}
    return {"taken_at": None, "has_place": False}


def _time(exif: dict[int, Any]) -> str | None:
    with suppress(ValueError):
        taken = datetime.strptime(str(exif[TAKEN]), "%Y:%m:%d %H:%M:%S").isoformat()
        with suppress(ValueError, KeyError):
            return datetime.fromisoformat(taken + str(exif[OFFSET]).strip()).isoformat()
        return taken
    return None


def upright_size(found: Image.Image) -> tuple[int, int]:
    """Width and height as the photo is looked at."""
    with suppress(Exception):
        if found.getexif().get(ORIENTATION) in TURNED:
            return found.height, found.width
    return found.width, found.height


def reduced(found: Image.Image, width: int) -> Image.Image:
    """Decoded and upright, `width` wide at most, in the colours of the web."""
    turned = upright_size(found) != found.size
    share = min(1.0, width / (found.height if turned else found.width))
    size = max(1, round(found.width * share)), max(1, round(found.height * share))
    icc = found.info.get("icc_profile")
    found.draft(None, size)  # JPEG can be decoded at a half or a quarter; the box must have the picture's own shape
    image = found if found.mode in ("RGB", "RGBA", "L", "CMYK") else _plain(found)
    if found.format == "HEIF" and share <= 0.5 and found.mode == "RGB":
        image = heic.in_bands(found, int(1 / share))
    small = image.resize(size, Image.Resampling.LANCZOS) if image.size != size else image.copy()
    orientation = found.getexif().get(ORIENTATION)
    found.close()
    found.im = None  # type: ignore[assignment]  # what was decoded makes room for what is made of it
    small = _on_the_web(small, icc)
    return small.transpose(UPRIGHT[orientation]) if orientation in UPRIGHT else small


def _plain(image: Image.Image) -> Image.Image:
    """Out of palettes and the like, which cannot be made smaller as they are."""
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _on_the_web(image: Image.Image, icc: bytes | None) -> Image.Image:
    """In sRGB, with transparency only where there is some."""
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    if icc and image.mode != "RGBA":
        with suppress(Exception):  # a profile may be broken, or be of something else
            from PIL import ImageCms

            own, web = ImageCms.ImageCmsProfile(io.BytesIO(icc)), ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, own, web, outputMode="RGB") or image.convert("RGB")
    return image if image.mode == "RGBA" else image.convert("RGB")


def fitted(image: Image.Image, widths: list[int]) -> list[Image.Image]:
    """The sizes, from wide to narrow, each made of the one before; none is wider than the picture."""
    made: list[Image.Image] = []
    for width in sorted(widths, reverse=True):
        last = made[-1] if made else image
        wanted = min(width, last.width)
        if made and wanted == last.width:
            continue
        made.append(_narrowed(last, wanted))
    return made


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    if width == image.width:
        return image
    return image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)


def square(image: Image.Image, side: int) -> Image.Image:
    """The middle of a picture, on white where it is transparent."""
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image if image.mode == "RGBA" else None)
    return ImageOps.fit(ground, (side, side))


def save(image: Image.Image, path: Path) -> None:
    """As WebP, built anew from its pixels, so that nothing else can come along."""
    image.save(path, "WEBP", quality=QUALITY, method=METHOD, exif=b"", xmp=b"", icc_profile=b"")


def placeholder(image: Image.Image) -> str:
    """A tiny picture in base64, of a few hundred characters."""
    tiny = image.copy()
    tiny.thumbnail((TINY, TINY))
    out = io.BytesIO()
    Image.frombytes(tiny.mode, tiny.size, tiny.tobytes()).save(out, "WEBP", quality=30, method=4)
    return base64.b64encode(out.getvalue()).decode()
