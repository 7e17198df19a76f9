"""The hierarchy of a production: projects, and below them typed contexts such as sequences, shots and tasks.

All are rows of one table. The internal attribute `_kind` distinguishes their types: it is "show" for
projects, and the identifier of the object type for typed contexts. So the object types of a studio need no
tables.
"""

from __future__ import annotations

from attrs import frozen

from callboard.wire.builtin import NO_PRIORITY_ID as NO_PRIORITY
from callboard.wire.builtin import OBJECT_TYPE_IDS
from callboard_server.model.attributes import (
    LONGEST_INDEXED,
    NEW_ID,
    AnyAttribute,
    Boolean,
    Collection,
    Computed,
    ComputedKind,
    ForeignKey,
    Instant,
    ManyToMany,
    Number,
    OnDelete,
    Reference,
    Text,
)
from callboard_server.model.entity import Discriminator, Entity
from callboard_server.model.types.metadata import (
    custom_attribute_links,
    custom_attributes,
    metadata_of_entity,
)

PROJECT_KIND = "show"
DEFAULT_PROJECTIONS = ("context_type", "id", "name")

CONTEXT_ATTRIBUTES: tuple[AnyAttribute, ...] = (
    Computed(
        "_link",
        ComputedKind.TEXT,
        inputs=("id",),
        made_by="context_link",
        volatile=False,
        immutable=True,
        alias="_api_link",
        description="This attribute has been deprecated, use `link` attribute instead.",
    ),
    Collection(
        "allocations",
        "Appointment",
        via="context_id",
        only=("type", "allocation"),
        alias="context_allocations",
    ),
    Collection("appointments", "Appointment", via="context_id", alias="context_appointments"),
    Collection("assets", "Asset", via="context_id"),
    Collection(
        "assignments",
        "Appointment",
        via="context_id",
        only=("type", "assignment"),
        alias="context_assignments",
    ),
    Collection("children", "Context", via="parent_id"),
    Text("context_type", required=True),
    Instant("created_at", immutable=True),
    Reference("created_by", "User", via="created_by_id", immutable=True, alias="createdBy"),
    ForeignKey("created_by_id", "User", refers_to="User.user_id", immutable=True, alias="created_by"),
    *custom_attribute_links(),
    custom_attributes("ContextCustomAttributeValue"),
    Text("id", default=NEW_ID, required=True, immutable=True),
    Computed(
        "link",
        ComputedKind.TEXT,
        inputs=("id",),
        made_by="context_link",
        volatile=False,
        immutable=True,
        alias="_api_link",
    ),
    Collection("managers", "Manager", via="context_id"),
    Text("name", default="", caseless=True, required=True, limit=LONGEST_INDEXED),
    Collection("notes", "Note", via="parent_id"),
    Reference("parent", "Context", via="parent_id"),
    ForeignKey("parent_id", "Context", on_delete=OnDelete.CASCADE),
    ManyToMany("scopes", "Scope", through="ContextScope", near="context_id", far="scope_id"),
    Reference("thumbnail", "Component", via="thumbnail_id"),
    ForeignKey("thumbnail_id", "Component", alias="thumbid"),
    Computed("thumbnail_url", ComputedKind.OBJECT, inputs=("_shown_thumbnail_id",), immutable=True),
    ForeignKey("_shown_thumbnail_id", "Component", derived=True, internal=True),
    Collection("timelogs", "Timelog", via="context_id"),
    Text("_kind", internal=True, indexed=True),
    Collection("_inside", "ContextAncestor", via="context_id", internal=True),
    Collection("_below", "ContextAncestor", via="ancestor_id", internal=True),
    Reference("_project", "Project", via="project_id", internal=True),
)
"""The attributes of every context.

Its project is declared separately, because it has another legacy name on typed contexts.
"""

