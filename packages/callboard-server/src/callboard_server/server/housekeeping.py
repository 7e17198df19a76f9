"""Housekeeping: deletes what has expired, once an hour, in one of all processes."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from callboard.wire.values import instant_text
from callboard_server.actions.cleanup import EventRetention, delete_expired
from callboard_server.files.disk import DiskStore
from callboard_server.records.share_links import end_expired
from callboard_server.server.services import Services

log = structlog.get_logger()

INTERVAL_SECONDS = 3600.0


def sweep_at_start(services: Services) -> None:
    """Delete what interrupted uploads left in the store, and end what expired. Before the first request."""
    if isinstance(services.store, DiskStore) and (swept := services.store.sweep()):
        log.info("files.swept", interrupted=swept)
    services.database.write(lambda tx: end_expired(tx, instant_text(services.clock())))


async def run_housekeeping(services: Services) -> None:
    """Delete what has expired, once an hour, until cancelled."""
    while True:
        await asyncio.sleep(INTERVAL_SECONDS)
        try:
            if await services.acquire_lease("housekeeping", INTERVAL_SECONDS / 2):
                await clean_up(services)
        except Exception as error:  # noqa: BLE001  # the next round, in an hour, tries again
            log.warning("housekeeping.failed", error=str(error))


async def clean_up(services: Services) -> None:
    """Delete what has expired now."""
    settings = services.settings
    events = EventRetention(timedelta(days=settings.keep_events_days), settings.keep_events)
    await services.free(await services.write(lambda tx: delete_expired(tx, services.clock(), events)))
