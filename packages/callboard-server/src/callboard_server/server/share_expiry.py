"""The background task that ends the access of the users who opened a link to a job, when the link expires.

Every process runs it, because ending access twice does no harm. The process that creates a link, or in which
one is opened, waits until exactly its expiry; the others look at least every half minute.
"""

from __future__ import annotations

import asyncio
import contextlib

import structlog

from callboard.errors import CallboardError
from callboard.wire.values import instant_text, parse_instant
from callboard_server.records.share_links import end_expired, next_expiry
from callboard_server.server.services import Services

log = structlog.get_logger()

LONGEST_WAIT_SECONDS = 30.0
SHORTEST_WAIT_SECONDS = 0.05


class ShareExpiry:
    """Ends access at the time when links expire."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._changed = asyncio.Event()

    def look_again(self) -> None:
        """Consider a link that was just created or opened."""
        self._changed.set()

    async def run(self) -> None:
        """End access until cancelled."""
        while True:
            try:
                wait = await self._end()
            except CallboardError as error:  # the next round tries again
                log.warning("share_expiry.failed", error=str(error))
                wait = LONGEST_WAIT_SECONDS
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), wait)
            self._changed.clear()

    async def _end(self) -> float:
        """End what has expired; return the seconds until the next expiry."""
        following = await self._services.read(next_expiry)
        if following is None:
            return LONGEST_WAIT_SECONDS
        now = self._services.clock()
        seconds = (parse_instant(following) - now).total_seconds()
        if seconds > 0:
            return min(LONGEST_WAIT_SECONDS, seconds + SHORTEST_WAIT_SECONDS)
        await self._services.write(lambda tx: end_expired(tx, instant_text(now)))
        return SHORTEST_WAIT_SECONDS
