"""Project schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callboard.core.entity import Entity
from callboard.core.expression import literal

if TYPE_CHECKING:
    from callboard.protocols import EntitySession

__all__ = ["ProjectSchema"]


class ProjectSchema(Entity):
    """The types and statuses that the projects with this schema use."""

    __slots__ = ()
    session: EntitySession

    def get_statuses(self, schema: str, type_id: str | None = None) -> list[Entity]:
        """Return the statuses of entities of type *schema*, in the order of their workflow.

        For tasks, *type_id* selects the statuses of that type of task, when the schema overrides them.
        Raises: ValueError, when entities of type *schema* do not have statuses.
        """
        if schema == "Task":
            return list(self._task_workflow(type_id)["statuses"])
        if schema == "AssetVersion":
            return list(self["_version_workflow"]["statuses"])
        return self._of_object_type(schema, "statuses", "SchemaStatus", "task_status")

    def get_types(self, schema: str) -> list[Entity]:
        """Return the types of entities of type *schema*, in their order.

        Raises: ValueError, when entities of type *schema* do not have types.
        """
        if schema == "Task":
            return list(self["_task_type_schema"]["types"])
        return self._of_object_type(schema, "types", "SchemaType", "task_type")

    def _task_workflow(self, type_id: str | None) -> Any:
        if type_id is not None:
            for override in self["_overrides"]:
                if override["type_id"] == type_id:
                    return override["workflow_schema"]
        return self["_task_workflow"]

    def _of_object_type(self, schema: str, what: str, link: str, attribute: str) -> list[Entity]:
        """Return the *attribute* of each *link* of the object type that *schema* names."""
        if schema not in self.session.types:
            raise ValueError(f"{schema!r} is not a valid entity type.")
        object_type = self.session.types[schema].attributes.get("object_type_id")
        type_id = None if object_type is None else object_type.default_value
        for part in self["_schemas"] if type_id else ():
            if part["type_id"] == type_id:
                rows = self.session.query(
                    f"select {attribute} from {link} where schema_id is {literal(part['id'])}"
                )
                return [row[attribute] for row in rows]
        raise ValueError(f"{schema} does not have {what} in this project schema.")
