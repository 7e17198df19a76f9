"""Values that a new entity gets where the client gave none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from callboard_server.work.batch import Batch
from callboard_server.work.change import Change


def set_defaults(created: Change, **values: Any) -> None:
    """Give *created* each of *values* that it lacks; null counts as not given."""
    for name, value in values.items():
        if created.values[name] is None:
            created.values[name] = value


def stamp_creation(batch: Batch, created: Sequence[Change]) -> None:
    """Record when the entities are created and by which user."""
    for change in created:
        set_defaults(change, created_at=batch.now, created_by_id=actor_id(batch))


def actor_id(batch: Batch) -> str | None:
    """Return the user who makes the request; None for one that is tied to no user."""
    return batch.call.actor.user_id or None
