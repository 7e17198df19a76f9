"""The statuses and types that a project schema defines, in order."""

from __future__ import annotations

from attrs import field, frozen

from callboard.wire.builtin import OBJECT_TYPE_IDS

TASK = OBJECT_TYPE_IDS["Task"]


@frozen
class Workflow:
    """The identifiers of statuses and types, each tuple in its order of use.

    Those of tasks and of versions, those of tasks by type, and those of other object types by object type.
    """

    task_statuses: tuple[str, ...] = ()
    version_statuses: tuple[str, ...] = ()
    task_types: tuple[str, ...] = ()
    statuses_by_task_type: dict[str, tuple[str, ...]] = field(factory=dict)
    statuses_by_object_type: dict[str, tuple[str, ...]] = field(factory=dict)
    types_by_object_type: dict[str, tuple[str, ...]] = field(factory=dict)

    def first_status(self, object_type_id: str, type_id: str | None) -> str | None:
        """Return the status that a new context gets; None where there are none."""
        if object_type_id == TASK:
            return first(self.statuses_by_task_type.get(type_id or "") or self.task_statuses)
        return first(self.statuses_by_object_type.get(object_type_id, ()))

    def first_type(self, object_type_id: str) -> str | None:
        """Return the type that a new context gets; None where there are none."""
        if object_type_id == TASK:
            return first(self.task_types)
        return first(self.types_by_object_type.get(object_type_id, ()))

    def first_version_status(self) -> str | None:
        """Return the status that a new version gets; None where there are none."""
        return first(self.version_statuses)


def first(identifiers: tuple[str, ...]) -> str | None:
    return identifiers[0] if identifiers else None
