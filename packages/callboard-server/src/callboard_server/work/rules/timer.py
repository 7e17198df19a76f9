"""Running timers and logged time."""

from __future__ import annotations

from collections.abc import Sequence

from callboard.errors import DuplicateEntry
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import actor_id, set_defaults
from callboard_server.work.rules.permissions import Author, InOwnName, permissions
from callboard_server.work.rules.registry import When, on

permissions(
    "Timelog",
    "Timer",
    create=InOwnName("user_id"),
    update=Author("user_id", keeps_author=True),
    delete=Author("user_id"),
)


@on(When.CREATED, "Timelog", "Timer")
def start_now(batch: Batch, created: Sequence[Change]) -> None:
    """Set the user and the start time of new timers and timelogs, unless the client has set them."""
    for change in created:
        set_defaults(change, start=batch.moment(), user_id=actor_id(batch))


@on(When.CREATED, "Timer")
def run_one_at_a_time(batch: Batch, timers: Sequence[Change]) -> None:
    """Refuse a second running timer of a user. An index enforces the same for concurrent changes.

    The ftrack Python client checks the name of this error. Before version 3 it searches the message for the
    word IntegrityError.
    """
    running = {
        timer.values["user_id"]
        for timer in batch.having("Timer", "user_id", (timer.values["user_id"] for timer in timers))
        if not timer.is_new
    }
    for timer in timers:
        if timer.values["user_id"] in running:
            raise DuplicateEntry(
                f"The user {timer.values['user_id']} has a running timer "
                '(IntegrityError: "user_id" is unique).',
                hint="Stop the running timer first.",
            )
