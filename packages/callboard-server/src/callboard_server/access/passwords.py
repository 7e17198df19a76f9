"""Passwords: hashed with Argon2id. Checking one takes the same time whether or not the user exists."""

from __future__ import annotations

import secrets
from functools import lru_cache
from typing import TYPE_CHECKING

from callboard.errors import ValidationError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 8
LONGEST = 1024
MEMORY_KIB = 19_456
ROUNDS = 2
LANES = 1
"""The parameters that OWASP's password storage cheat sheet recommends on servers with limited memory."""


@lru_cache(maxsize=1)
def hasher() -> PasswordHasher:
    """Return the password hasher."""
    from argon2 import PasswordHasher  # noqa: PLC0415  # importing it later makes the server start faster

    return PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=LANES)


@lru_cache(maxsize=1)
def decoy() -> str:
    """Return the hash that a password is compared with when the user does not exist."""
    return hasher().hash(secrets.token_urlsafe(16))


def hash_password(password: str, *, shortest: int = SHORTEST) -> str:
    """Return the hash of *password*. Raises: ValidationError, when it is too short or too long."""
    if not shortest <= len(password) <= LONGEST:
        raise ValidationError(
            f"A password must have {shortest} to {LONGEST} characters.", code="credentials.password_length"
        )
    return hasher().hash(password)


def is_password(password: str, hashed: str | None) -> bool:
    """Return whether *hashed* is the hash of *password*.

    When *hashed* is None it takes the same time and returns False.
    """
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415  # as above

    try:
        hasher().verify(hashed or decoy(), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return hashed is not None


def new_password() -> str:
    """Return a random password that is easy to type."""
    return "-".join(secrets.token_hex(2) for _ in range(5))
