"""Lists of versions and of typed contexts."""

from __future__ import annotations

from callboard_server.model.attributes import (
    NEW_ID,
    Boolean,
    Collection,
    ForeignKey,
    Instant,
    ManyToMany,
    OnDelete,
    Reference,
    Text,
)
from callboard_server.model.entity import Discriminator, Entity
from callboard_server.model.types.metadata import custom_attribute_links, custom_attributes, possible_owners

LIST = Entity(
    "List",
    group_by=True,
    system_projections=("showid",),
    parent="project_id",
    attributes=(
        Reference("category", "ListCategory", via="category_id", alias="type"),
        ForeignKey("category_id", "ListCategory", required=True, alias="typeid", on_delete=OnDelete.REFUSE),
        *custom_attribute_links(),
        custom_attributes("ListCustomAttributeValue"),
        Instant("date"),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="listid"),
        Boolean("is_open", default=True, required=True, alias="isopen"),
        Text("name", default="", caseless=True),
        Reference("owner", "User", via="user_id", alias="user"),
        Reference("project", "Project", via="project_id", alias="show"),
        ForeignKey("project_id", "Project", required=True, alias="showid", on_delete=OnDelete.CASCADE),
        Text(
            "system_type",
            default="task",
            alias="entity",
            description="Defines the type of the items this list accepts.",
        ),
        ForeignKey("user_id", "User", refers_to="User.user_id", alias="userid"),
    ),
)

LIST_CATEGORY = Entity(
    "ListCategory",
    alias="ListType",
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True, alias="typeid"),
        Collection("lists", "List", via="category_id"),
        Text("name", caseless=True),
    ),
)

LIST_OBJECT = Entity(
    "ListObject",
    default_projections=("id", "entity_id", "list_id"),
    parent="list_id",
    unique=(("list_id", "entity_id"),),
    attributes=(
        custom_attributes("ListObjectCustomAttributeValue"),
        Text("entity_id", required=True, alias="entityid", indexed=True),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Reference("list", "List", via="list_id"),
        ForeignKey("list_id", "List", required=True, alias="listid", on_delete=OnDelete.CASCADE),
        *possible_owners("entity_id"),
    ),
)

ASSET_VERSION_LIST = Entity(
    "AssetVersionList",
    group_by=True,
    wire_immutable=("type",),
    alias="List",
    classifiers={"entity": "assetversion"},
    system_projections=("showid",),
    parent="project_id",
    extends="List",
    discriminator=Discriminator(attribute="system_type", value="assetversion"),
    attributes=(
        Reference("category", "ListCategory", via="category_id", alias="type"),
        ForeignKey("category_id", "ListCategory", required=True, alias="typeid", on_delete=OnDelete.REFUSE),
        *custom_attribute_links(),
        custom_attributes("ListCustomAttributeValue"),
        Instant("date"),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="listid"),
        Boolean("is_open", default=True, required=True, alias="isopen"),
        ManyToMany(
            "items",
            "AssetVersion",
            through="ListObject",
            near="list_id",
            far="entity_id",
            alias="_asset_version_items",
        ),
        Text("name", default="", caseless=True),
        Reference("owner", "User", via="user_id", alias="user"),
        Reference("project", "Project", via="project_id", alias="show"),
        ForeignKey("project_id", "Project", required=True, alias="showid", on_delete=OnDelete.CASCADE),
        Text(
            "system_type",
            default="assetversion",
            alias="entity",
            description="Defines the type of the items this list accepts.",
        ),
        ForeignKey("user_id", "User", refers_to="User.user_id", alias="userid"),
    ),
)

TYPED_CONTEXT_LIST = Entity(
    "TypedContextList",
    group_by=True,
    wire_immutable=("type",),
    alias="List",
    classifiers={"entity": "task"},
    system_projections=("showid",),
    parent="project_id",
    extends="List",
    discriminator=Discriminator(attribute="system_type", value="task"),
    attributes=(
        Reference("category", "ListCategory", via="category_id", alias="type"),
        ForeignKey("category_id", "ListCategory", required=True, alias="typeid", on_delete=OnDelete.REFUSE),
        *custom_attribute_links(),
        custom_attributes("ListCustomAttributeValue"),
        Instant("date"),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="listid"),
        Boolean("is_open", default=True, required=True, alias="isopen"),
        ManyToMany(
            "items",
            "TypedContext",
            through="ListObject",
            near="list_id",
            far="entity_id",
            wire_target="Task",
            alias="_task_items",
        ),
        Text("name", default="", caseless=True),
        Reference("owner", "User", via="user_id", alias="user"),
        Reference("project", "Project", via="project_id", alias="show"),
        ForeignKey("project_id", "Project", required=True, alias="showid", on_delete=OnDelete.CASCADE),
        Text(
            "system_type",
            default="task",
            alias="entity",
            description="Defines the type of the items this list accepts.",
        ),
        ForeignKey("user_id", "User", refers_to="User.user_id", alias="userid"),
    ),
)

ENTITIES = (
    LIST,
    LIST_CATEGORY,
    LIST_OBJECT,
    ASSET_VERSION_LIST,
    TYPED_CONTEXT_LIST,
)
