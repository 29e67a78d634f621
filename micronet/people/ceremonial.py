"""The parts of the webauthn library that ceremonies use. It is large, and loaded with the first of them."""

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, options_to_json_dict, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

FAULTS = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)
"""What the library and its parsers raise for answers that make no sense."""
TRANSPORTS = {transport.value for transport in AuthenticatorTransport}

__all__ = [
    "FAULTS", "TRANSPORTS", "AuthenticatorSelectionCriteria", "AuthenticatorTransport", "CredentialDeviceType",
    "PublicKeyCredentialDescriptor", "ResidentKeyRequirement", "UserVerificationRequirement", "base64url_to_bytes",
    "generate_authentication_options", "generate_registration_options", "options_to_json_dict",
    "parse_authentication_credential_json", "verify_authentication_response", "verify_registration_response",
]  # fmt: skip