CONTEXT = Entity(
    "Context",
    unique=(("?parent_id", "name"),),
    group_by=True,
    default_projections=DEFAULT_PROJECTIONS,
    system_projections=("context_type",),
    in_order_of=("sort",),
    parent="parent_id",
    attributes=(*CONTEXT_ATTRIBUTES, ForeignKey("project_id", "Project", on_delete=OnDelete.CASCADE)),
)

PROJECT = Entity(
    "Project",
    alias="Show",
    extends="Context",
    discriminator=Discriminator(attribute="_kind", value=PROJECT_KIND),
    group_by=True,
    default_projections=DEFAULT_PROJECTIONS,
    system_projections=("context_type",),
    attributes=(
        *CONTEXT_ATTRIBUTES,
        Collection("calendar_events", "CalendarEvent", via="project_id"),
        Text("color"),
        ManyToMany(
            "descendants",
            "TypedContext",
            through="ContextAncestor",
            near="ancestor_id",
            far="context_id",
            settled=True,
        ),
        Reference("disk", "Disk", via="disk_id"),
        ForeignKey("disk_id", "Disk", alias="diskid"),
        Instant("end_date", alias="enddate"),
        Text("full_name", caseless=True, alias="fullname"),
        Boolean("is_global", default=False, required=True, alias="isglobal"),
        Boolean("is_private", default=False, alias="private"),
        metadata_of_entity(),
        ForeignKey("project_id", "Project", on_delete=OnDelete.CASCADE),
        Reference("project_schema", "ProjectSchema", via="project_schema_id", alias="projectscheme"),
        ForeignKey(
            "project_schema_id",
            "ProjectSchema",
            required=True,
            alias="projectschemeid",
            on_delete=OnDelete.REFUSE,
        ),
        Collection("review_session_folders", "ReviewSessionFolder", via="project_id"),
        Collection("review_sessions", "ReviewSession", via="project_id", alias="reviewSessions"),
        Text("root"),
        Instant("start_date", alias="startdate"),
        Text("status", required=True),
        Collection(
            "user_security_role_projects",
            "UserSecurityRoleProject",
            via="project_id",
            alias="user_role_projects",
        ),
    ),
)


def typed_context_attributes(object_type_id: str | None, fixed: frozenset[str]) -> tuple[AnyAttribute, ...]:
    """Return the attributes of typed contexts, or of those with one object type.

    Attributes in *fixed* cannot be changed.
    """
    return (
        *CONTEXT_ATTRIBUTES,
        ManyToMany(
            "ancestors",
            "TypedContext",
            through="ContextAncestor",
            near="context_id",
            far="ancestor_id",
            settled=True,
        ),
        Number("bid", required=True, immutable="bid" in fixed),
        Number("bid_time_logged_difference", immutable=True, derived=True, wire_computed=True),
        ManyToMany(
            "descendants",
            "TypedContext",
            through="ContextAncestor",
            near="ancestor_id",
            far="context_id",
            settled=True,
        ),
        Text("description", caseless=True),
        Instant("end_date", alias="enddate", immutable="end_date" in fixed),
        Collection("incoming_links", "TypedContextLink", via="to_id", alias="predecessors"),
        ManyToMany(
            "lists", "TypedContextList", through="ListObject", near="entity_id", far="list_id", alias="_lists"
        ),
        metadata_of_entity(),
        Reference(
            "object_type",
            "ObjectType",
            via="object_type_id",
            immutable=object_type_id is not None,
            alias="objectType",
        ),
        ForeignKey(
            "object_type_id",
            "ObjectType",
            default=object_type_id,
            required=True,
            immutable=object_type_id is not None,
            alias="object_typeid",
            on_delete=OnDelete.REFUSE,
        ),
        Collection("outgoing_links", "TypedContextLink", via="from_id", alias="successors"),
        Reference("priority", "Priority", via="priority_id", immutable="priority" in fixed),
        ForeignKey(
            "priority_id",
            "Priority",
            default=NO_PRIORITY if object_type_id and "priority_id" not in fixed else None,
            null_default="priority_id" in fixed,
            required=True,
            may_be_empty=True,
            immutable="priority_id" in fixed,
            alias="priorityid",
            on_delete=OnDelete.REFUSE,
        ),
        Reference("project", "Project", via="project_id", alias="show"),
        ForeignKey("project_id", "Project", alias="showid", on_delete=OnDelete.CASCADE),
        Number("sort", required=True),
        Collection("split_parts", "SplitTaskPart", via="task_id", immutable="split_parts" in fixed),
        Instant("start_date", alias="startdate", immutable="start_date" in fixed),
        Reference("status", "Status", via="status_id", immutable="status" in fixed),
        Collection("status_changes", "StatusChange", via="parent_id"),
        ForeignKey(
            "status_id",
            "Status",
            required=True,
            may_be_empty=True,
            alias="statusid",
            on_delete=OnDelete.REFUSE,
            immutable="status_id" in fixed,
        ),
        ForeignKey("thumbnail_source_id", "Context", immutable=True, derived=True, wire_computed=True),
        Number("time_logged", immutable=True, derived=True, wire_computed=True),
        Reference("type", "Type", via="type_id", immutable="type" in fixed),
        ForeignKey(
            "type_id",
            "Type",
            required=True,
            may_be_empty=True,
            alias="typeid",
            on_delete=OnDelete.REFUSE,
            immutable="type_id" in fixed,
        ),
    )


