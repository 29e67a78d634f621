"""What a film, a sound or a document is, by its first bytes alone. For pictures see `pictures.kinds`."""

from __future__ import annotations

from micronet.base.pictures.kinds import AVIF, HEAD, HEIC, STILLS, picture_format

__all__ = ["ANY", "HEAD", "kind_of", "media_type"]

ANY = "application/octet-stream"
EBML = b"\x1a\x45\xdf\xa3"
SOUNDS = {b"M4A ", b"M4B "}
PICTURES = HEIC | AVIF | STILLS


def media_type(what: str, head: bytes) -> str | None:
    """As what a `video`, a `voice` or a `file` that begins so is served; None when it is no such thing."""
    if what == "video":
        return _film(head)
    if what == "voice":
        return _sound(head)
    return "application/pdf" if head.startswith(b"%PDF-") else ANY


def kind_of(head: bytes) -> str:
    """Which of photo, voice, video and file a file is, when nobody said so."""
    if picture_format(head):
        return "photo"
    if _film(head) and head[8:12] not in SOUNDS:
        return "video"
    return "voice" if _sound(head) else "file"


def _film(head: bytes) -> str | None:
    if head[4:8] == b"ftyp" and head[8:12] not in PICTURES:
        return "video/quicktime" if head[8:12] == b"qt  " else "video/mp4"
    return "video/webm" if _is_webm(head) else None


def _sound(head: bytes) -> str | None:
    if head[4:8] == b"ftyp" and head[8:12] not in PICTURES:
        return "audio/mp4"
    if _is_webm(head):
        return "audio/webm"
    if head.startswith(b"OggS"):
        return "audio/ogg"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "audio/wav"
    return _streamed(head)


def _streamed(head: bytes) -> str | None:
    """MP3 and AAC have no more of a head than a few bits."""
    if head.startswith(b"ID3") or head[:2] in (b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2"):
        return "audio/mpeg"
    return "audio/aac" if head[:2] in (b"\xff\xf1", b"\xff\xf9") else None


def _is_webm(head: bytes) -> bool:
    return head.startswith(EBML) and b"webm" in head
