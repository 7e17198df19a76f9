"""Methods of single entity types, in addition to the attributes in their schemas.

In reading order: `base`, `location`, `component`, `asset_version`, `job`, `note`, `thumbnail`,
`user`, `custom_attribute`. A type without a module here is a plain `Entity`.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

from callboard.core.collection import MappedCollection
from callboard.core.entity import Entity
from callboard.core.factory import Creator, Schema
from callboard.core.owner import Member

__all__ = ["CREATORS", "bases_for"]

_BASES: Final = {
    "AssetVersion": ("asset_version", "AssetVersion"),
    "Job": ("job", "Job"),
    "Location": ("location", "Location"),
    "Note": ("note", "Note"),
    "User": ("user", "User"),
}
_BASES_BY_ATTRIBUTE: Final = {
    "notes": ("note", "CreateNoteMixin"),
    "thumbnail_id": ("thumbnail", "CreateThumbnailMixin"),
}


def bases_for(schema: Schema) -> tuple[type[Entity], ...]:
    """Return the base classes of the entity class for *schema*, most specific first."""
    name = schema["id"]
    properties = schema.get("properties", {})
    homes = [_BASES[name]] if name in _BASES else []
    if name.endswith("Component") and "system_type" in properties:
        homes.append(("component", "Component"))
    homes += [home for attribute, home in _BASES_BY_ATTRIBUTE.items() if attribute in properties]
    return tuple(getattr(import_module(f"{__name__}.{module}"), kind) for module, kind in homes)


def _create_metadata(proxy: MappedCollection, data: Mapping[str, Any]) -> Member:
    owner = proxy.collection.entity
    return owner.session.create(
        "Metadata", {**data, "parent_id": owner.identity[1], "parent_type": owner.entity_type}
    )


def _create_custom_attribute_value(proxy: MappedCollection, data: Mapping[str, Any]) -> Member:
    from callboard.entity.custom_attribute import value_for_new_entity

    return value_for_new_entity(proxy, data)


CREATORS: Final[dict[str, Creator]] = {
    "Metadata": _create_metadata,
    "CustomAttributeValue": _create_custom_attribute_value,
}
