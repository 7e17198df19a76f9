"""When a failed delivery is retried: at growing intervals, for 24 hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from attrs import frozen

DELAYS = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 120, 600, 3600, 6 * 3600, 17 * 3600))
"""The delays after the first attempt, the second and so on, a day in total.

After the last one, a delivery fails.
"""

RETRIES_OF_CLIENT_ERRORS = 3
"""The number of retries after a client error (4xx). The receiver may be fixed soon."""

JITTER = 0.2
"""The random variation of delays, as a share, so that deliveries that failed together are spread out."""

LONGEST = timedelta(days=1)
TRY_LATER = frozenset({408, 425, 429})
"""The client errors that are temporary."""

GONE = 410


@frozen
class Failure:
    """Why an attempt failed: the status of the response, None without one, and its header Retry-After.

    A failure that `is_permanent` happens again until the configuration is fixed.
    """

    status: int | None = None
    retry_after: str | None = None
    is_permanent: bool = False


def wait_after(attempts: int, failure: Failure, *, now: datetime, chance: float) -> timedelta | None:
    """Return the delay after the given number of *attempts*; None to give up. *chance* is from 0 to 1."""
    most = most_retries(failure)
    if attempts > most:
        return None
    delay = DELAYS[attempts - 1] * (1 - JITTER + 2 * JITTER * chance)
    return max(delay, requested_delay(failure.retry_after, now))


def most_retries(failure: Failure) -> int:
    """Return how often a delivery is retried after *failure*."""
    status = failure.status
    if status == GONE:
        return 0
    is_refused = status is not None and 300 <= status < 500 and status not in TRY_LATER
    return RETRIES_OF_CLIENT_ERRORS if is_refused or failure.is_permanent else len(DELAYS)


def requested_delay(retry_after: str | None, now: datetime) -> timedelta:
    """Return the delay in *retry_after*, a number of seconds or a date: at most a day, 0 if invalid."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), LONGEST)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return timedelta(0)
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(max(until - now, timedelta(0)), LONGEST)
