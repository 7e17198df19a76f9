"""Project schemas, workflows and task templates, which administrators maintain."""

from __future__ import annotations

from callboard_server.work.rules.permissions import administrators_only

administrators_only(
    "ProjectSchema",
    "ProjectSchemaObjectType",
    "ProjectSchemaOverride",
    "Schema",
    "SchemaStatus",
    "SchemaType",
    "TaskTypeSchema",
    "TaskTypeSchemaType",
    "WorkflowSchema",
    "WorkflowSchemaStatus",
    "TaskTemplate",
    "TaskTemplateItem",
)
