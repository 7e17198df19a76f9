"""The parts of a task that is worked on with interruptions."""

from __future__ import annotations

from collections.abc import Sequence

from callboard.errors import ValidationError
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.permissions import permissions
from callboard_server.work.rules.registry import When, on

permissions("SplitTaskPart", part_of={"task_id": "Context"})


@on(When.SAVED, "SplitTaskPart")
def check_dates(batch: Batch, parts: Sequence[Change]) -> None:
    """Refuse a part that ends before it starts. The dates of the task itself don't change."""
    del batch
    for part in parts:
        start, end = part.values["start_date"], part.values["end_date"]
        if start is not None and end is not None and end < start:
            raise ValidationError(
                f"SplitTaskPart.end_date must not be before start_date; got {end} and {start}."
            )
