"""Files that are sent as photos and are none, or are worse than none. Each class is a way that others were hurt."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image

SVG = b"""<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"""
HTML = b"<!doctype html><script>alert(document.domain)</script>"
JPEG_START = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


def corpus() -> dict[str, bytes]:
    """One file of every class that must be refused."""
    return {name: make() for name, make in CLASSES.items()}


def picture(form: str = "JPEG", size: tuple[int, int] = (640, 480)) -> bytes:
    """A picture that is nothing but a picture."""
    if form == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, form)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, data: bytes, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG whose header says what it likes."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def bomb() -> bytes:
    """144 million pixels of one bit in a few kilobytes."""
    return png(12_000, 12_000, zlib.compress(bytes(12_000 * 1501), 9), depth=1, colour=0)


def gif(width: int, height: int) -> bytes:
    """A GIF whose header says what it likes."""
    body = (
        b"\x21\xf9\x04\x00\x00\x00\x00\x00,\x00\x00\x00\x00"
        + struct.pack("<HH", width, height)
        + b"\x00\x02\x02D\x01\x00;"
    )
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\x00\x00\x00\xff\xff\xff" + body


def jpeg_of(width: int, height: int) -> bytes:
    """A JPEG whose header says what it likes."""
    data = bytearray(picture())
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def zipped(data: bytes = HTML) -> bytes:
    """An archive with one page in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", data)
    return out.getvalue()


def floods() -> bytes:
    """A PNG whose compressed text is a gigabyte once it is opened."""
    packer = zlib.compressobj(9)
    text = b"".join(packer.compress(bytes(1 << 20)) for _ in range(256)) + packer.flush()
    whole = picture("PNG")
    return whole[:33] + chunk(b"zTXt", b"Comment\0\0" + text) + whole[33:]


def webp_of(width: int, height: int) -> bytes:
    """A WebP whose canvas says what it likes."""
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + bytes(4) + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body


def half(form: str) -> bytes:
    """The first half of a picture."""
    data = picture(form, (256, 192))
    return data[: len(data) // 2]


def box(kind: bytes, body: bytes) -> bytes:
    """One box of an ISO media file."""
    return struct.pack(">I", len(body) + 8) + kind + body


def nested(deep: int = 4000) -> bytes:
    """A HEIC of boxes within boxes."""
    body = b""
    for _ in range(deep):
        body = box(b"meta", bytes(4) + body)
    return box(b"ftyp", b"heic\0\0\0\0mif1heic") + body


CLASSES: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "one byte": lambda: b"\xff",
    "words": lambda: b"Kettle on." * 40,
    "noughts": lambda: bytes(5000),
    "svg": lambda: SVG,
    "svg with a declaration": lambda: b'<?xml version="1.0"?>' + SVG,
    "html": lambda: HTML,
    "zip": zipped,
    "pdf": lambda: b"%PDF-1.7\n" + HTML,
    "eps": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "tiff": lambda: picture("TIFF"),
    "bmp": lambda: picture("BMP"),
    "icns": lambda: b"icns" + bytes(100),
    "elf": lambda: b"\x7fELF" + bytes(200),
    "bomb": bomb,
    "png of 50,000": lambda: png(50_000, 50_000, zlib.compress(b"-")),
    "png of two thousand million": lambda: png(2**31 - 1, 2**31 - 1, b""),
    "png that is a line": lambda: png(100_000, 1, zlib.compress(bytes(300_001))),
    "png of nought": lambda: png(0, 0, b""),
    "png of text": floods,
    "gif of 50,000": lambda: gif(50_000, 50_000),
    "jpeg of 50,000": lambda: jpeg_of(50_000, 50_000),
    "webp of 16 million": lambda: webp_of(1 << 24, 1 << 24),
    "jpeg head alone": lambda: JPEG_START,
    "jpeg head on a page": lambda: JPEG_START + HTML,
    "gif head on a page": lambda: b"GIF89a/*" + HTML,
    "png head on a page": lambda: b"\x89PNG\r\n\x1a\n" + HTML,
    "half a heic": lambda: half("HEIF"),
    "half an avif": lambda: half("AVIF"),
    "half a webp": lambda: half("WEBP"),
    "half a png": lambda: half("PNG"),
    "heic of boxes": nested,
    "heic of nothing": lambda: box(b"ftyp", b"heic\0\0\0\0mif1heic"),
    "a film": lambda: box(b"ftyp", b"isom\0\0\0\0isommp42") + box(b"mdat", bytes(900)),
}
