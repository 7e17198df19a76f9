"""Assets, their versions, and the links between versions."""

from __future__ import annotations

from callboard_server.model.attributes import (
    LONGEST_INDEXED,
    NEW_ID,
    Boolean,
    Collection,
    Computed,
    ComputedKind,
    ForeignKey,
    Instant,
    Integer,
    ManyToMany,
    OnDelete,
    Reference,
    Text,
)
from callboard_server.model.entity import Entity
from callboard_server.model.types.metadata import (
    custom_attribute_links,
    custom_attributes,
    metadata_of_entity,
)

ASSET = Entity(
    "Asset",
    group_by=True,
    system_projections=("context_id", "project_id"),
    parent="context_id",
    attributes=(
        ManyToMany(
            "ancestors",
            "TypedContext",
            through="AssetAncestor",
            near="asset_id",
            far="ancestor_id",
            settled=True,
        ),
        ForeignKey("context_id", "Context", on_delete=OnDelete.CASCADE),
        *custom_attribute_links(),
        custom_attributes("AssetCustomAttributeValue"),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="assetid"),
        Reference("latest_version", "AssetVersion", via="_latest_version_id", wire_computed=True),
        metadata_of_entity(),
        Text("name", caseless=True),
        Reference("parent", "Context", via="context_id"),
        Reference("project", "Project", via="project_id"),
        ForeignKey("project_id", "Project", on_delete=OnDelete.CASCADE, settled=True),
        Reference("type", "AssetType", via="type_id"),
        ForeignKey("type_id", "AssetType", alias="typeid", on_delete=OnDelete.REFUSE),
        Collection("versions", "AssetVersion", via="asset_id"),
        ForeignKey("_latest_version_id", "AssetVersion", derived=True, internal=True),
    ),
)

ASSET_ANCESTOR = Entity(
    "AssetAncestor",
    internal=True,
    dense=True,
    made_by_server=True,
    key=("asset_id", "ancestor_id"),
    default_projections=("asset_id", "ancestor_id"),
    attributes=(
        ForeignKey("asset_id", "Asset", required=True, immutable=True, on_delete=OnDelete.IGNORE),
        ForeignKey("ancestor_id", "Context", required=True, immutable=True, on_delete=OnDelete.IGNORE),
    ),
)
"""An asset, and its context or one of the ancestors of its context."""

ASSET_TYPE = Entity(
    "AssetType",
    unique=(("short",),),
    attributes=(
        Collection("assets", "Asset", via="type_id"),
        Text("component", default="main"),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="typeid"),
        Text("name", caseless=True, required=True),
        Text("short", caseless=True, required=True, limit=LONGEST_INDEXED),
    ),
)

ASSET_VERSION = Entity(
    "AssetVersion",
    group_by=True,
    system_projections=("assetid", "project_id"),
    parent="asset_id",
    unique=(("asset_id", "version"),),
    in_order_of=("version",),
    attributes=(
        Computed(
            "_link",
            ComputedKind.TEXT,
            inputs=("id",),
            made_by="version_link",
            volatile=False,
            immutable=True,
            alias="_api_link",
            description="This attribute has been deprecated, use `link` attribute instead.",
        ),
        Reference("asset", "Asset", via="asset_id"),
        ForeignKey("asset_id", "Asset", alias="assetid", on_delete=OnDelete.CASCADE),
        Text("comment", default="", caseless=True),
        Collection("components", "Component", via="version_id"),
        *custom_attribute_links(),
        custom_attributes("AssetVersionCustomAttributeValue"),
        Instant("date"),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="versionid"),
        Collection("incoming_links", "AssetVersionLink", via="to_id", alias="incoming_links"),
        Boolean("is_latest_version", immutable=True, derived=True),
        Boolean("is_published", default=True, required=True, alias="ispublished"),
        Computed(
            "link",
            ComputedKind.TEXT,
            inputs=("id",),
            made_by="version_link",
            volatile=False,
            immutable=True,
            alias="_api_link",
        ),
        ManyToMany(
            "lists", "AssetVersionList", through="ListObject", near="entity_id", far="list_id", alias="_lists"
        ),
        metadata_of_entity(),
        Collection("notes", "Note", via="parent_id"),
        Collection("outgoing_links", "AssetVersionLink", via="from_id", alias="outgoing_links"),
        Collection(
            "review_session_objects", "ReviewSessionObject", via="version_id", alias="reviewSessionObjects"
        ),
        Reference("project", "Project", via="project_id"),
        ForeignKey("project_id", "Project", on_delete=OnDelete.CASCADE, settled=True),
        Reference("status", "Status", via="status_id"),
        Collection("status_changes", "StatusChange", via="parent_id"),
        ForeignKey("status_id", "Status", required=True, alias="statusid", on_delete=OnDelete.REFUSE),
        Reference("task", "Task", via="task_id"),
        ForeignKey("task_id", "Task", alias="taskid"),
        Reference("thumbnail", "Component", via="thumbnail_id"),
        ForeignKey("thumbnail_id", "Component", alias="thumbid"),
        Computed("thumbnail_url", ComputedKind.OBJECT, inputs=("_shown_thumbnail_id",), immutable=True),
        ForeignKey("_shown_thumbnail_id", "Component", derived=True, internal=True),
        ManyToMany(
            "used_in_versions",
            "AssetVersion",
            through="AssetVersionLink",
            near="from_id",
            far="to_id",
            alias="usedinversions",
        ),
        Reference("user", "User", via="user_id"),
        ForeignKey("user_id", "User", refers_to="User.user_id", alias="userid"),
        ManyToMany(
            "uses_versions",
            "AssetVersion",
            through="AssetVersionLink",
            near="to_id",
            far="from_id",
            alias="usesversions",
        ),
        Integer("version"),
    ),
)

ASSET_VERSION_LINK = Entity(
    "AssetVersionLink",
    default_projections=("id", "from_id", "to_id"),
    parent="to_id",
    attributes=(
        Reference("from", "AssetVersion", via="from_id", alias="linked_version"),
        ForeignKey(
            "from_id", "AssetVersion", required=True, alias="linkedversionid", on_delete=OnDelete.CASCADE
        ),
        Text("id", default=NEW_ID, required=True, immutable=True),
        metadata_of_entity(),
        Reference("to", "AssetVersion", via="to_id", alias="version"),
        ForeignKey("to_id", "AssetVersion", required=True, alias="versionid", on_delete=OnDelete.CASCADE),
    ),
)

ENTITIES = (
    ASSET,
    ASSET_ANCESTOR,
    ASSET_TYPE,
    ASSET_VERSION,
    ASSET_VERSION_LINK,
)
