"""Deleting what has expired: sessions, events, deliveries, unfinished uploads and unclaimed files."""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import frozen

from callboard.wire.values import instant_text
from callboard_server.access import throttle
from callboard_server.records import deliveries, stored_files, uploads, web_sessions
from callboard_server.records.outbox import drop_events
from callboard_server.storage.transaction import Transaction

UNFINISHED_UPLOADS_FOR = timedelta(days=3)
UNCLAIMED_FILES_FOR = timedelta(days=7)
DELIVERIES_FOR = timedelta(days=30)


@frozen
class EventRetention:
    """How long events are kept, and how many at most."""

    age: timedelta
    most: int


def delete_expired(tx: Transaction, now: datetime, events: EventRetention) -> list[str]:
    """Delete the rows of everything that has expired at *now*.

    Return the keys of stored files that are obsolete. They must be deleted after the commit.
    """
    web_sessions.sweep_sessions(tx, instant_text(now))
    throttle.sweep(tx, now)
    drop_events(tx, before=instant_text(now - events.age), most=events.most)
    deliveries.give_up_orphans(tx)
    deliveries.drop_deliveries(tx, DELIVERIES_FOR)
    obsolete: list[str] = []
    for upload_id in uploads.old_uploads(tx, instant_text(now - UNFINISHED_UPLOADS_FOR)):
        obsolete += uploads.delete_upload(tx, upload_id)
    for file in stored_files.unowned_files(tx, instant_text(now - UNCLAIMED_FILES_FOR)):
        stored_files.delete_stored_file(tx, file.component_id)
        obsolete.append(file.key)
    return obsolete
