"""Review sessions: their defaults, the order of their objects, and the status that each invitee sets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from callboard.errors import ValidationError
from callboard.wire.values import instant_text, parse_instant
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import set_defaults, stamp_creation
from callboard_server.work.rules.merging import merge_duplicates
from callboard_server.work.rules.permissions import Author, permissions
from callboard_server.work.rules.registry import When, on
from callboard_server.work.rules.sort_order import number

OPEN_FOR = timedelta(days=7)


AUTHOR_OR_MANAGERS = Author("created_by_id", or_managers=True)
permissions("ReviewSession", update=AUTHOR_OR_MANAGERS, delete=AUTHOR_OR_MANAGERS)


@on(When.CREATED, "ReviewSession")
def complete_sessions(batch: Batch, sessions: Sequence[Change]) -> None:
    """Open new review sessions for a week from now, without a passphrase or a moderator."""
    stamp_creation(batch, sessions)
    for session in sessions:
        set_defaults(
            session,
            start_date=batch.moment(),
            is_moderated=False,
            passphrase_enabled=False,
            shareable_url_enabled=False,
        )
        end = parse_instant(session.values["start_date"]) + OPEN_FOR
        set_defaults(session, end_date=instant_text(end))


@on(When.SAVED, "ReviewSession", "ReviewSessionFolder")
def check_folders(batch: Batch, changes: Sequence[Change]) -> None:
    """Require that a review session and its folder are in the same project."""
    sessions = [change for change in changes if change.entity.name == "ReviewSession"]
    folders = [change for change in changes if change.entity.name == "ReviewSessionFolder"]
    moved = [folder.key[0] for folder in folders if not folder.is_new and "project_id" in folder.changed()]
    sessions += batch.having("ReviewSession", "review_session_folder_id", moved)
    found = batch.find("ReviewSessionFolder", (one.values["review_session_folder_id"] for one in sessions))
    for session in sessions:
        folder = found.get(session.values["review_session_folder_id"] or "")
        if folder is not None and folder.values["project_id"] != session.values["project_id"]:
            raise ValidationError(
                "ReviewSession.review_session_folder_id must be a folder in the project of the session; "
                f"the folder {folder.key[0]} is in another one."
            )


@on(When.CREATED, "ReviewSessionInvitee")
def complete_invitees(batch: Batch, invitees: Sequence[Change]) -> None:
    """Mark new invitees as invited by a user, not through a shared link."""
    stamp_creation(batch, invitees)
    for invitee in invitees:
        set_defaults(invitee, created_from_shared_url=False)


@on(When.CREATED, "ReviewSessionObject")
def order_objects(batch: Batch, objects: Sequence[Change]) -> None:
    """Sort new objects last in their review session."""
    for item in objects:
        set_defaults(item, created_at=batch.moment())
    number(batch, objects, "sort_order", "review_session_id")


@on(When.CREATED, "ReviewSessionObjectStatus")
def keep_one_status(batch: Batch, statuses: Sequence[Change]) -> None:
    """Keep one status for each invitee and object. A new status replaces the previous one."""
    for status in statuses:
        for name in ("review_session_invitee_id", "review_session_object_id"):
            if status.values[name] is None:
                raise ValidationError(f"ReviewSessionObjectStatus.{name} is required.")
        set_defaults(status, created_at=batch.moment())
    merged = merge_duplicates(batch, statuses, ("review_session_object_id", "review_session_invitee_id"))
    for status, first in merged:
        first.values["status"] = status.values["status"]
        first.values["created_at"] = status.values["created_at"]
        batch.staged.touch(first)
