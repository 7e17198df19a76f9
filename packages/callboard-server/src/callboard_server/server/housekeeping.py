"""What is thrown away by itself: unfinished uploads, bytes that no component claimed, sessions that ended,
events and deliveries of long ago.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from callboard.wire.values import instant_text
from callboard_server.access import throttle
from callboard_server.files.disk import DiskStore
from callboard_server.records import deliveries, stored_files, uploads, web_sessions
from callboard_server.records.outbox import drop_events
from callboard_server.server.services import Services
from callboard_server.storage.transaction import Transaction

log = structlog.get_logger()

UNFINISHED_AFTER = timedelta(days=3)
UNCLAIMED_AFTER = timedelta(days=7)
DELIVERIES_FOR = timedelta(days=30)
EVERY_SECONDS = 3600.0


def sweep_at_start(services: Services) -> None:
    """Remove what uploads left behind that a crash interrupted. Only before the first request."""
    if isinstance(services.store, DiskStore) and (swept := services.store.sweep()):
        log.info("files.swept", interrupted=swept)


async def keep_house(services: Services) -> None:
    """Sweep once an hour, for ever."""
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        try:
            if await services.is_ours("housekeeping", EVERY_SECONDS / 2):
                await services.free(await services.write(lambda tx: sweep(services, tx)))
        except Exception as error:  # noqa: BLE001  # what fails now is tried again in an hour
            log.warning("housekeeping.failed", error=str(error))


def sweep(services: Services, tx: Transaction) -> list[str]:
    """Forget what is too old; return the keys of its bytes, to be deleted after the commit."""
    now = services.clock()
    web_sessions.sweep_sessions(tx, instant_text(now))
    throttle.sweep(tx, now)
    kept = services.settings
    drop_events(tx, before=instant_text(now - timedelta(days=kept.keep_events_days)), most=kept.keep_events)
    deliveries.give_up_orphans(tx)
    deliveries.drop_deliveries(tx, DELIVERIES_FOR)
    freed: list[str] = []
    for upload_id in uploads.old_uploads(tx, instant_text(now - UNFINISHED_AFTER)):
        freed += uploads.delete_upload(tx, upload_id)
    for file in stored_files.unowned_files(tx, instant_text(now - UNCLAIMED_AFTER)):
        stored_files.delete_stored_file(tx, file.component_id)
        freed.append(file.key)
    return freed
