"""Project schemas: the types, statuses and object types of a project; and the history of statuses."""

from __future__ import annotations

from callboard_server.model.attributes import (
    NEW_ID,
    Collection,
    ForeignKey,
    Instant,
    Integer,
    ManyToMany,
    OnDelete,
    Reference,
    Text,
)
from callboard_server.model.entity import Discriminator, Entity
from callboard_server.model.types.metadata import possible_owners

PROJECT_SCHEMA = Entity(
    "ProjectSchema",
    alias="ProjectScheme",
    attributes=(
        Collection("_overrides", "ProjectSchemaOverride", via="project_schema_id", alias="overrides"),
        Collection("_schemas", "Schema", via="project_schema_id", alias="schemas"),
        Reference("_task_type_schema", "TaskTypeSchema", via="task_type_schema_id", alias="tasktypescheme"),
        Reference("_task_workflow", "WorkflowSchema", via="task_workflow_schema_id", alias="taskworkflow"),
        Reference(
            "_version_workflow",
            "WorkflowSchema",
            via="asset_version_workflow_schema_id",
            alias="versionworkflow",
        ),
        Reference(
            "asset_version_workflow_schema",
            "WorkflowSchema",
            via="asset_version_workflow_schema_id",
            alias="versionworkflow",
        ),
        ForeignKey(
            "asset_version_workflow_schema_id",
            "WorkflowSchema",
            alias="versionworkflowid",
            on_delete=OnDelete.REFUSE,
        ),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="schemeid"),
        Text("name", caseless=True),
        Collection("object_type_schemas", "Schema", via="project_schema_id", alias="schemas"),
        ManyToMany(
            "object_types",
            "ObjectType",
            through="ProjectSchemaObjectType",
            near="project_schema_id",
            far="object_type_id",
        ),
        Collection("task_templates", "TaskTemplate", via="project_schema_id", alias="templates"),
        Reference("task_type_schema", "TaskTypeSchema", via="task_type_schema_id", alias="tasktypescheme"),
        ForeignKey(
            "task_type_schema_id", "TaskTypeSchema", alias="tasktypeschemeid", on_delete=OnDelete.REFUSE
        ),
        Reference(
            "task_workflow_schema", "WorkflowSchema", via="task_workflow_schema_id", alias="taskworkflow"
        ),
        ForeignKey(
            "task_workflow_schema_id", "WorkflowSchema", alias="taskworkflowid", on_delete=OnDelete.REFUSE
        ),
        Collection(
            "task_workflow_schema_overrides",
            "ProjectSchemaOverride",
            via="project_schema_id",
            alias="overrides",
        ),
    ),
)

PROJECT_SCHEMA_OBJECT_TYPE = Entity(
    "ProjectSchemaObjectType",
    key=("object_type_id", "project_schema_id"),
    default_projections=("object_type_id", "project_schema_id"),
    parent="project_schema_id",
    attributes=(
        Reference("object_type", "ObjectType", via="object_type_id"),
        ForeignKey("object_type_id", "ObjectType", required=True, immutable=True, on_delete=OnDelete.CASCADE),
        Reference("project_schema", "ProjectSchema", via="project_schema_id"),
        ForeignKey(
            "project_schema_id", "ProjectSchema", required=True, immutable=True, on_delete=OnDelete.CASCADE
        ),
    ),
)

PROJECT_SCHEMA_OVERRIDE = Entity(
    "ProjectSchemaOverride",
    alias="ProjectSchemeOverride",
    parent="project_schema_id",
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True, alias="overrideid"),
        ForeignKey("project_schema_id", "ProjectSchema", alias="projectschemeid", on_delete=OnDelete.CASCADE),
        ForeignKey("type_id", "Type", alias="typeid", on_delete=OnDelete.CASCADE),
        Reference("workflow_schema", "WorkflowSchema", via="workflow_schema_id", alias="workflowscheme"),
        ForeignKey(
            "workflow_schema_id", "WorkflowSchema", alias="workflowschemeid", on_delete=OnDelete.REFUSE
        ),
    ),
)