TYPED_CONTEXT = Entity(
    "TypedContext",
    alias="Task",
    extends="Context",
    default_projections=DEFAULT_PROJECTIONS,
    system_projections=("showid", "context_type"),
    extra_projections=("object_type_id",),
    group_by=True,
    in_order_of=("sort",),
    parent="parent_id",
    attributes=typed_context_attributes(None, frozenset()),
)


@frozen
class ObjectType:
    """An object type of a studio, which is a kind of typed contexts."""

    id: str
    name: str
    is_typeable: bool = True
    is_statusable: bool = True
    is_schedulable: bool = True
    is_prioritizable: bool = True


def type_name(name: str) -> str:
    """Return the name of the entity type for the object type *name*, which is the same without spaces."""
    return "".join(name.split())


def classified(name: str, object_type_id: str, fixed: frozenset[str] = frozenset()) -> Entity:
    """Return the entity type of contexts with one object type."""
    return Entity(
        name,
        alias="Task",
        classifiers={"object_typeid": object_type_id},
        extends="TypedContext",
        discriminator=Discriminator(attribute="_kind", value=object_type_id),
        group_by=True,
        default_projections=DEFAULT_PROJECTIONS,
        system_projections=("showid", "context_type"),
        in_order_of=("sort",),
        parent="parent_id",
        attributes=typed_context_attributes(object_type_id, fixed),
    )


UNSCHEDULED = frozenset({"bid", "start_date", "end_date", "split_parts"})
UNTYPED = UNSCHEDULED | {"type", "type_id"}
BARE = UNTYPED | {"status", "status_id"}

BUILTIN: dict[str, frozenset[str]] = {
    "AssetBuild": UNSCHEDULED,
    "Episode": BARE,
    "Folder": BARE,
    "Milestone": frozenset({"start_date", "split_parts"}),
    "Sequence": BARE,
    "Shot": UNTYPED,
    "Task": frozenset(),
}
"""The object types of every new server, with the attributes that cannot be changed on them.

They follow from the flags of the object types, except that a milestone has a date and no span.
"""

CLASSIFIED = tuple(classified(name, OBJECT_TYPE_IDS[name], fixed) for name, fixed in BUILTIN.items())


def kind_of(object_type: ObjectType) -> Entity:
    """Return the entity type of a studio's *object_type*. Attributes that it doesn't use are read-only."""
    return classified(type_name(object_type.name), object_type.id, fixed_attributes(object_type))


