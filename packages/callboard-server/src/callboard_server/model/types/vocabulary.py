"""The vocabulary of a production: object types, types, statuses, priorities, scopes, disks and managers."""

from __future__ import annotations

from callboard_server.model.attributes import (
    NEW_ID,
    Boolean,
    Collection,
    ForeignKey,
    Integer,
    ManyToMany,
    Number,
    OnDelete,
    Reference,
    Text,
)
from callboard_server.model.entity import Entity

OBJECT_TYPE = Entity(
    "ObjectType",
    attributes=(
        Text("icon", default="default", required=True),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="typeid"),
        Boolean("is_leaf", default=False, alias="isleaf"),
        Boolean("is_prioritizable", default=True, alias="ispriority"),
        Boolean("is_schedulable", default=False, required=True, alias="isschedulable"),
        Boolean("is_statusable", default=True, required=True, alias="isstatusable"),
        Boolean("is_taskable", default=True, required=True, alias="istaskable"),
        Boolean("is_time_reportable", default=False, required=True, alias="istimereportable"),
        Boolean("is_typeable", default=True, required=True, alias="istypeable"),
        Text("name", caseless=True, required=True),
        ManyToMany(
            "project_schemas",
            "ProjectSchema",
            through="ProjectSchemaObjectType",
            near="object_type_id",
            far="project_schema_id",
        ),
        Integer("sort", default=0, required=True),
        Collection("tasks", "Task", via="object_type_id"),
    ),
)

TYPE = Entity(
    "Type",
    alias="TaskType",
    in_order_of=("sort",),
    attributes=(
        Text("color", default="#510100", required=True),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="typeid"),
        Boolean("is_billable", default=True, required=True, alias="isbillable"),
        Text("name", caseless=True),
        Integer("sort", default=0, required=True),
        ManyToMany(
            "task_type_schemas",
            "TaskTypeSchema",
            through="TaskTypeSchemaType",
            near="type_id",
            far="task_type_schema_id",
            alias="schemes",
        ),
        Collection("tasks", "Task", via="type_id"),
    ),
)

PRIORITY = Entity(
    "Priority",
    alias="PriorityType",
    attributes=(
        Text("color"),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="priorityid"),
        Text("name", caseless=True),
        Integer("sort", default=0),
        Collection("tasks", "Task", via="priority_id"),
        Number("value", default=0),
    ),
)

STATUS = Entity(
    "Status",
    alias="TaskStatus",
    in_order_of=("sort",),
    attributes=(
        Text("color"),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="statusid"),
        Boolean("is_active", required=True, alias="isactive"),
        Text("name", caseless=True),
        Integer("sort", default=0),
        Reference("state", "State", via="_state_id", alias="statustype"),
        Collection("tasks", "Task", via="status_id"),
        ForeignKey("_state_id", "State", on_delete=OnDelete.REFUSE, internal=True),
    ),
)

STATE = Entity(
    "State",
    alias="StatusType",
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True, alias="typeid"),
        Text("name", caseless=True),
        Text("short", caseless=True),
    ),
)

SCOPE = Entity(
    "Scope",
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("name", caseless=True, required=True),
    ),
)

DISK = Entity(
    "Disk",
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True, alias="diskid"),
        Text("name", caseless=True, required=True),
        Collection("projects", "Project", via="disk_id", alias="shows"),
        Text("unix"),
        Text("windows"),
    ),
)

MANAGER_TYPE = Entity(
    "ManagerType",
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True, alias="typeid"),
        Text("name", caseless=True),
    ),
)

ENTITIES = (
    OBJECT_TYPE,
    TYPE,
    PRIORITY,
    STATUS,
    STATE,
    SCOPE,
    DISK,
    MANAGER_TYPE,
)
