"""Appointments: users and groups that are assigned to tasks or allocated to projects."""

from __future__ import annotations

from collections.abc import Sequence

from callboard.errors import ValidationError
from callboard_server.model.model import did_you_mean
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.permissions import (
    ASK_MANAGER,
    describe,
    load_projects,
    manages,
    permissions,
    refuse,
)
from callboard_server.work.rules.registry import When, on

APPOINTMENT_TYPES = ("assignment", "allocation")


LONGEST_CHAIN = 100
"""The most ancestors that are searched for a project, because `validate` refuses cycles only later."""


def schedulers(batch: Batch, appointments: Sequence[Change]) -> None:
    """Allow users to assign themselves, and the managers of a project to assign others.

    Users without any role may also assign others, because a studio without roles has no managers.
    """
    if not batch.call.actor.rights.has_roles:
        return
    others = [one for one in appointments if resources_of(one) != {batch.call.actor.user_id}]
    contexts = batch.find("Context", (one.values["context_id"] for one in others))
    projects = {name: project_of(batch, context) for name, context in contexts.items()}
    load_projects(batch, projects.values())
    for one in others:
        if not manages(batch, projects.get(one.values["context_id"] or "")):
            refuse(
                f"Only project managers and administrators may {describe(one)} for other users.", ASK_MANAGER
            )


def resources_of(appointment: Change) -> set[str | None]:
    """Return the users and groups that an appointment is for, before and after the change."""
    return {
        values.get("resource_id") for values in (appointment.values, appointment.before or appointment.values)
    }


def project_of(batch: Batch, context: Change) -> str | None:
    """Return the project of *context*; for a new one, that of the nearest ancestor with a project."""
    found: Change | None = context
    for _ in range(LONGEST_CHAIN):
        if found is None or found.values["project_id"]:
            break
        if found.entity.name == "Project":
            return found.key[0]
        found = batch.get("Context", found.values["parent_id"])
    return found.values["project_id"] if found else None


permissions("Appointment", "Manager", create=schedulers, update=schedulers, delete=schedulers)


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
