"""Metadata: keys and values that can be added to almost every entity."""

from __future__ import annotations

from callboard_server.model.attributes import Collection, MappedCollection, Text
from callboard_server.model.entity import Entity

OWNERS = {
    "contexts": "Context",
    "assets": "Asset",
    "versions": "AssetVersion",
    "components": "Component",
    "lists": "List",
    "list_objects": "ListObject",
    "notes": "Note",
    "sessions": "ReviewSession",
    "objects": "ReviewSessionObject",
    "calendar_events": "CalendarEvent",
    "context_links": "TypedContextLink",
    "version_links": "AssetVersionLink",
}
"""Types that an identifier without a foreign key can lead to in a project, by the collection's name."""


def possible_owners(own: str, prefix: str = "_") -> tuple[Collection, ...]:
    """Return internal collections of what the identifier *own* leads to.

    When it leads to something in a project, one of them has a member; otherwise all are empty.
    """
    return tuple(
        Collection(f"{prefix}{name}", target, via="id", own=own, internal=True)
        for name, target in OWNERS.items()
    )


METADATA = Entity(
    "Metadata",
    alias="Meta",
    owner_type="parent_type",
    key=("parent_id", "key"),
    default_projections=("parent_id", "key", "value", "parent_type"),
    attributes=(
        Text("parent_id", alias="meta_id", required=True, immutable=True),
        Text("key", alias="variable", required=True, immutable=True),
        Text("value", required=True, lenient=True, limit=4_194_304),
        Text("parent_type", alias="meta_type", required=True, schema_name=True),
        *possible_owners("parent_id"),
    ),
)

ENTITIES = (METADATA,)


def metadata_of_entity() -> MappedCollection:
    """Return the attribute for the metadata of an entity type."""
    return MappedCollection("metadata", "Metadata", via="parent_id", key="key", value="value", alias="meta")


def custom_attribute_links() -> tuple[MappedCollection, MappedCollection]:
    """Return the two filter-only attributes for the custom attribute links of an entity type."""
    return (
        MappedCollection("custom_attribute_links", "CustomAttributeLink", via="from_id", filter_only=True),
        MappedCollection(
            "custom_attribute_links_from", "CustomAttributeLinkFrom", via="to_id", filter_only=True
        ),
    )


def custom_attributes(values: str) -> MappedCollection:
    """Return the attribute for custom attributes of an entity type. *values* is the type of their values."""
    return MappedCollection(
        "custom_attributes",
        values,
        via="entity_id",
        key="key",
        value="value",
        alias="custom_attribute_values",
    )
