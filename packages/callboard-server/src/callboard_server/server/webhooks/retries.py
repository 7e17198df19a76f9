"""When a delivery that failed is tried again.

Ever later, for a day. All of it is arithmetic, so a test can be any time and any chance.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from attrs import frozen

DELAYS = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 120, 600, 3600, 6 * 3600, 17 * 3600))
"""The waits after the first attempt, the second and so on.

A day together. After the last of them a delivery is given up.
"""

FEW = 3
"""How many of them are used where the receiver says that the fault is in the request.

A mistake of its own may be mended at once.
"""

JITTER = 0.2
"""How much earlier or later an attempt is, as a share of the wait, so that what failed together does not come
back together.
"""

LONGEST = timedelta(days=1)
TRY_LATER = frozenset({408, 425, 429})
"""The client errors that say nothing against the request."""

GONE = 410


@frozen
class Failure:
    """Why an attempt failed: by the answer's status, or (None) without an answer; `retry_after` is that
    header of the answer.

    What `is_lasting` fails again unless somebody does something about it.
    """

    status: int | None = None
    retry_after: str | None = None
    is_lasting: bool = False


def wait_after(attempts: int, failure: Failure, *, now: datetime, chance: float) -> timedelta | None:
    """Return how long to wait after that many *attempts*; None to give up. *chance* is from 0 to 1."""
    most = allowed_waits(failure)
    if attempts > most:
        return None
    delay = DELAYS[attempts - 1] * (1 - JITTER + 2 * JITTER * chance)
    return max(delay, asked_for(failure.retry_after, now))


def allowed_waits(failure: Failure) -> int:
    """Return how often a delivery with that *failure* is tried again."""
    status = failure.status
    if status == GONE:
        return 0
    is_refused = status is not None and 300 <= status < 500 and status not in TRY_LATER
    return FEW if is_refused or failure.is_lasting else len(DELAYS)


def asked_for(retry_after: str | None, now: datetime) -> timedelta:
    """Return the wait that a receiver asks for, in seconds or as a date.

    Nothing for what is neither, and a day at most.
    """
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
