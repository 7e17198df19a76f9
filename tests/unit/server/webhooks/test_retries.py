"""When a failed delivery is retried: by its status, with jitter, and by the Retry-After of the receiver."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from callboard_server.server.webhooks.retries import DELAYS, RETRIES_OF_CLIENT_ERRORS, Failure, wait_after

NOW = datetime(2026, 11, 24, 10, 0, 0, tzinfo=UTC)


def waits(failure: Failure, chance: float = 0.5) -> list[float]:
    """Return all waits in seconds until a delivery is abandoned."""
    found: list[float] = []
    while (wait := wait_after(len(found) + 1, failure, now=NOW, chance=chance)) is not None:
        found.append(wait.total_seconds())
    return found


def test_deliveries_to_an_unreachable_receiver_are_retried_for_24_hours() -> None:
    found = waits(Failure())
    assert found == [10, 30, 120, 600, 3600, 21600, 61200]
    assert timedelta(hours=24) <= sum(DELAYS, timedelta()) < timedelta(hours=25)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429, 408, 425, 199])
def test_temporary_failures_are_retried_for_24_hours(status: int) -> None:
    assert len(waits(Failure(status))) == len(DELAYS)


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 401, 403, 404, 405, 409, 413, 422])
def test_permanent_failures_are_retried_a_few_times(status: int) -> None:
    assert len(waits(Failure(status))) == RETRIES_OF_CLIENT_ERRORS
    assert len(waits(Failure(is_permanent=True))) == RETRIES_OF_CLIENT_ERRORS


def test_a_receiver_that_is_gone_is_not_retried() -> None:
    assert waits(Failure(410)) == []


@pytest.mark.parametrize("chance", [0.0, 0.3, 1.0])
def test_jitter_spreads_retries(chance: float) -> None:
    for wait, delay in zip(waits(Failure(), chance), DELAYS, strict=True):
        assert wait == pytest.approx(delay.total_seconds() * (0.8 + 0.4 * chance))


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("120", 120),
        ("  120 ", 120),
        ("3", 10),
        ("Tue, 24 Nov 2026 10:05:00 GMT", 300),
        ("Tue, 24 Nov 2026 11:05:00 +0100", 300),
        ("Tue, 24 Nov 2026 09:00:00 GMT", 10),
        ("999999999999999999999", 86400),
        ("Tue, 24 Nov 2099 10:05:00 GMT", 86400),
        ("soon", 10),
        ("-5", 10),
        ("", 10),
    ],
)
def test_retry_after_delays_the_next_attempt(given: str, seconds: int) -> None:
    wait = wait_after(1, Failure(503, given), now=NOW, chance=0.5)
    assert wait == timedelta(seconds=seconds)
