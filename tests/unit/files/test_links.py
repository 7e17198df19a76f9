"""Signed links, which grant access until they expire."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from callboard.errors import PermissionDenied
from callboard_server.files.links import LIFETIMES, STEP_SECONDS, LinkSigner, Purpose, SignedLinks

START = datetime(2026, 11, 24, 10, 20, tzinfo=UTC)


def signer(now: datetime = START, secret: str = "secret") -> LinkSigner:
    return LinkSigner(secret, lambda: now)


def test_a_token_is_valid_until_it_expires() -> None:
    token = signer().token(Purpose.DOWNLOAD, "some.id-with.dots")
    assert signer().subject(Purpose.DOWNLOAD, token) == "some.id-with.dots"
    assert signer(START + LIFETIMES[Purpose.DOWNLOAD]).subject(Purpose.DOWNLOAD, token) == "some.id-with.dots"
    with pytest.raises(PermissionDenied, match="expired"):
        signer(START + LIFETIMES[Purpose.DOWNLOAD] + timedelta(seconds=STEP_SECONDS)).subject(
            Purpose.DOWNLOAD, token
        )


def test_a_link_stays_the_same_for_a_while() -> None:
    assert signer().token(Purpose.DOWNLOAD, "id") == signer(START + timedelta(minutes=5)).token(
        Purpose.DOWNLOAD, "id"
    )


def test_a_token_is_valid_for_one_purpose() -> None:
    token = signer().token(Purpose.DOWNLOAD, "id")
    for purpose in (Purpose.UPLOAD, Purpose.THUMBNAIL):
        with pytest.raises(PermissionDenied, match="not valid"):
            signer().subject(purpose, token)


@pytest.mark.parametrize("token", ["", "x", "id.ffffffff.x", "é", "a" * 5000, "id.zz.zz"])
def test_a_forged_token_is_refused(token: str) -> None:
    with pytest.raises(PermissionDenied, match="not valid"):
        signer().subject(Purpose.DOWNLOAD, token)


def test_a_token_of_another_server_is_refused() -> None:
    with pytest.raises(PermissionDenied):
        signer(secret="other").subject(Purpose.DOWNLOAD, signer().token(Purpose.DOWNLOAD, "id"))


def test_links_are_absolute() -> None:
    links = SignedLinks("https://studio.example", signer())
    assert links.component_url("a b").startswith("https://studio.example/component/get?id=a%20b&token=")
    assert links.thumbnail_url("x").startswith("https://studio.example/component/thumbnail?id=x&token=")
    assert links.upload_url("u").startswith("https://studio.example/upload/u.")
    assert links.upload_url("u", 3).endswith("/3")