SCHEMA = Entity(
    "Schema",
    parent="project_schema_id",
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True),
        ForeignKey(
            "object_type_id", "ObjectType", twin_of="type_id", alias="typeid", on_delete=OnDelete.CASCADE
        ),
        ForeignKey(
            "project_schema_id",
            "ProjectSchema",
            required=True,
            alias="projectschemeid",
            on_delete=OnDelete.CASCADE,
        ),
        Collection("statuses", "SchemaStatus", via="schema_id"),
        ForeignKey("type_id", "ObjectType", required=True, alias="typeid", on_delete=OnDelete.CASCADE),
        Collection("types", "SchemaType", via="schema_id"),
    ),
)

SCHEMA_STATUS = Entity(
    "SchemaStatus",
    key=("status_id", "schema_id"),
    default_projections=("status_id", "schema_id"),
    parent="schema_id",
    in_order_of=("sort",),
    attributes=(
        ForeignKey(
            "schema_id", "Schema", required=True, immutable=True, alias="schemaid", on_delete=OnDelete.CASCADE
        ),
        Integer("sort", default=0),
        ForeignKey(
            "status_id", "Status", required=True, immutable=True, alias="statusid", on_delete=OnDelete.CASCADE
        ),
        Reference("task_status", "Status", via="status_id", alias="taskstatus"),
    ),
)

SCHEMA_TYPE = Entity(
    "SchemaType",
    key=("type_id", "schema_id"),
    default_projections=("type_id", "schema_id"),
    parent="schema_id",
    in_order_of=("sort",),
    attributes=(
        ForeignKey(
            "schema_id", "Schema", required=True, immutable=True, alias="schemaid", on_delete=OnDelete.CASCADE
        ),
        Integer("sort", default=0),
        Reference("task_type", "Type", via="type_id", alias="tasktype"),
        ForeignKey(
            "type_id", "Type", required=True, immutable=True, alias="typeid", on_delete=OnDelete.CASCADE
        ),
    ),
)

TASK_TYPE_SCHEMA = Entity(
    "TaskTypeSchema",
    alias="TaskTypeScheme",
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True, alias="schemeid"),
        Text("name", default="TaskType Schema Name", caseless=True),
        ManyToMany("types", "Type", through="TaskTypeSchemaType", near="task_type_schema_id", far="type_id"),
    ),
)

TASK_TYPE_SCHEMA_TYPE = Entity(
    "TaskTypeSchemaType",
    key=("task_type_schema_id", "type_id"),
    default_projections=("task_type_schema_id", "type_id"),
    parent="task_type_schema_id",
    attributes=(
        ForeignKey(
            "task_type_schema_id",
            "TaskTypeSchema",
            required=True,
            immutable=True,
            alias="schemeid",
            on_delete=OnDelete.CASCADE,
        ),
        ForeignKey(
            "type_id", "Type", required=True, immutable=True, alias="typeid", on_delete=OnDelete.CASCADE
        ),
    ),
)

WORKFLOW_SCHEMA = Entity(
    "WorkflowSchema",
    alias="WorkflowScheme",
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True, alias="schemeid"),
        Text("name", default="Workflow Name", caseless=True),
        Collection("overrides", "ProjectSchemaOverride", via="workflow_schema_id"),
        ManyToMany(
            "statuses", "Status", through="WorkflowSchemaStatus", near="workflow_schema_id", far="status_id"
        ),
    ),
)

WORKFLOW_SCHEMA_STATUS = Entity(
    "WorkflowSchemaStatus",
    key=("workflow_schema_id", "status_id"),
    default_projections=("workflow_schema_id", "status_id"),
    parent="workflow_schema_id",
    attributes=(
        ForeignKey(
            "status_id", "Status", required=True, immutable=True, alias="statusid", on_delete=OnDelete.CASCADE
        ),
        ForeignKey(
            "workflow_schema_id",
            "WorkflowSchema",
            required=True,
            immutable=True,
            alias="schemeid",
            on_delete=OnDelete.CASCADE,
        ),
    ),
)

