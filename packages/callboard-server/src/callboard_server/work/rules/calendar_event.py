"""Calendar events."""

from __future__ import annotations

from collections.abc import Sequence

from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import set_defaults, stamp_creation
from callboard_server.work.rules.registry import When, on

on(When.CREATED, "CalendarEvent", "CalendarEventResource")(stamp_creation)


@on(When.CREATED, "CalendarEvent")
def complete_events(batch: Batch, events: Sequence[Change]) -> None:
    """Set the flags of new events to false: for everyone, forecast, and leave."""
    del batch
    for event in events:
        set_defaults(event, everyone=False, forecast=False, leave=False)
