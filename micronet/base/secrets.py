"""The secrets of one house, made at first start and kept in one file that only its owner can read."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Secrets:
    """`session_key` signs cookies, `pepper` keys the hashes of short codes, VAPID signs pushes (P-256, base64url)."""

    session_key: str
    pepper: str
    vapid_private: str
    vapid_public: str


def make() -> Secrets:
    """Fresh secrets from the system's random source."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    number = key.private_numbers().private_value.to_bytes(32)
    point = key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return Secrets(secrets.token_urlsafe(48), secrets.token_urlsafe(48), _b64(number), _b64(point))


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def load_or_make(path: Path) -> Secrets:
    """The secrets at `path`, made there (mode 0600) if the file is missing. Raises OSError, ValueError."""
    if not path.exists():
        _write_once(path, make())
    return Secrets(**json.loads(path.read_text()))


def _write_once(path: Path, made: Secrets) -> None:
    """Whole or not at all, on disk before it is named, and never over a file that is already there."""
    draft = path.with_suffix(f".{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(asdict(made), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def token(size: int = 32) -> str:
    """A random secret of `size` bytes, safe in an address."""
    return secrets.token_urlsafe(size)


def fingerprint(long_token: str) -> str:
    """What is stored of a long random token (128 bits or more): SHA-256, hexadecimal."""
    return hashlib.sha256(long_token.encode()).hexdigest()


def keyed(short_code: str, pepper: str) -> str:
    """What is stored of a short code that a thief of the database could otherwise guess: HMAC-SHA-256."""
    return hmac.new(pepper.encode(), short_code.encode(), hashlib.sha256).hexdigest()
