"""Dashboards."""

from __future__ import annotations

from collections.abc import Sequence

from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import actor_id, set_defaults
from callboard_server.work.rules.permissions import Author, InOwnName, permissions
from callboard_server.work.rules.registry import When, on

permissions(
    "Dashboard",
    create=InOwnName("created_by_id"),
    update=Author("created_by_id", keeps_author=True),
    delete=Author("created_by_id"),
)


@on(When.CREATED, "Dashboard")
def credit_dashboards(batch: Batch, dashboards: Sequence[Change]) -> None:
    """Set the user as the creator of new dashboards."""
    for dashboard in dashboards:
        set_defaults(dashboard, created_by_id=actor_id(batch))