def fixed_attributes(object_type: ObjectType) -> frozenset[str]:
    """Return the attributes that cannot be changed on contexts with *object_type*."""
    fixed = {
        *(BUILTIN["Milestone"] if object_type.id == OBJECT_TYPE_IDS["Milestone"] else ()),
        *(() if object_type.is_schedulable else UNSCHEDULED),
        *(() if object_type.is_typeable else ("type", "type_id")),
        *(() if object_type.is_statusable else ("status", "status_id")),
        *(() if object_type.is_prioritizable else ("priority", "priority_id")),
    }
    return frozenset(fixed)


CONTEXT_ANCESTOR = Entity(
    "ContextAncestor",
    internal=True,
    key=("context_id", "ancestor_id"),
    default_projections=("context_id", "ancestor_id"),
    attributes=(
        ForeignKey("context_id", "Context", required=True, immutable=True, on_delete=OnDelete.IGNORE),
        Reference("context", "Context", via="context_id"),
        ForeignKey("ancestor_id", "Context", required=True, immutable=True, on_delete=OnDelete.IGNORE),
        Reference("ancestor", "Context", via="ancestor_id"),
    ),
)
"""A context and one of its ancestors.

The server maintains these rows when contexts are created, moved or deleted.
"""

CONTEXT_SCOPE = Entity(
    "ContextScope",
    internal=True,
    key=("context_id", "scope_id"),
    default_projections=("context_id", "scope_id"),
    attributes=(
        ForeignKey("context_id", "Context", required=True, immutable=True, on_delete=OnDelete.CASCADE),
        ForeignKey("scope_id", "Scope", required=True, immutable=True, on_delete=OnDelete.CASCADE),
    ),
)

LINK_TYPES = ("start_to_start", "start_to_end", "end_to_start", "end_to_end")
"""Which end of the earlier context governs which end of the later one."""

TYPED_CONTEXT_LINK = Entity(
    "TypedContextLink",
    alias="Dependency",
    default_projections=("id", "from_id", "to_id"),
    parent="to_id",
    attributes=(
        Reference("from", "TypedContext", via="from_id", alias="fromTask"),
        ForeignKey("from_id", "TypedContext", required=True, on_delete=OnDelete.CASCADE),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="dependencyid"),
        Number("lag", alias="lag"),
        metadata_of_entity(),
        Reference("to", "TypedContext", via="to_id", alias="toTask"),
        ForeignKey("to_id", "TypedContext", required=True, on_delete=OnDelete.CASCADE),
        Text("type", default="end_to_start", choices=LINK_TYPES),
    ),
)

SPLIT_TASK_PART = Entity(
    "SplitTaskPart",
    is_object=False,
    system_projections=("task_id",),
    parent="task_id",
    in_order_of=("start_date",),
    attributes=(
        Instant("end_date", required=True),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("label", caseless=True, limit=1024),
        Instant("start_date", required=True),
        Reference("task", "Task", via="task_id"),
        ForeignKey("task_id", "Task", required=True, on_delete=OnDelete.CASCADE),
    ),
)
"""One of the periods in which a task is worked on with interruptions."""

MANAGER = Entity(
    "Manager",
    parent="context_id",
    attributes=(
        Reference("context", "Context", via="context_id"),
        ForeignKey("context_id", "Context", on_delete=OnDelete.CASCADE),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="managerid"),
        Reference("type", "ManagerType", via="type_id"),
        ForeignKey("type_id", "ManagerType", alias="typeid", on_delete=OnDelete.REFUSE),
        Reference("user", "User", via="user_id"),
        ForeignKey("user_id", "User", alias="userid", on_delete=OnDelete.CASCADE),
    ),
)

ENTITIES = (
    CONTEXT,
    PROJECT,
    TYPED_CONTEXT,
    *CLASSIFIED,
    CONTEXT_ANCESTOR,
    CONTEXT_SCOPE,
    TYPED_CONTEXT_LINK,
    SPLIT_TASK_PART,
    MANAGER,
)
