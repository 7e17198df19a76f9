"""Load the statuses and types that project schemas define, in order.

A workflow is ordered by the `sort` of its statuses. If a schema lists the statuses of an object type, the
`sort` in that list takes precedence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from attrs import frozen

from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.workflow import Workflow

Order: TypeAlias = dict[str, tuple[float, str]]
"""The sort keys of statuses or types."""


def workflows_of(batch: Batch, project_ids: Iterable[str | None]) -> dict[str, Workflow]:
    """Return the workflow of each project, by project. Projects without a schema are left out.

    The number of statements does not depend on the number of schemas. Loaded schemas are kept in the batch.
    """
    projects = batch.find("Context", project_ids)
    schemas = {name: project.values["project_schema_id"] for name, project in projects.items()}
    missing = set(schemas.values()) - batch.workflows.keys()
    batch.workflows.update(_load(batch, batch.find("ProjectSchema", missing)))
    return {name: batch.workflows[one] for name, one in schemas.items() if one in batch.workflows}


def first_status_of_all(batch: Batch) -> str | None:
    """Return the first active status, which is the default if the project schema defines no statuses."""
    found = batch.having("Status", "is_active", [True])
    return min(found, key=lambda each: (each.values["sort"] or 0, each.key)).key[0] if found else None


def defined_types(batch: Batch, contexts: Sequence[Change]) -> dict[Change, tuple[str, ...]]:
    """Return the types that the schema of its project defines for each of *contexts*, in order."""
    workflows = workflows_of(batch, (context.values["project_id"] for context in contexts))
    return {
        context: workflows.get(context.values["project_id"], Workflow()).types_of(
            context.values["object_type_id"]
        )
        for context in contexts
    }


@frozen
class Tables:
    """The rows that describe some project schemas, with the order of their statuses and types."""

    overrides: list[Change]
    kinds: list[Change]
    workflow_statuses: list[Change]
    task_types: list[Change]
    kind_statuses: list[Change]
    kind_types: list[Change]
    status_order: Order
    type_order: Order


def _load(batch: Batch, schemas: dict[str, Change]) -> dict[str, Workflow]:
    if not schemas:
        return {}
    tables = _load_tables(batch, schemas)
    return {identifier: _workflow(schema, tables) for identifier, schema in schemas.items()}


def _load_tables(batch: Batch, schemas: dict[str, Change]) -> Tables:
    def values(changes: Iterable[Change], *columns: str) -> set[str]:
        return {change.values[column] for change in changes for column in columns}

    overrides = batch.having("ProjectSchemaOverride", "project_schema_id", schemas)
    kinds = batch.having("Schema", "project_schema_id", schemas)
    workflows = values(overrides, "workflow_schema_id") | values(
        schemas.values(), "task_workflow_schema_id", "asset_version_workflow_schema_id"
    )
    statuses = batch.having("WorkflowSchemaStatus", "workflow_schema_id", workflows)
    task_types = batch.having(
        "TaskTypeSchemaType", "task_type_schema_id", values(schemas.values(), "task_type_schema_id")
    )
    kind_ids = [kind.key[0] for kind in kinds]
    kind_statuses = batch.having("SchemaStatus", "schema_id", kind_ids)
    kind_types = batch.having("SchemaType", "schema_id", kind_ids)
    return Tables(
        overrides,
        kinds,
        statuses,
        task_types,
        kind_statuses,
        kind_types,
        _order(batch, "Status", values((*statuses, *kind_statuses), "status_id")),
        _order(batch, "Type", values((*task_types, *kind_types), "type_id")),
    )


def _order(batch: Batch, entity_type: str, identifiers: set[str]) -> Order:
    found = batch.find(entity_type, identifiers)
    return {name: (change.values["sort"] or 0, name) for name, change in found.items()}


def _workflow(schema: Change, tables: Tables) -> Workflow:
    def of_workflow(identifier: str | None) -> tuple[str, ...]:
        return _sorted(
            tables.workflow_statuses, "workflow_schema_id", identifier, "status_id", tables.status_order
        )

    kinds = {
        kind.values["type_id"]: kind.key[0]
        for kind in tables.kinds
        if kind.values["project_schema_id"] == schema.key[0]
    }
    return Workflow(
        task_statuses=of_workflow(schema.values["task_workflow_schema_id"]),
        version_statuses=of_workflow(schema.values["asset_version_workflow_schema_id"]),
        task_types=_sorted(
            tables.task_types,
            "task_type_schema_id",
            schema.values["task_type_schema_id"],
            "type_id",
            tables.type_order,
        ),
        statuses_by_task_type={
            each.values["type_id"]: of_workflow(each.values["workflow_schema_id"])
            for each in tables.overrides
            if each.values["project_schema_id"] == schema.key[0]
        },
        statuses_by_object_type={
            object_type: _sorted(tables.kind_statuses, "schema_id", kind, "status_id", tables.status_order)
            for object_type, kind in kinds.items()
        },
        types_by_object_type={
            object_type: _sorted(tables.kind_types, "schema_id", kind, "type_id", tables.type_order)
            for object_type, kind in kinds.items()
        },
    )


def _sorted(
    rows: list[Change], owner: str, identifier: str | None, column: str, order: Order
) -> tuple[str, ...]:
    """Return *column* of the rows whose *owner* is *identifier*, sorted by their `sort`, then by *order*."""
    own = [row.values for row in rows if identifier is not None and row.values[owner] == identifier]
    own.sort(key=lambda values: (values.get("sort") or 0, order.get(values[column], (0, values[column]))))
    return tuple(values[column] for values in own)
