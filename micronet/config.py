"""Every setting, its default and where it is read from: this file and no other.

A host sets them in the environment. The README's table lists the same names; a test keeps both alike.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit


class BadSetting(ValueError):
    """A setting that cannot be used. Its text is one plain line for the host."""


MB = 1024 * 1024


@dataclass(frozen=True)
class Settings:
    """What a host may decide. Sizes in bytes, times in the unit of their name."""

    host: str = "127.0.0.1"
    port: int = 8000
    instance: Path = Path("instance")
    public_url: str = ""
    database_url: str = ""
    proxies: int = 0
    family_cap: int = 12
    friends_cap: int = 20
    purpose_cap: int = 48
    language: str = "en"
    name: str = "Micronet"
    development: bool = False
    previews: bool = True
    trusted_hosts: tuple[str, ...] = field(default=())
    video_bytes: int = 200 * MB
    circle_bytes: int = 5 * 1024 * MB
    s3_bucket: str = ""
    s3_endpoint: str = ""
    s3_region: str = "us-east-1"
    s3_key: str = field(default="", repr=False)
    s3_secret: str = field(default="", repr=False)

    @property
    def url(self) -> str:
        """The address people type, without a slash at the end."""
        shown = "localhost" if self.host in LOOPBACK | ANYWHERE else self.host
        return self.public_url or f"http://{shown}:{self.port}"

    @property
    def hostname(self) -> str:
        """The host part of the address: the `rp_id` that passkeys are made for."""
        return urlsplit(self.url).hostname or "localhost"

    @property
    def secure(self) -> bool:
        """Whether people reach it over HTTPS, so that cookies may demand it."""
        return self.url.startswith("https://")

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database."""
        return self.database_url or f"sqlite:///{self.instance.resolve() / 'micronet.db'}"

    @property
    def caps(self) -> dict[str, int]:
        """Seats by kind of circle."""
        return {"family": self.family_cap, "friends": self.friends_cap, "purpose": self.purpose_cap}


LOOPBACK = {"127.0.0.1", "::1", "localhost"}
ANYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - names of the wildcard addresses, nothing is bound here
CAPS = {"MICRONET_FAMILY_CAP": 12, "MICRONET_FRIENDS_CAP": 20, "MICRONET_PURPOSE_CAP": 48}
LANGUAGES = ("en", "de")


def load(environ: Mapping[str, str], folder: Path | None = None) -> Settings:
    """The settings of this environment. `folder` is where `instance/` lies by default. Raises BadSetting."""
    home = Path(environ.get("MICRONET_INSTANCE") or (folder or Path.cwd()) / "instance")
    url = _address(environ.get("MICRONET_URL", ""))
    return Settings(
        host=_host(environ.get("HOST") or "127.0.0.1"),
        port=_whole(environ, "PORT", 8000, 1, 65535),
        instance=home,
        public_url=url,
        database_url=_database(environ.get("MICRONET_DATABASE", "")),
        proxies=_whole(environ, "MICRONET_PROXIES", 0, 0, 5),
        family_cap=_cap(environ, "MICRONET_FAMILY_CAP"),
        friends_cap=_cap(environ, "MICRONET_FRIENDS_CAP"),
        purpose_cap=_cap(environ, "MICRONET_PURPOSE_CAP"),
        language=_one_of(environ, "MICRONET_LANGUAGE", LANGUAGES),
        name=_name(environ.get("MICRONET_NAME") or "Micronet"),
        development=_one_of(environ, "MICRONET_DEVELOPMENT", ("0", "1")) == "1",
        previews=_one_of(environ, "MICRONET_PREVIEWS", ("1", "0")) == "1",
        trusted_hosts=_hosts(url, environ.get("MICRONET_TRUSTED_HOSTS", "")),
        video_bytes=_whole(environ, "MICRONET_VIDEO_MB", 200, 0, 4096) * MB,
        circle_bytes=_whole(environ, "MICRONET_CIRCLE_GB", 5, 1, 10_000) * 1024 * MB,
        **_store(environ),
    )


def _store(environ: Mapping[str, str]) -> dict[str, str]:
    """The object store that files go to, if any: where it is, and the key to it."""
    bucket, endpoint = environ.get("MICRONET_S3_BUCKET", ""), environ.get("MICRONET_S3_ENDPOINT", "").rstrip("/")
    key, secret = environ.get("MICRONET_S3_KEY", ""), environ.get("MICRONET_S3_SECRET", "")
    if not bucket:
        return {}
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", bucket):
        raise BadSetting(f"MICRONET_S3_BUCKET is {bucket!r}; it must be the name of a bucket, such as family-files.")
    parts = urlsplit(endpoint)
    if endpoint and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise BadSetting(f"MICRONET_S3_ENDPOINT is {endpoint!r}; it must look like https://s3.example.")
    if not (key and secret):
        raise BadSetting("MICRONET_S3_KEY and MICRONET_S3_SECRET are needed to reach MICRONET_S3_BUCKET.")
    region = environ.get("MICRONET_S3_REGION") or "us-east-1"
    return {"s3_bucket": bucket, "s3_endpoint": endpoint, "s3_region": region, "s3_key": key, "s3_secret": secret}


def _whole(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise BadSetting(f"{name} is {text!r}; it must be a whole number from {low} to {high}.")
    return int(text)


def _cap(environ: Mapping[str, str], name: str) -> int:
    """A host may lower a cap, never raise it."""
    return _whole(environ, name, CAPS[name], 2, CAPS[name])


def _one_of(environ: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    text = environ.get(name) or choices[0]
    if text not in choices:
        raise BadSetting(f"{name} is {text!r}; it must be one of {', '.join(choices)}.")
    return text


def _host(text: str) -> str:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        if text != "localhost":
            raise BadSetting(f"HOST is {text!r}; it must be an address of this machine, such as 0.0.0.0.") from None
    return text


def _address(text: str) -> str:
    text = text.rstrip("/")
    parts = urlsplit(text)
    if text and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path):
        raise BadSetting(f"MICRONET_URL is {text!r}; it must look like https://home.example.")
    return text


def _database(text: str) -> str:
    if text and not text.startswith(("sqlite:///", "postgresql+psycopg://", "postgresql://")):
        raise BadSetting("MICRONET_DATABASE must start with sqlite:/// or postgresql://.")
    return re.sub("^postgresql://", "postgresql+psycopg://", text)


def _name(text: str) -> str:
    if len(text) > 60 or not text.isprintable():
        raise BadSetting("MICRONET_NAME must be at most 60 printable characters.")
    return text


def _hosts(url: str, text: str) -> tuple[str, ...]:
    """Host names we answer to. Empty means any, which is right only on a machine of one's own."""
    named = [part.strip() for part in text.split(",") if part.strip()]
    own = [urlsplit(url).hostname or ""] if url else []
    return (*own, *named, "localhost", "127.0.0.1") if own or named else ()
