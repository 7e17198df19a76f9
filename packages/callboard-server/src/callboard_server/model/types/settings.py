"""Settings of the server and of individual entities."""

from __future__ import annotations

from callboard_server.model.attributes import Computed, ComputedKind, ForeignKey, OnDelete, Reference, Text
from callboard_server.model.entity import Entity
from callboard_server.model.types.metadata import possible_owners

SETTING = Entity(
    "Setting",
    key=("name", "group"),
    default_projections=("name", "group"),
    attributes=(
        Text("group", default="default", required=True, immutable=True),
        Text("name", default="default", caseless=True, required=True, immutable=True),
        Text("value", default="default"),
        Text("_place", derived=True, internal=True),
    ),
)

SETTING_COMPONENT = Entity(
    "SettingComponent",
    key=("component_id", "name", "group"),
    default_projections=("component_id", "name", "group"),
    parent="component_id",
    attributes=(
        Reference("component", "Component", via="component_id"),
        ForeignKey("component_id", "Component", required=True, immutable=True, on_delete=OnDelete.CASCADE),
        Text("group", refers_to="Setting.group", required=True, immutable=True),
        Text("name", refers_to="Setting.name", caseless=True, required=True, immutable=True),
        Reference("setting", "Setting", via="_setting_place", to="_place"),
        Computed("thumbnail_url", ComputedKind.OBJECT, inputs=("component_id",), immutable=True),
        Computed("url", ComputedKind.OBJECT, inputs=("component_id",), immutable=True),
        Text("_setting_place", derived=True, internal=True),
    ),
)

ENTITY_SETTING = Entity(
    "EntitySetting",
    alias="SettingOverride",
    key=("parent_id", "group", "name"),
    default_projections=("parent_id", "group", "name", "value", "parent_type"),
    owner_type="parent_type",
    attributes=(
        Text("group", required=True, immutable=True),
        Text("name", caseless=True, required=True, immutable=True),
        Text("parent_id", required=True, immutable=True),
        Text("parent_type", schema_name=True, required=True),
        Text("value", required=True),
        *possible_owners("parent_id"),
    ),
)

ENTITIES = (
    SETTING,
    SETTING_COMPONENT,
    ENTITY_SETTING,
)
