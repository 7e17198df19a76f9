"""What a project's schema says: which statuses and types there are, and which come first.

The order of a workflow is that of its statuses' `sort`; where a schema names statuses of one object type
itself, its own `sort` counts.
"""

from __future__ import annotations

from attrs import field, frozen

from callboard.wire.builtin import OBJECT_TYPE_IDS
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change


@frozen
class Workflow:
    """The statuses and types of one project schema, in order.

    Of tasks, of tasks by type, of versions, and of other kinds.
    """

    task_statuses: tuple[str, ...] = ()
    version_statuses: tuple[str, ...] = ()
    task_types: tuple[str, ...] = ()
    by_type: dict[str, tuple[str, ...]] = field(factory=dict)
    statuses_by_kind: dict[str, tuple[str, ...]] = field(factory=dict)
    types_by_kind: dict[str, tuple[str, ...]] = field(factory=dict)


def first_status(batch: Batch, project_id: str | None, kind: str, type_id: str | None) -> str | None:
    """Return the status with which a context of object type *kind* begins; None where there are none."""
    workflow = workflow_of(batch, project_id)
    if kind == OBJECT_TYPE_IDS["Task"]:
        statuses = workflow.by_type.get(type_id or "") or workflow.task_statuses
    else:
        statuses = workflow.statuses_by_kind.get(kind, ())
    return statuses[0] if statuses else None


def first_type(batch: Batch, project_id: str | None, kind: str) -> str | None:
    """Return the type with which a context of object type *kind* begins; None where there are none."""
    workflow = workflow_of(batch, project_id)
    types = workflow.task_types if kind == OBJECT_TYPE_IDS["Task"] else workflow.types_by_kind.get(kind, ())
    return types[0] if types else None


def first_version_status(batch: Batch, project_id: str | None) -> str | None:
    """Return the status with which a version begins."""
    statuses = workflow_of(batch, project_id).version_statuses
    return statuses[0] if statuses else None


def first_of_all(batch: Batch) -> str | None:
    """Return the status that comes first of all in use: for what needs one where no schema says which."""
    if "first status" not in batch.known:
        status = batch.call.model.entity("Status")
        found = batch.having(status, "is_active", [True])
        batch.known["first status"] = (
            min(found, key=lambda each: (each.values["sort"] or 0, each.key)).key[0] if found else None
        )
    first: str | None = batch.known["first status"]
    return first


def workflow_of(batch: Batch, project_id: str | None) -> Workflow:
    """Return what the schema of a project says, read once a batch."""
    project = batch.get("Context", project_id)
    schema_id = project.values["project_schema_id"] if project else None
    known = batch.known.setdefault("workflows", {})
    if schema_id not in known:
        known[schema_id] = _read(batch, schema_id)
    found: Workflow = known[schema_id]
    return found


def _read(batch: Batch, schema_id: str | None) -> Workflow:
    schema = batch.get("ProjectSchema", schema_id)
    if schema is None:
        return Workflow()
    entity = batch.call.model.entity
    overrides = batch.having(entity("ProjectSchemaOverride"), "project_schema_id", [schema.key[0]])
    kinds = batch.having(entity("Schema"), "project_schema_id", [schema.key[0]])
    task_workflow, version_workflow = (
        schema.values["task_workflow_schema_id"],
        schema.values["asset_version_workflow_schema_id"],
    )
    workflows = [task_workflow, version_workflow, *(each.values["workflow_schema_id"] for each in overrides)]
    members = batch.having(
        entity("WorkflowSchemaStatus"), "workflow_schema_id", [one for one in workflows if one]
    )
    task_types = [schema.values["task_type_schema_id"]] if schema.values["task_type_schema_id"] else []
    types = batch.having(entity("TaskTypeSchemaType"), "task_type_schema_id", task_types)
    kind_statuses = batch.having(entity("SchemaStatus"), "schema_id", [kind.key[0] for kind in kinds])
    kind_types = batch.having(entity("SchemaType"), "schema_id", [kind.key[0] for kind in kinds])
    status_order = _order(batch, "Status", {each.values["status_id"] for each in (*members, *kind_statuses)})
    type_order = _order(batch, "Type", {each.values["type_id"] for each in (*types, *kind_types)})

    def of_workflow(identifier: str | None) -> tuple[str, ...]:
        found = [
            each.values["status_id"] for each in members if each.values["workflow_schema_id"] == identifier
        ]
        return tuple(sorted(found, key=lambda status: status_order.get(status, (0, status))))

    def of_kind(
        rows: list[Change], kind: Change, column: str, order: dict[str, tuple[int, str]]
    ) -> tuple[str, ...]:
        own = [each for each in rows if each.values["schema_id"] == kind.key[0]]
        ordered = sorted(
            own,
            key=lambda each: (
                each.values["sort"] or 0,
                order.get(each.values[column], (0, each.values[column])),
            ),
        )
        return tuple(each.values[column] for each in ordered)

    return Workflow(
        task_statuses=of_workflow(task_workflow),
        version_statuses=of_workflow(version_workflow),
        task_types=tuple(
            sorted((each.values["type_id"] for each in types), key=lambda one: type_order.get(one, (0, one)))
        ),
        by_type={
            each.values["type_id"]: of_workflow(each.values["workflow_schema_id"]) for each in overrides
        },
        statuses_by_kind={
            kind.values["type_id"]: of_kind(kind_statuses, kind, "status_id", status_order) for kind in kinds
        },
        types_by_kind={
            kind.values["type_id"]: of_kind(kind_types, kind, "type_id", type_order) for kind in kinds
        },
    )


def _order(batch: Batch, root: str, identifiers: set[str]) -> dict[str, tuple[int, str]]:
    found = batch.having(batch.call.model.entity(root), "id", identifiers)
    return {change.key[0]: (change.values["sort"] or 0, change.key[0]) for change in found}
