"""Signed URLs, which are valid for a limited time without other credentials.

The expiry is rounded up to a step, so the URL of a file stays the same for a while, and caches work.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum
from urllib.parse import quote

from attrs import frozen
from itsdangerous import BadSignature, Signer

from callboard.errors import PermissionDenied


class Purpose(Enum):
    """What a token permits. A token for one purpose is not valid for another."""

    DOWNLOAD = "download"
    THUMBNAIL = "thumbnail"
    UPLOAD = "upload"
    WIDGET = "widget"


LIFETIMES = {
    Purpose.DOWNLOAD: timedelta(hours=6),
    Purpose.THUMBNAIL: timedelta(hours=6),
    Purpose.UPLOAD: timedelta(hours=24),
    Purpose.WIDGET: timedelta(minutes=6),
}
PLACEHOLDER_PATH = "/img/thumbnail2.png"
"""Where clients expect the picture of what has no thumbnail."""

STEP_SECONDS = 3600
STEPS = {Purpose.WIDGET: 1}
"""Purposes with a shorter rounding of the expiry, because their lifetime is short."""


class LinkSigner:
    """Creates and verifies tokens with *secret* and *clock*."""

    def __init__(self, secret: str, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._signers = {
            purpose: Signer(
                secret, salt=f"callboard.{purpose.value}", key_derivation="hmac", digest_method=hashlib.sha256
            )
            for purpose in Purpose
        }

    def token(self, purpose: Purpose, subject: str) -> str:
        """Return a token that permits *purpose* on *subject*, for the lifetime of the purpose."""
        until = int((self._clock() + LIFETIMES[purpose]).timestamp())
        step = STEPS.get(purpose, STEP_SECONDS)
        rounded = -(-until // step) * step
        return self._signers[purpose].sign(f"{subject}.{rounded:x}").decode()

    def subject(self, purpose: Purpose, token: str) -> str:
        """Return the subject of *token*.

        Raises: PermissionDenied, when it is invalid, for another purpose, or expired.
        """
        try:
            signed = self._signers[purpose].unsign(token).decode()
        except (BadSignature, UnicodeError):
            raise PermissionDenied("This address is not valid.", code="link.invalid") from None
        subject, _, until = signed.rpartition(".")
        if int(until, 16) <= self._clock().timestamp():
            raise PermissionDenied(
                "This address has expired.", code="link.expired", hint="Request a new one."
            )
        return subject


@frozen
class SignedLinks:
    """Builds absolute URLs below *base*, for the answers to one request."""

    base: str
    signer: LinkSigner

    def component_url(self, component_id: str) -> str:
        """Return the download URL of a component."""
        token = self.signer.token(Purpose.DOWNLOAD, component_id)
        return f"{self.base}/component/get?id={quote(component_id)}&token={token}"

    def thumbnail_url(self, component_id: str) -> str:
        """Return the URL of the thumbnail of a component."""
        token = self.signer.token(Purpose.THUMBNAIL, component_id)
        return f"{self.base}/component/thumbnail?id={quote(component_id)}&token={token}"

    def placeholder_url(self) -> str:
        """Return the URL of the picture of what has no thumbnail."""
        return f"{self.base}{PLACEHOLDER_PATH}"

    def upload_url(self, upload_id: str, part_number: int | None = None) -> str:
        """Return the URL to which an upload, or one part of it, is sent."""
        token = self.signer.token(Purpose.UPLOAD, upload_id)
        return f"{self.base}/upload/{token}" + ("" if part_number is None else f"/{part_number}")

    def widget_url(self, user_id: str) -> str:
        """Return the URL of a widget for a user, to which parameters are appended."""
        return f"{self.base}/widget?token={quote(self.signer.token(Purpose.WIDGET, user_id))}"

    def page_url(self, path: str) -> str:
        """Return the URL of a page of the interface. Its *path* begins with a slash."""
        return f"{self.base}{path}"
