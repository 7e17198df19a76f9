"""Passwords: hashed with Argon2id, and checked in the same time whether or not the user exists."""

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
"""The parameters that OWASP's password storage cheat sheet recommends where memory is shared with other work.
"""


@lru_cache(maxsize=1)
def hasher() -> PasswordHasher:
    """Return what hashes passwords."""
    from argon2 import PasswordHasher  # noqa: PLC0415  # the server starts faster without

    return PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=LANES)


@lru_cache(maxsize=1)
def decoy() -> str:
    """Return the hash that a password is compared with when there is no user."""
    return hasher().hash(secrets.token_urlsafe(16))


def hash_password(password: str, *, shortest: int = SHORTEST) -> str:
    """Return what is kept of *password*. Raises: ValidationError, when it is too short or too long."""
    if not shortest <= len(password) <= LONGEST:
        raise ValidationError(
            f"A password has between {shortest} and {LONGEST} characters.", code="credentials.password_length"
        )
    return hasher().hash(password)


def is_password(password: str, hashed: str | None) -> bool:
    """Tell whether *hashed* was made from *password*.

    It takes as long when *hashed* is None, and is then false.
    """
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415  # as above

    try:
        hasher().verify(hashed or decoy(), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return hashed is not None


def new_password() -> str:
    """Return a password that nobody guesses and everybody can type."""
    return "-".join(secrets.token_hex(2) for _ in range(5))