TASK_TEMPLATE = Entity(
    "TaskTemplate",
    default_projections=("id", "name"),
    parent="project_schema_id",
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True),
        Collection("items", "TaskTemplateItem", via="template_id"),
        Text("name", caseless=True, required=True),
        Reference("project_schema", "ProjectSchema", via="project_schema_id", alias="schema"),
        ForeignKey(
            "project_schema_id",
            "ProjectSchema",
            required=True,
            alias="projectschemeid",
            on_delete=OnDelete.CASCADE,
        ),
    ),
)

TASK_TEMPLATE_ITEM = Entity(
    "TaskTemplateItem",
    parent="template_id",
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True),
        Reference("task_type", "Type", via="task_type_id", alias="taskType"),
        ForeignKey("task_type_id", "Type", required=True, alias="tasktype_id", on_delete=OnDelete.CASCADE),
        Reference("template", "TaskTemplate", via="template_id"),
        ForeignKey("template_id", "TaskTemplate", required=True, on_delete=OnDelete.CASCADE),
    ),
)

STATUS_CHANGE = Entity(
    "StatusChange",
    made_by_server=True,
    alias="Trac",
    in_order_of=("date",),
    attributes=(
        Instant("date"),
        Reference("from_status", "Status", via="from_status_id"),
        ForeignKey("from_status_id", "Status"),
        Text("id", required=True, immutable=True, alias="tracid"),
        Text("parent_id", indexed=True),
        Text("parent_type"),
        Reference("status", "Status", via="status_id"),
        ForeignKey("status_id", "Status", on_delete=OnDelete.REFUSE),
        Reference("user", "User", via="user_id"),
        ForeignKey("user_id", "User", refers_to="User.user_id", alias="userid"),
        *possible_owners("parent_id"),
    ),
)

TYPED_CONTEXT_STATUS_CHANGE = Entity(
    "TypedContextStatusChange",
    made_by_server=True,
    extends="StatusChange",
    discriminator=Discriminator(attribute="parent_type", value="task"),
    wire_hints={"/alias_for": "preserve"},
    in_order_of=("date",),
    attributes=(
        Instant("date"),
        Reference("from_status", "Status", via="from_status_id"),
        ForeignKey("from_status_id", "Status"),
        Text("id", required=True, immutable=True, alias="tracid"),
        Reference("parent", "TypedContext", via="parent_id"),
        Text("parent_id"),
        Text("parent_type"),
        Reference("status", "Status", via="status_id"),
        ForeignKey("status_id", "Status", on_delete=OnDelete.REFUSE),
        Reference("user", "User", via="user_id"),
        ForeignKey("user_id", "User", refers_to="User.user_id", alias="userid"),
        *possible_owners("parent_id"),
    ),
)

ASSET_VERSION_STATUS_CHANGE = Entity(
    "AssetVersionStatusChange",
    made_by_server=True,
    extends="StatusChange",
    discriminator=Discriminator(attribute="parent_type", value="assetversion"),
    wire_hints={"/alias_for": "preserve"},
    in_order_of=("date",),
    attributes=(
        Instant("date"),
        Reference("from_status", "Status", via="from_status_id"),
        ForeignKey("from_status_id", "Status"),
        Text("id", required=True, immutable=True, alias="tracid"),
        Reference("parent", "AssetVersion", via="parent_id"),
        Text("parent_id"),
        Text("parent_type"),
        Reference("status", "Status", via="status_id"),
        ForeignKey("status_id", "Status", on_delete=OnDelete.REFUSE),
        Reference("user", "User", via="user_id"),
        ForeignKey("user_id", "User", refers_to="User.user_id", alias="userid"),
        *possible_owners("parent_id"),
    ),
)

ENTITIES = (
    PROJECT_SCHEMA,
    PROJECT_SCHEMA_OBJECT_TYPE,
    PROJECT_SCHEMA_OVERRIDE,
    SCHEMA,
    SCHEMA_STATUS,
    SCHEMA_TYPE,
    TASK_TYPE_SCHEMA,
    TASK_TYPE_SCHEMA_TYPE,
    WORKFLOW_SCHEMA,
    WORKFLOW_SCHEMA_STATUS,
    TASK_TEMPLATE,
    TASK_TEMPLATE_ITEM,
    STATUS_CHANGE,
    TYPED_CONTEXT_STATUS_CHANGE,
    ASSET_VERSION_STATUS_CHANGE,
)
