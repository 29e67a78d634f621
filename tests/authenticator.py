"""An authenticator in software: makes keys and signs with them as FIDO2 devices do, honestly or not.

`create()` and `get()` take the options that a page would hand to the browser and give what the browser would
send back. Anything may be bent: the flags, the client data, the count, the origin.
"""

from __future__ import annotations

import hashlib
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

UP, UV, BE, BS, AT, ED = 0x01, 0x04, 0x08, 0x10, 0x40, 0x80
ES256, ED25519 = -7, -8
Json = dict[str, Any]


def b64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Credential:
    """One key: its private half, whom it is for, how often it has signed."""

    id: bytes
    rp_id: str
    handle: bytes
    private: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
    count: int = 0

    def cose(self) -> bytes:
        """The public half as a COSE_Key (RFC 9053)."""
        if isinstance(self.private, ed25519.Ed25519PrivateKey):
            return cbor2.dumps({1: 1, 3: ED25519, -1: 6, -2: self.private.public_key().public_bytes_raw()})
        point = self.private.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: ES256, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)})

    def sign(self, data: bytes) -> bytes:
        if isinstance(self.private, ed25519.Ed25519PrivateKey):
            return self.private.sign(data)
        return self.private.sign(data, ec.ECDSA(hashes.SHA256()))


@dataclass
class Authenticator:
    """A device with keys. `flags` and `step` (how the sign count grows) hold for every answer."""

    origin: str = "http://localhost:8000"
    algorithm: int = ES256
    flags: int = UP | UV
    step: int = 1
    transports: tuple[str, ...] = ("internal", "hybrid")
    keys: list[Credential] = field(default_factory=list)

    def create(self, options: Json, **bent: Any) -> Json:
        """What `navigator.credentials.create()` gives. Bends: flags, rp_id, id, client (changes to clientDataJSON)."""
        private: Any = ed25519.Ed25519PrivateKey.generate()
        if self.algorithm == ES256:
            private = ec.generate_private_key(ec.SECP256R1())
        key = Credential(bent.get("id") or os.urandom(16), options["rp"]["id"], unb64(options["user"]["id"]), private)
        self.keys.append(key)
        held = bytes(16) + len(key.id).to_bytes(2) + key.id + key.cose()
        data = self._data(key, bent.get("flags", self.flags) | AT, bent.get("rp_id")) + held
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options, bent.get("client", {}))
        told = {"clientDataJSON": b64(client), "attestationObject": b64(attestation), "transports": [*self.transports]}
        return self._credential(key, told)

    def get(self, options: Json, key: Credential | None = None, **bent: Any) -> Json:
        """What `navigator.credentials.get()` gives. Bends as in `create`, and: count, handle, sign."""
        key = key or self._chosen(options)
        key.count = bent.get("count", key.count + self.step)
        data = self._data(key, bent.get("flags", self.flags), bent.get("rp_id"))
        client = self._client("webauthn.get", options, bent.get("client", {}))
        signature = bent.get("sign", key.sign)(data + hashlib.sha256(client).digest())
        handle = bent.get("handle", key.handle)
        told = {"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature)}
        return self._credential(key, {**told, "userHandle": b64(handle) if handle is not None else None})

    def _chosen(self, options: Json) -> Credential:
        allowed = {unb64(one["id"]) for one in options.get("allowCredentials", [])}
        return next(key for key in reversed(self.keys) if not allowed or key.id in allowed)

    def _data(self, key: Credential, flags: int, rp_id: str | None) -> bytes:
        return hashlib.sha256((rp_id or key.rp_id).encode()).digest() + bytes([flags]) + key.count.to_bytes(4)

    def _client(self, kind: str, options: Json, changes: Json) -> bytes:
        told = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps({**told, **changes}).encode()

    def _credential(self, key: Credential, response: Json) -> Json:
        attachment = {"authenticatorAttachment": "platform", "clientExtensionResults": {}}
        return {"id": b64(key.id), "rawId": b64(key.id), "type": "public-key", "response": response, **attachment}
