"""The statuses and types that a project schema defines, in order."""

from __future__ import annotations

from attrs import field, frozen

from callboard.wire.builtin import OBJECT_TYPE_IDS

TASK = OBJECT_TYPE_IDS["Task"]


@frozen
class Workflow:
    """The identifiers of statuses and types, each tuple in its order of use."""

    task_statuses: tuple[str, ...] = ()
    version_statuses: tuple[str, ...] = ()
    task_types: tuple[str, ...] = ()
    statuses_by_task_type: dict[str, tuple[str, ...]] = field(factory=dict)
    statuses_by_object_type: dict[str, tuple[str, ...]] = field(factory=dict)
    types_by_object_type: dict[str, tuple[str, ...]] = field(factory=dict)

    def statuses_of(self, object_type_id: str, type_id: str | None) -> tuple[str, ...]:
        """Return the statuses of contexts with an object type and a type."""
        if object_type_id == TASK:
            return self.statuses_by_task_type.get(type_id or "") or self.task_statuses
        return self.statuses_by_object_type.get(object_type_id, ())

    def first_status(self, object_type_id: str, type_id: str | None) -> str | None:
        """Return the status of a new context; None if there are no statuses."""
        return first(self.statuses_of(object_type_id, type_id))

    def types_of(self, object_type_id: str) -> tuple[str, ...]:
        """Return the types of contexts with an object type."""
        return (
            self.task_types if object_type_id == TASK else self.types_by_object_type.get(object_type_id, ())
        )

    def first_type(self, object_type_id: str) -> str | None:
        """Return the type of a new context; None if there are no types."""
        return first(self.types_of(object_type_id))

    def first_version_status(self) -> str | None:
        """Return the status of a new version; None if there are no statuses."""
        return first(self.version_statuses)


def first(identifiers: tuple[str, ...]) -> str | None:
    return identifiers[0] if identifiers else None
