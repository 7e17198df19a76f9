"""Limits on guessing passwords: after a few failures, the wait before each further attempt doubles.

Failures are counted for a username at an address, for an address, and for a username. The last limit is
generous, so that a stranger cannot keep a user out for long by failing on purpose. An attempt counts as a
failure when it begins, so that simultaneous attempts have no advantage; success reverses that.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from callboard.errors import Throttled
from callboard.wire.values import instant_text, parse_instant
from callboard_server.records import sign_in_failures
from callboard_server.records.sign_in_failures import Failures
from callboard_server.storage.transaction import Transaction

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=5)
FORGOTTEN_AFTER = timedelta(minutes=30)
FREE_TOGETHER = 5
FREE_ADDRESS = 20
FREE_USERNAME = 50


def subjects(username: str, address: str) -> Mapping[str, int]:
    """Return what an attempt is counted for, each with the number of failures before a wait."""
    name = username.strip().lower()[:255]
    return {
        f"together:{address}:{name}": FREE_TOGETHER,
        f"address:{address}": FREE_ADDRESS,
        f"username:{name}": FREE_USERNAME,
    }


def begin_attempt(tx: Transaction, username: str, address: str, now: datetime) -> None:
    """Count an attempt. Raises: Throttled, with the seconds to wait."""
    counted = subjects(username, address)
    known = {subject: fresh(sign_in_failures.failures(tx, subject), now) for subject in counted}
    wait = max(remaining(known[subject], free, now) for subject, free in counted.items())
    if wait > timedelta():
        raise Throttled(
            "Too many attempts. Try again later.", retry_after_seconds=max(1, round(wait.total_seconds()))
        )
    for subject, failures in known.items():
        sign_in_failures.set_failures(tx, subject, 1 + (failures.count if failures else 0), instant_text(now))


def succeeded(tx: Transaction, username: str, address: str) -> None:
    """Reverse what `begin_attempt` counted, and forget the failures of this username at this address."""
    together, *others = subjects(username, address)
    sign_in_failures.forgive(tx, together)
    for subject in others:
        failures = sign_in_failures.failures(tx, subject)
        if failures and failures.count > 1:
            sign_in_failures.set_failures(tx, subject, failures.count - 1, failures.last_at)
        elif failures:
            sign_in_failures.forgive(tx, subject)


def sweep(tx: Transaction, now: datetime) -> None:
    """Delete failures that are too old to count."""
    sign_in_failures.sweep_failures(tx, instant_text(now - FORGOTTEN_AFTER))


def fresh(failures: Failures | None, now: datetime) -> Failures | None:
    """Return *failures* unless they are too old to count."""
    if failures is None or now - parse_instant(failures.last_at) > FORGOTTEN_AFTER:
        return None
    return failures


def remaining(failures: Failures | None, free: int, now: datetime) -> timedelta:
    """Return how long the next attempt must wait. The first *free* of *failures* cause no wait."""
    if failures is None or failures.count < free:
        return timedelta()
    doublings = min(failures.count - free, 16)
    wait = min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
    return max(timedelta(), parse_instant(failures.last_at) + wait - now)
