"""Signatures of webhook deliveries, as specified by Standard Webhooks 1.0.0.

With the secret, a receiver verifies that a body was sent by this server, and when.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    """Return a new secret, in the form that receivers store."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signature(secret: str, delivery_id: str, timestamp: int, body: bytes) -> str:
    """Sign *body*, sent as *delivery_id* at *timestamp* (seconds since 1970), with *secret*."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{delivery_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def signed_headers(
    known: Iterable[str], delivery_id: str, timestamp: int, body: bytes
) -> tuple[tuple[str, str], ...]:
    """Return the headers with which a receiver verifies *body* by one of the *known* secrets."""
    return (
        ("webhook-id", delivery_id),
        ("webhook-timestamp", str(timestamp)),
        ("webhook-signature", " ".join(signature(secret, delivery_id, timestamp, body) for secret in known)),
    )
