"""Webhook signatures follow Standard Webhooks: the example of its specification, and the form of secrets."""

from __future__ import annotations

import base64

from callboard_server.access.signing import new_secret, signature, signed_headers

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"test": 2432232314}'


def test_the_signature_equals_the_published_example() -> None:
    assert (
        signature(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, BODY)
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_every_active_secret_signs() -> None:
    names, values = zip(*signed_headers((SECRET, new_secret()), "id", 12, BODY), strict=True)
    assert names == ("webhook-id", "webhook-timestamp", "webhook-signature")
    assert values[:2] == ("id", "12")
    assert values[2].split(" ")[0] == signature(SECRET, "id", 12, BODY)
    assert len(values[2].split(" ")) == 2


def test_secrets_are_random_and_long() -> None:
    first, second = new_secret(), new_secret()
    assert first != second
    assert first.startswith("whsec_")
    assert len(base64.b64decode(first.removeprefix("whsec_"))) == 32
