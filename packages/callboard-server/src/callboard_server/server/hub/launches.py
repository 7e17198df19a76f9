"""The selections of recent launches of actions, until their replies name the jobs that they created."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from attrs import define, field, frozen

from callboard_server.events.topics import REPLY

LAUNCH = "ftrack.action.launch"
MOST_LAUNCHES = 1000
MOST_SELECTED = 500
LONGEST_ID = 255


@frozen
class CreatedJob:
    """A job that the reply of an action names, and the identifiers in the selection of the action."""

    job_id: str
    selection: frozenset[str]


@define(eq=False)
class Launches:
    """The selections of the newest launches, by the id of the event."""

    _selections: OrderedDict[str, frozenset[str]] = field(factory=OrderedDict)

    def remember(self, event: Mapping[str, Any]) -> None:
        """Store the selection of *event*, if it launches an action."""
        if event.get("topic") != LAUNCH or not isinstance(event.get("id"), str):
            return
        selection = frozenset(_selected(event.get("data")))
        if selection:
            self._selections[event["id"]] = selection
            while len(self._selections) > MOST_LAUNCHES:
                self._selections.popitem(last=False)

    def created_job(self, event: Mapping[str, Any]) -> CreatedJob | None:
        """Return the job that *event* names, if it is the reply to a launch with a selection."""
        data = event.get("data")
        if event.get("topic") != REPLY or not isinstance(data, Mapping):
            return None
        selection = self._selections.get(event.get("inReplyToEvent") or "")
        job_id = data.get("job_id") or data.get("jobId")
        if selection is None or not isinstance(job_id, str) or len(job_id) > LONGEST_ID:
            return None
        return CreatedJob(job_id, selection)


def _selected(data: object) -> list[str]:
    selection = data.get("selection") if isinstance(data, Mapping) else None
    if not isinstance(selection, list):
        return []
    found = [each.get("entityId") for each in selection[:MOST_SELECTED] if isinstance(each, Mapping)]
    return [
        each for each in found if isinstance(each, str) and 0 < len(each) <= LONGEST_ID and "\0" not in each
    ]
