"""Passkey ceremonies (WebAuthn level 3): ask for a new key and check it, ask for a key and check it.

Every check spends its challenge first, in a transaction of its own, then verifies without holding the
writer, and then begins the transaction in which the caller goes on to act. So whoever calls a check
has written nothing before it. What an authenticator gets wrong is Invalid, in one plain sentence.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from micronet.base import clock
from micronet.base.db import begin_write
from micronet.base.errors import Invalid
from micronet.base.lazy import lazily
from micronet.config import Settings
from micronet.people import challenges, keyring
from micronet.people.guards import browser, device_name
from micronet.people.keeper import keeper_name
from micronet.people.models import Passkey, Person

Json = dict[str, Any]
ENTER, PROVE, NEW, NEWCOMER = "enter", "prove", "new", "newcomer"
PATIENCE_MS = challenges.MINUTES * 60 * 1000
"""How long a browser may wait for the person; as long as the challenge stands."""
NOBODYS = bytes.fromhex(
    "a5010203262001215820a949c1ace561b3cac60c7138ea5a6dbd660757e0ffd7acf0b046be1be"
    "ced654a225820f3ef84d92dc10ad37aded55846bcc8516e89b287df0b7eef8fed50430f3782ba"
)
"""A public key (COSE, P-256) to check answers of unknown keys with, so that they take as long as those of known ones.

Its private half was never kept, and even an answer that fits it is refused.
"""


library = lazily("micronet.people.ceremonial")


def ask_new(name: str, handle: bytes, *, person: Person | None = None, exclude: Iterable[Passkey] = ()) -> Json:
    """Options for `navigator.credentials.create()`. Without `person` it is a newcomer's. Flushes the challenge.

    `name` is what the key will be called on the device, `handle` the 32 random bytes that stand for the person,
    `exclude` the keys of which no second one shall be made in the same place.
    """
    purpose, person_id = (NEW, person.id) if person else (NEWCOMER, None)
    options = library.generate_registration_options(
        rp_id=_settings().hostname,
        rp_name=_settings().name,
        user_id=handle,
        user_name=name,
        user_display_name=name,
        challenge=challenges.put(purpose, browser(), person_id),
        timeout=PATIENCE_MS,
        authenticator_selection=library.AuthenticatorSelectionCriteria(
            resident_key=library.ResidentKeyRequirement.REQUIRED,
            user_verification=library.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[_descriptor(key) for key in exclude],
    )
    return library.options_to_json_dict(options)


def check_new(credential: Any, person: Person | None = None) -> Passkey:
    """The new key that `credential` (what `create()` gave, as JSON) holds; its person is still to be set.

    Raises Invalid. Afterwards a writing transaction is open.
    """
    purpose, person_id = (NEW, person.id) if person else (NEWCOMER, None)
    challenge = _challenge(credential, purpose, person_id)
    try:
        made = library.verify_registration_response(credential=credential, expected_challenge=challenge, **_expected())
        transports = {name for name in credential["response"].get("transports") or () if name in library.TRANSPORTS}
    except library.FAULTS:
        raise Invalid(refusal()) from None
    begin_write()
    if keyring.is_known(made.credential_id):
        raise Invalid(refusal())
    return Passkey(
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        rp_id=_settings().hostname,
        name=device_name(),
        transports=" ".join(sorted(transports)),
        may_sync=made.credential_device_type == library.CredentialDeviceType.MULTI_DEVICE,
        synced=made.credential_backed_up,
        used_at=clock.now(),
    )


def ask(person: Person | None = None) -> Json:
    """Options for `navigator.credentials.get()`: of anyone at the door, or a proof by `person`. Flushes.

    At the door no keys are named, so the answer is the same whoever asks.
    """
    options = library.generate_authentication_options(
        rp_id=_settings().hostname,
        challenge=challenges.put(PROVE if person else ENTER, browser(), person.id if person else None),
        timeout=PATIENCE_MS,
        allow_credentials=[_descriptor(key) for key in keyring.usable(person)] if person else [],
        user_verification=library.UserVerificationRequirement.REQUIRED,
    )
    return library.options_to_json_dict(options)


def check(credential: Any, person: Person | None = None) -> Passkey:
    """The key that `credential` (what `get()` gave, as JSON) proves, its person loaded, its use noted. Flushes.

    Raises Invalid, and tells nobody which part was wrong. Afterwards a writing transaction is open.
    """
    person_id = person.id if person else None
    challenge = _challenge(credential, PROVE if person_id else ENTER, person_id)
    try:
        sent = library.parse_authentication_credential_json(credential)
        key = keyring.by_credential(sent.raw_id)
        proof = library.verify_authentication_response(
            credential=sent,
            expected_challenge=challenge,
            credential_public_key=key.public_key if key else NOBODYS,
            credential_current_sign_count=0,  # compared below, once the signature is known to be the key's
            **_expected(),
        )
        if key is None or person_id not in (None, key.person_id):
            raise KeyError
    except library.FAULTS:
        raise Invalid(refusal()) from None
    handles = (key.person.handle,) if person_id is None else (key.person.handle, None)
    may_sync = proof.credential_device_type == library.CredentialDeviceType.MULTI_DEVICE
    if sent.response.user_handle not in handles or may_sync != key.may_sync:
        raise Invalid(refusal())
    if not keyring.note_use(key, proof.new_sign_count, proof.credential_backed_up):
        raise Invalid(refusal())
    return keyring.by_credential(sent.raw_id) or key


def refusal() -> str:
    """The one sentence for whatever goes wrong with a key."""
    if who := keeper_name():
        return _("That didn’t open. Try once more, or ask %(name)s to let you in.", name=who)
    return _("That didn’t open. Try once more.")


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _expected() -> dict[str, Any]:
    settings = _settings()
    return {"expected_rp_id": settings.hostname, "expected_origin": settings.url, "require_user_verification": True}


def _descriptor(key: Passkey) -> Any:
    transports = [library.AuthenticatorTransport(name) for name in key.transports.split()]
    return library.PublicKeyCredentialDescriptor(id=key.credential_id, transports=transports or None)


def _challenge(credential: Any, purpose: str, person_id: str | None) -> bytes:
    """The challenge that was answered, spent. Raises Invalid when it is none of ours, or the page was framed."""
    try:
        told = json.loads(library.base64url_to_bytes(credential["response"]["clientDataJSON"]))
        value = library.base64url_to_bytes(told["challenge"])
        framed = bool(told.get("crossOrigin")) or "topOrigin" in told
    except library.FAULTS:
        raise Invalid(refusal()) from None
    if not challenges.spend(value, purpose, browser(), person_id) or framed:
        raise Invalid(refusal())
    return value
