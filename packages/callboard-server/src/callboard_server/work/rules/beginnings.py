"""What every new entity begins with where its maker did not say: who made it and when, and plain values."""

from __future__ import annotations

from typing import Any

from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.registry import When, on


def begin(made: Change, **values: Any) -> None:
    """Give *made* each of *values* that it lacks; null counts as not given."""
    for name, value in values.items():
        if made.values[name] is None:
            made.values[name] = value


@on(
    When.CREATED,
    "Automation",
    "CalendarEvent",
    "CalendarEventResource",
    "Conversation",
    "Message",
    "ReviewSession",
    "ReviewSessionInvitee",
)
def stamp_creation(batch: Batch, made: Change) -> None:
    """It was made now, by whoever asks."""
    begin(made, created_at=batch.now, created_by_id=batch.call.actor.user_id or None)


@on(When.CREATED, "Dashboard")
def own_dashboard(batch: Batch, dashboard: Change) -> None:
    """A dashboard belongs to whoever makes it."""
    begin(dashboard, created_by_id=batch.call.actor.user_id or None)


@on(When.CREATED, "Status")
def open_status(batch: Batch, status: Change) -> None:
    """A new status is in use."""
    del batch
    begin(status, is_active=True)


@on(When.CREATED, "UserSecurityRole")
def limit_role(batch: Batch, role: Change) -> None:
    """A role is for the projects that are named, unless it is said to be for all."""
    del batch
    begin(role, is_all_open_projects=False)
