"""Recipients of notes."""

from __future__ import annotations

from collections.abc import Sequence

from callboard_server.work.apply import create
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import actor_id
from callboard_server.work.rules.registry import When, on


@on(When.CREATED, "Recipient")
def include_sender(batch: Batch, recipients: Sequence[Change]) -> None:
    """Make the user who names the first recipients of a note a recipient, too."""
    sender = actor_id(batch)
    if sender is None:
        return
    notes = dict.fromkeys(recipient.values["note_id"] for recipient in recipients)
    present = batch.having("Recipient", "note_id", notes)
    addressed = {recipient.values["note_id"] for recipient in present if not recipient.is_new}
    included = {r.values["note_id"] for r in present if r.values["resource_id"] == sender}
    recipient_type = batch.call.model.entity("Recipient")
    for note in notes:
        if note is not None and note not in addressed | included:
            made = create(batch, recipient_type, {"note_id": note, "resource_id": sender})
            batch.added.setdefault(("recipients", note), []).append(made)
