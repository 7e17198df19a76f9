"""Review sessions.

What they begin with, the order of what is shown, and one word of each invitee about each thing shown.
"""

from __future__ import annotations

from datetime import timedelta

from callboard.errors import ValidationError
from callboard.wire.values import instant_text, parse_instant
from callboard_server.storage.entities import highest
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.beginnings import begin
from callboard_server.work.rules.registry import When, on

OPEN_FOR = timedelta(days=7)


@on(When.CREATED, "ReviewSession")
def complete_session(batch: Batch, session: Change) -> None:
    """A new review session is open from now on for a week, without a passphrase or a moderator."""
    begin(
        session,
        start_date=batch.now,
        is_moderated=False,
        passphrase_enabled=False,
        shareable_url_enabled=False,
    )
    begin(session, end_date=instant_text(parse_instant(session.values["start_date"]) + OPEN_FOR))


@on(When.CREATED, "ReviewSessionInvitee")
def complete_invitee(batch: Batch, invitee: Change) -> None:
    """An invitee was named by somebody, not let in by a shared link."""
    del batch
    begin(invitee, created_from_shared_url=False)


@on(When.CREATED, "ReviewSessionObject")
def place_object(batch: Batch, shown: Change) -> None:
    """What is added to a review session comes last. One statement for all that the batch adds."""
    begin(shown, created_at=batch.now)
    places = batch.known.get("places of review objects")
    if places is None:
        sessions = {change.values["review_session_id"] for change in batch.touched("ReviewSessionObject")} - {
            None
        }
        root = batch.root(shown.entity)
        places = highest(batch.call.tx, batch.call.tables, root, "sort_order", "review_session_id", sessions)
        batch.known["places of review objects"] = places
    session = shown.values["review_session_id"]
    begin(shown, sort_order=float(places.get(session) or 0.0) + 1.0)
    places[session] = max(places.get(session) or 0.0, shown.values["sort_order"])


@on(When.CREATED, "ReviewSessionObjectStatus")
def say_once(batch: Batch, status: Change) -> None:
    """An invitee has one status for each thing shown: whoever gives another changes the first."""
    for name in ("review_session_invitee_id", "review_session_object_id"):
        if status.values[name] is None:
            raise ValidationError(f"ReviewSessionObjectStatus.{name} is required.")
    begin(status, created_at=batch.now)
    said = batch.known.get("statuses of review objects")
    if said is None:
        objects = {
            change.values["review_session_object_id"] for change in batch.touched("ReviewSessionObjectStatus")
        } - {None}
        found = batch.having(batch.root(status.entity), "review_session_object_id", objects)
        said = batch.known["statuses of review objects"] = {}
        for change in sorted(found, key=lambda change: (change.is_new, change.order)):
            said.setdefault(
                (change.values["review_session_invitee_id"], change.values["review_session_object_id"]),
                change,
            )
    first = said.setdefault(
        (status.values["review_session_invitee_id"], status.values["review_session_object_id"]), status
    )
    if first is not status and not first.is_deleted:
        first.values["status"], first.values["created_at"] = (
            status.values["status"],
            status.values["created_at"],
        )
        batch.staged.touch(first)
        status.is_deleted = True
        batch.merged[id(status)] = first
