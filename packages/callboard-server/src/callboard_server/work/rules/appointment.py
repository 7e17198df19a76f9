"""Appointments: users and groups that are assigned to tasks or allocated to projects."""

from __future__ import annotations

from collections.abc import Sequence

from callboard.errors import ValidationError
from callboard_server.model.entity import did_you_mean
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.registry import When, on

APPOINTMENT_TYPES = ("assignment", "allocation")


@on(When.SAVED, "Appointment")
def check_appointments(batch: Batch, appointments: Sequence[Change]) -> None:
    """Refuse unknown types of appointments."""
    del batch
    for appointment in appointments:
        kind = appointment.values["type"]
        if kind is not None and kind not in APPOINTMENT_TYPES:
            raise ValidationError(
                f"Appointment.type must be one of {', '.join(APPOINTMENT_TYPES)}; got {kind!r}.",
                hint=did_you_mean(kind, APPOINTMENT_TYPES),
            )
