"""Statuses."""

from __future__ import annotations

from collections.abc import Sequence

from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import set_defaults
from callboard_server.work.rules.permissions import administrators_only
from callboard_server.work.rules.registry import When, on

administrators_only("Status", "State")


@on(When.CREATED, "Status")
def activate(batch: Batch, statuses: Sequence[Change]) -> None:
    """Make new statuses active."""
    del batch
    for status in statuses:
        set_defaults(status, is_active=True)
