"""Default values of new entities, for attributes that the client has not set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from callboard_server.work.batch import Batch
from callboard_server.work.change import Change


def set_defaults(created: Change, **values: Any) -> None:
    """Set each of *values* that is null on *created*."""
    for name, value in values.items():
        if created.values[name] is None:
            created.values[name] = value


def stamp_creation(batch: Batch, created: Sequence[Change]) -> None:
    """Set the time and the user of creation."""
    for change in created:
        set_defaults(change, created_at=batch.moment(), created_by_id=actor_id(batch))


def actor_id(batch: Batch) -> str | None:
    """Return the user of the request; None if it isn't tied to a user."""
    return batch.call.actor.user_id or None
